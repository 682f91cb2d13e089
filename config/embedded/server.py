"""What the two embedded servers have in common."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

from config.embedded import files
from config.embedded.errors import NO_WHEEL, Unavailable
from config.ports import free_port, is_free

PATIENCE = 60  # seconds, for a start or a crash recovery on a slow machine


class Server:
    """One embedded server. Its home holds its data, its log and `url`: port and password."""

    name: str  # of the directory under var/
    package: str  # the wheel that brings the program
    program: str  # what its processes are called
    url_form: str

    def __init__(self, var):
        self.link = var / self.name
        self.home = self.link.resolve()

    def url(self):
        """The address of the running server, which is started when nothing answers there."""
        try:
            if not self.answers():
                with files.alone(self.link):
                    if not self.answers():
                        self.start()
            return self.known_url()
        except PermissionError as error:
            raise files.not_ours(error.filename) from None

    def answers(self):
        raise NotImplementedError

    def start(self):
        raise NotImplementedError

    def stop(self):
        """End every process of this server, in order where it still listens to us."""
        if not self.home.exists():
            return
        deadline = time.monotonic() + PATIENCE / 2
        processes = self.processes()
        pids = {process.pid for process in processes}
        for process in processes:
            if process.info["ppid"] not in pids:
                _signal(process, signal.SIGINT)
        while processes and time.monotonic() < deadline:
            time.sleep(0.05)
            processes = self.processes()
        for process in processes:
            _signal(process, signal.SIGKILL)

    def remove(self):
        """Stop, and delete the data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        if self.link.is_symlink():
            self.link.unlink()

    def processes(self):
        """The live processes of this very server: they work in its directory, which no other's do."""
        try:
            import psutil
        except ImportError:
            raise Unavailable(NO_WHEEL) from None
        return [
            process
            for process in psutil.process_iter(["name", "cwd", "ppid"])
            if process.info["name"] == self.program and process.info["cwd"] == str(self.workplace)
        ]

    @property
    def workplace(self):
        return self.home

    def wheel(self):
        found = importlib.util.find_spec(self.package)
        if not found or not found.submodule_search_locations:
            raise Unavailable(NO_WHEEL)
        return Path(found.submodule_search_locations[0])

    def known_url(self):
        try:
            return (self.home / "url").read_text()
        except FileNotFoundError:
            return ""

    def choose_port(self):
        """Keep port and password of last time, but step to another port when somebody took ours."""
        known = urlsplit(self.known_url())
        port = known.port if known.port and is_free(known.port) else free_port()
        password = known.password or secrets.token_hex(16)
        files.write_private(self.home / "url", self.url_form.format(password=password, port=port))
        return port, password

    def run(self, *command):
        """Run a program as the owner of our home, holding nothing of ours open; say whether it succeeded."""
        owner = self.home.stat()
        as_owner = {}
        with open(self.home / "log", "ab") as log:
            if os.geteuid() == 0 and owner.st_uid != 0:
                os.fchown(log.fileno(), owner.st_uid, owner.st_gid)
                as_owner = {
                    "user": owner.st_uid,
                    "group": owner.st_gid,
                    "extra_groups": [],
                }
            done = subprocess.run(
                [str(part) for part in command],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                start_new_session=True,
                **as_owner,
            )
        return done.returncode == 0

    def failure(self):
        log = self.home / "log"
        lines = log.read_text(errors="replace").splitlines() or ["it left no message"]
        reasons = [line for line in lines if "FATAL" in line or "error" in line.lower()]
        return Unavailable(f"The embedded {self.program} did not start, see {log}: {(reasons or lines)[-1]}")


def _signal(process, number):
    # psutil knows when a pid has passed to another process meanwhile.
    import psutil

    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(number)
