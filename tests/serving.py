"""gunicorn beside a test, on its database, and people who ask it for something."""

import http.client

from django.conf import settings
from django.test import Client

from config.ports import HOST, free_port
from tests.running import PATIENCE, Process, environment, eventually

TOKEN = "x" * 32  # against forged requests: cookie and header agree


class Web:
    """`application` as production serves it: two workers, with threads enough that many requests are under way."""

    def __init__(self, directory, application):
        self.port = free_port()
        env = environment(SITE_URL=f"http://{HOST}:{self.port}", DEBUG="0", DEMO="0")
        command = ["--workers=2", "--threads=8", "--preload", "--no-control-socket", f"--bind={HOST}:{self.port}"]
        self._process = Process(directory / "gunicorn.log", "gunicorn", application, *command, env=env)
        eventually(self.is_up)

    def is_up(self):
        try:
            return self._ask("GET", "/healthz")[0] == 200
        except OSError:
            return False

    def post(self, path, session):
        """Status and text of what whoever has this session is answered; as htmx asks, so a fragment."""
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        return self._ask("POST", path, {"Cookie": cookies, "X-CSRFToken": TOKEN, "HX-Request": "true"})

    def _ask(self, method, path, headers=()):
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, headers={"Connection": "close", **dict(headers)})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def stop(self):
        self._process.kill()


def session_of(person):
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value
