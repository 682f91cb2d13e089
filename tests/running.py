"""Real servers and processes for the tests that need them: an SMTP server, and Copse's own beside the test."""

import email
import email.policy
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection

from config.ports import free_port
from tests.racing import PATIENCE


def eventually(look, patience=PATIENCE):
    """What `look()` returns as soon as it is true; fails when it never is."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


class Postbox:
    """An SMTP server that keeps what it gets: (addresses, message), in order of arrival.

    Takes `pause` seconds for each message; answers the recipients in `refused` with 451.
    """

    def __init__(self, pause=0):
        self.kept = []
        self.pause = pause
        self.refused = set()
        self.port = free_port()
        self._server = None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def open(self):
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def close(self):
        if self._server:
            self._server.stop()
            self._server = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "451 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.kept.append((envelope.rcpt_tos, message))
        time.sleep(self.pause)
        return "250 OK"

    def to(self, address, subject=""):
        """Messages to `address` whose subject holds `subject`."""
        return [message for to, message in self.kept if to == [address] and subject in message["Subject"]]


def environment(**changes):
    """The environment of a process that works on this test's database."""
    database = connection.settings_dict
    login = ":".join(quote(part, safe="") for part in (database["USER"], database["PASSWORD"]))
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgres://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "TEST_FILES": settings.STORAGES["default"]["OPTIONS"]["location"],
        **changes,
    }


class Process:
    """One of Copse's processes, with a log, in a group of its own."""

    def __init__(self, log: Path, *command, env):
        self.log = log
        program = str(Path(sys.executable).with_name(command[0]))
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [program, *command[1:]],
                cwd=settings.BASE_DIR,
                env=env,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def hold(self):
        """Let it and its children do nothing until `go_on`."""
        self._signal(signal.SIGSTOP)

    def go_on(self):
        self._signal(signal.SIGCONT)

    def kill(self):
        """End it and its children as a power cut would."""
        self._signal(signal.SIGKILL)
        self.process.wait(PATIENCE)

    def _signal(self, number):
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)


class SilentServer:
    """Takes every connection and never says a word."""

    def __enter__(self):
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port = self._listening.getsockname()[1]
        return self

    def __exit__(self, *_):
        self._listening.close()
