"""Run with `make bench`; writes docs/performance.md. BENCH_POSTS and BENCH_SECONDS change the size."""

import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
POSTS = int(os.environ.get("BENCH_POSTS", "100000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
ROUNDS = 3


def prepare() -> None:
    """Point Django at production settings and a database of the bench's own."""
    from config import embedded

    url = urlsplit(embedded.database_url())
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SECRET_KEY": embedded.secret_key(),
        "REDIS_URL": embedded.redis_url(),
        "EMAIL_URL": "dummymail://",
    }
    name = "copse_bench"
    import psycopg2

    with psycopg2.connect(urlunsplit(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {name}")
        connection.autocommit = False
    os.environ["DATABASE_URL"] = urlunsplit(url._replace(path=f"/{name}"))

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def server():
    """gunicorn with two workers; yields (port, pid of the master)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("gunicorn")),
        "config.wsgi",
        "--workers=2",
        "--preload",
        "--log-level=error",
        f"--bind=127.0.0.1:{port}",
    ]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        for _attempt in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def memory(pid: int) -> float:
    """Proportional memory of a process and its children, in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    total = 0
    for each in [str(pid), *children]:
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def sign_in(person) -> str:
    """A Cookie header of somebody signed in, with a CSRF token."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={'x' * 32}"


def drafting_seconds() -> float:
    """How long the closing of 1,000 posts takes to draft, through the database; rolled back."""
    from django.db import transaction

    from accounts.models import User
    from bench.seed import seed_discussion
    from forums.effects.closings import draft_due
    from forums.models import Closing, Discussion

    with transaction.atomic():
        space = Discussion.objects.get(title="Replies").space
        people = list(User.objects.values_list("pk", flat=True)[:200])
        seed_discussion(space, "To be drafted", 1000, people, random.Random(3))
        Discussion.objects.filter(title="To be drafted").update(state=Discussion.State.CLOSING)
        before = time.perf_counter()
        draft_due()
        seconds = time.perf_counter() - before
        assert Closing.objects.get(discussion__title="To be drafted").summary
        transaction.set_rollback(True)
    return seconds


def main() -> None:
    prepare()
    import brotli
    from django.urls import reverse

    from accounts.models import User
    from bench import seed
    from bench.load import drive, fetch, request
    from forums.models import Discussion, Post

    community = seed.ensure(POSTS)
    short = Discussion.objects.get(title="Seeded short")
    long = Discussion.objects.get(title="Seeded long")
    replies = Discussion.objects.get(title="Replies")
    paths = list(Post.objects.filter(discussion=long).order_by("path").values_list("path", flat=True))
    deepest = f"{long.get_absolute_url()}?after={paths[-21]}"
    person = User.objects.get(handle="bench-0")
    cookies = sign_in(person)
    listing = reverse("home:discussions", args=[community.slug])

    with server() as (port, pid):

        def get(path, cookies=cookies):
            message = request(path, port, cookies=cookies)
            return lambda: message

        def post(path, **fields):
            body = "&".join([f"csrfmiddlewaretoken={'x' * 32}", *(f"{key}={value}" for key, value in fields.items())])
            return request(path, port, cookies=cookies, body=body)

        targets = {
            "bare": (get("/bench/bare/"), b"200"),
            "bare visitor": (get("/bench/visitor/", ""), b"200"),
            "page": (get(short.get_absolute_url()), b"200"),
            "page visitor": (get(short.get_absolute_url(), ""), b"200"),
            "list": (get(listing), b"200"),
            "first": (get(long.get_absolute_url()), b"200"),
            "deepest": (get(deepest), b"200"),
            "empty post": (lambda: post("/bench/post/"), b"204"),
            "reply": (
                lambda: post(
                    reverse("forums:reply", args=[replies.pk]),
                    markdown="I+asked+before+I+told.",
                    submission=uuid.uuid4(),
                ),
                b"302",
            ),
        }
        found = {name: [] for name in targets}
        for make, _expect in targets.values():
            for _warm in range(4):
                fetch(port, make())
        for number in range(ROUNDS):
            for name, (make, expect) in targets.items():
                found[name].append(drive(port, make, seconds=SECONDS, expect=expect))
                print(f"round {number + 1}: {name}: {found[name][-1].per_second:.0f}/s", file=sys.stderr)
        html = fetch(port, targets["page"][0]()).split(b"\r\n\r\n", 1)[1]
        megabytes = memory(pid)

    def rate(name):
        return statistics.median(load.per_second for load in found[name])

    def middle(name):
        return statistics.median(load.p50 for load in found[name])

    def slow(name):
        return statistics.median(load.p95 for load in found[name])

    rows = [
        ("20-post page signed in, share of the bare view", "0.30", "0.50", f"{rate('page') / rate('bare'):.2f}"),
        ("the same, visitor, share of the bare one-query view", "0.35", "0.55", f"{rate('page visitor') / rate('bare visitor'):.2f}"),
        ("list of discussions signed in, share of the bare view", "", "", f"{rate('list') / rate('bare'):.2f}"),
        ("deepest page of 10,000 posts / first page, p50", "1.15", "1.05", f"{middle('deepest') / middle('first'):.2f}"),
        ("reply, p95 / an empty authenticated POST with CSRF", "4", "3", f"{slow('reply') / slow('empty post'):.1f}"),
        ("HTML of a 20-post page, raw, kB", "60", "45", f"{len(html) / 1000:.1f}"),
        ("HTML of a 20-post page, brotli, kB", "12", "8", f"{len(brotli.compress(html, quality=5)) / 1000:.1f}"),
        ("memory, master and 2 workers, MB", "220", "180", f"{megabytes:.0f}"),
        ("drafting the closing of 1,000 posts, seconds", "60", "", f"{drafting_seconds():.1f}"),
    ]
    table = ["| What | hold | aim | seen |", "|---|---|---|---|"]
    table += [f"| {' | '.join(row)} |" for row in rows]
    rates = ["| Address | requests/s | p50 ms | p95 ms |", "|---|---|---|---|"]
    rates += [f"| {name} | {rate(name):.0f} | {middle(name) * 1000:.1f} | {slow(name) * 1000:.1f} |" for name in targets]
    write(table, rates)


def write(table: list[str], rates: list[str]) -> None:
    """Print the tables and put them into docs/performance.md between its marks."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("django", "gunicorn", "psycopg2-binary"))
    size = f"{POSTS:,} posts, {ROUNDS} rounds of {SECONDS:g} s, {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}"
    lines = ["", *table, "", *rates, "", f"{size}; Python {sys.version.split()[0]}, {versions}.", ""]
    print("\n".join(lines))
    page = ROOT / "docs" / "performance.md"
    begin, end = "<!-- written by make bench -->", "<!-- end -->"
    head, rest = page.read_text().split(begin)
    page.write_text(head + begin + "\n" + "\n".join(lines) + end + rest.split(end)[1])


if __name__ == "__main__":
    main()
