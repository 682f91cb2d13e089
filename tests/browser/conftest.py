"""A whole running site: gunicorn, a Celery worker and beat, PostgreSQL, Valkey, an SMTP server and Chromium."""

import os
import urllib.error
import urllib.request
from collections import Counter
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from config.celery import app
from forums import actions
from tests.browser.steps import TITLE, wait_for_modules
from tests.running import PATIENCE, Postbox, Process, environment, eventually, free_port
from tests.serving import session_of

CHROMIUM = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
STARTING = 300  # seconds: other tests keep the machine busy meanwhile, and without a site all that need it fail
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


class Site:
    """The processes of a running site; `address` is where it answers. Beat ticks each second."""

    def __init__(self, directory):
        self.directory = directory
        self.postbox = Postbox()
        self.postbox.open()
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.environment = environment(
            DJANGO_SETTINGS_MODULE="tests.quick_settings",
            EMAIL_URL=self.postbox.url,
            SITE_URL=self.address,
            DEBUG="0",
            DEMO="0",
        )
        self.web = self.run("gunicorn", "config.wsgi", "--workers=2", "--threads=2", f"--bind=127.0.0.1:{port}")
        self.start_worker()
        self.beat = self.run("celery", "-A", "config", "beat", "--pidfile=", f"--schedule={directory / 'beat'}")
        try:
            eventually(self.is_up, patience=STARTING)
        except BaseException:
            self.stop()
            raise

    def run(self, *command):
        return Process(self.directory / f"{'-'.join(command[:4:3])}.log", *command, env=self.environment)

    def start_worker(self):
        self.worker = self.run("celery", "-A", "config", "worker", "--concurrency=1", "--queues=default,mail,digest")

    def is_up(self):
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            return direct.open(f"{self.address}/readyz", timeout=PATIENCE).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def go_on(self):
        for process in (self.web, self.worker, self.beat):
            process.go_on()

    def is_at_rest(self):
        """Hold beat, worker and web at a moment at which none of them asks the database anything."""
        self.beat.hold()
        if not self.is_quiet():
            return False
        self.worker.hold()
        self.web.hold()
        # A browser that has gone may have left a request behind, which began between the look and the hold.
        if self.is_quiet():
            return True
        self.worker.go_on()
        self.web.go_on()
        return False

    def is_quiet(self):
        """Whether nothing waits for the worker or is under way in it, and nobody asks the database anything."""
        with app.connection_for_read() as broker:
            client = broker.default_channel.client
            if client.exists("default", "mail", "digest", "unacked"):
                return False
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT NOT EXISTS (SELECT FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle')"
            )
            return cursor.fetchone()[0]

    def stop(self):
        for process in (self.beat, self.worker, self.web):
            process.kill()
        self.postbox.close()


# Of this package alone: its worker would go on with the rows of whatever test comes next.
@pytest.fixture(scope="package")
def running_site(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0, reset_sequences=True)
        site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.stop()


@pytest.fixture
def site(running_site, transactional_db):
    running_site.postbox.kept.clear()
    running_site.go_on()
    yield running_site
    # The tables are emptied next: that waits for whoever uses them, and nobody may wait for it in turn.
    eventually(running_site.is_at_rest)
    let_types_keep_their_ids()


def let_types_keep_their_ids():
    """Content types and permissions are made anew with the empty tables, and the running processes remember them."""
    with connection.cursor() as cursor:
        for table in ("django_content_type", "auth_permission"):
            cursor.execute(f"ALTER SEQUENCE {table}_id_seq RESTART")


@pytest.fixture(scope="package")
def chromium():
    # Playwright keeps an event loop in this thread, in which Django would refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE * 1000)
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
        if person is not None:
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": site.address}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
        page.on("console", lambda message: "Content Security Policy" in message.text and trouble.append(message.text))
        page.on("response", lambda answer: answer.status >= 500 and trouble.append(f"{answer.status} {answer.url}"))
        if javascript:
            for way in ("goto", "reload"):
                setattr(page, way, whole(page, way))
        page.goto(path)
        return page

    def whole(page, way):
        """As `page.goto` and `page.reload` do, and the modules are there as well, unless less is waited for."""
        go = getattr(page, way)

        def go_and_wait(*to, **options):
            answer = go(*to, **options)
            if "wait_until" not in options:
                wait_for_modules(page)
            return answer

        return go_and_wait

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []


@pytest.fixture
def letter_to(site):
    """Wait for the letter to a person whose subject holds some words."""
    return lambda address, subject: eventually(lambda: site.postbox.to(address, subject))[-1]


@pytest.fixture
def sent(site):
    """Who got which letters, each counted, once all is quiet and whatever could double a letter had its chance."""

    def sent(number):
        eventually(lambda: len(site.postbox.kept) >= number)
        for _ in range(3):
            app.send_task("wake.mail")
        eventually(site.is_quiet)
        return Counter((*to, str(letter["Subject"])) for to, letter in site.postbox.kept)

    return sent


@pytest.fixture
def talk(commons, moderator, participant):
    """An open discussion with one answer."""
    planned = actions.plan_discussion(
        commons, actor=moderator, title=TITLE, question="What did you say, and what came of it?", submission=uuid4()
    )
    actions.open_discussion(planned, actor=moderator)
    actions.reply(planned, actor=participant, markdown="I asked for permission first.", submission=uuid4())
    return planned


@pytest.fixture
def drafted(site):
    """Wait for what the worker drafts of a discussion that is being closed."""
    return lambda discussion: eventually(discussion.closings.unpublished().filter(drafted_at__isnull=False).first)
