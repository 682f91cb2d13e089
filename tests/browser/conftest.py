"""A whole running site: gunicorn, a Celery worker and beat, PostgreSQL, Valkey, an SMTP sink and Chromium."""

import email
import email.policy
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from playwright.sync_api import sync_playwright

from tests.factories.accounts import PASSWORD

ROOT = Path(settings.BASE_DIR)
CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30  # seconds until a page, a mail or a draft has to be there


def pytest_collection_modifyitems(items):
    """All browser tests run in one process, on one site."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def eventually(look, patience=PATIENCE):
    """What `look()` returns as soon as it is true; fails when it never is."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postbox:
    """An SMTP server that keeps what it gets."""

    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.kept.append((envelope.rcpt_tos, message))
        return "250 OK"

    def to(self, address, subject=""):
        """Messages to `address` whose subject holds `subject`."""
        return [message for to, message in self.kept if to == [address] and subject in message["Subject"]]

    def wait_for(self, address, subject=""):
        return eventually(lambda: self.to(address, subject))[-1]


class Site:
    """The processes of a running site; `address` is where it answers."""

    def __init__(self, directory):
        self.postbox = Postbox()
        self.sink = Controller(self.postbox, hostname="127.0.0.1", port=free_port())
        self.sink.start()
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.directory = directory
        database = connection.settings_dict
        login = ":".join(quote(part, safe="") for part in (database["USER"], database["PASSWORD"]))
        place = f"{login}@{database['HOST']}:{database['PORT']}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"postgres://{place}/{database['NAME']}",
            # A database of its own, so that the site and the other tests do not share a cache.
            "REDIS_URL": urlunsplit(urlsplit(settings.REDIS_URL)._replace(path="/7")),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.sink.port}",
            "SECRET_KEY": settings.SECRET_KEY,
            "SITE_URL": self.address,
            "DEBUG": "0",
            "DEMO": "0",
        }
        self.processes = []
        self.run(
            "gunicorn", "config.wsgi", "--workers=2", "--threads=2", f"--bind=127.0.0.1:{port}", "--log-level=error"
        )
        self.worker = self.start_worker()
        self.run("celery", "-A", "config", "beat", "-s", str(directory / "beat"), "--pidfile=", "-l", "warning")
        eventually(self.answers)

    def run(self, program, *arguments):
        log = (self.directory / f"{program}-{len(self.processes)}.log").open("wb")
        command = [str(Path(sys.executable).with_name(program)), *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT)
        self.processes.append(process)
        return process

    def start_worker(self):
        return self.run("celery", "-A", "config", "worker", "-c", "1", "-Q", "default,mail,digest", "-l", "warning")

    def answers(self):
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            return direct.open(f"{self.address}/healthz", timeout=5).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
        self.sink.stop()


@pytest.fixture(scope="session")
def running_site(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.stop()


@pytest.fixture
def site(running_site, transactional_db):
    running_site.postbox.kept.clear()
    return running_site


@pytest.fixture(scope="session")
def chromium():
    # Playwright keeps an event loop in this thread, in which Django would refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(site, chromium):
    """Open a page of the running site as somebody: visit(path, person=…, javascript=…, theme=…, width=…).

    Returns a Playwright page in a browser context of its own. The test fails when a
    page throws in JavaScript, breaks the content security policy or answers 500.
    """
    contexts, trouble = [], []

    def open_page(path="/", *, person=None, javascript=True, theme="light", width=1280):
        context = chromium.new_context(
            base_url=site.address,
            java_script_enabled=javascript,
            color_scheme=theme,
            viewport={"width": width, "height": 800},
            timezone_id="Europe/London",
            locale="en-GB",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
        page.on("console", lambda message: "Content Security Policy" in message.text and trouble.append(message.text))
        page.on("response", lambda answer: answer.status >= 500 and trouble.append(f"{answer.status} {answer.url}"))
        if person is not None:
            sign_in(page, person)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


def sign_in(page, person, password=PASSWORD):
    page.goto("/account/login/")
    page.get_by_label("Email").or_(page.get_by_label("E-mail")).first.fill(person.email)
    page.get_by_label("Password").first.fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(lambda address: "/account/login/" not in address)
