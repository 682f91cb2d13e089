"""What is measured, and the page that it is written to."""

import itertools
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from importlib import metadata

import brotli
from django.urls import reverse

from accounts.models import User
from bench import seed
from bench.drafting import draft_apart
from bench.importing import import_apart
from bench.load import Load, drive, fetch, request
from bench.mailing import Mailing, mail_digests_apart
from bench.site import ROOT, TOKEN, memory, server, sign_in
from forums.models import Discussion, Post

POSTS = int(os.environ.get("BENCH_POSTS", "100000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
ROUNDS = 3

Target = tuple[Callable[[], bytes], bytes]  # what makes a request, and the status that it must get


def targets(port: int, community: str, cookies: str) -> dict[str, Target]:
    short, long = (Discussion.objects.get(title=title) for title in ("Seeded short", "Seeded long"))
    busy = Discussion.objects.filter(title__startswith="Replies").order_by("pk")
    writers = User.objects.filter(handle__startswith="bench-").order_by("pk")
    paths = list(Post.objects.filter(discussion=long).order_by("path").values_list("path", flat=True))

    def get(path: str, cookies: str = cookies) -> Target:
        message = request(path, port, cookies=cookies)
        return (lambda: message, b"200")

    def post(path: str, status: bytes, *, cookies: str = cookies, **fields: Callable[[], object]) -> Target:
        def make() -> bytes:
            said = "".join(f"&{name}={value()}" for name, value in fields.items())
            return request(path, port, cookies=cookies, body=f"csrfmiddlewaretoken={TOKEN}{said}")

        return (make, status)

    def reply(discussion: Discussion, writer: User) -> Target:
        said = {"text": lambda: "I+asked+before+I+told.", "submission": uuid.uuid4}
        return post(reverse("forums:reply", args=[discussion.pk]), b"302", cookies=sign_in(writer), **said)

    replies = [reply(*each) for each in zip(busy, writers, strict=False)]

    return {
        "bare": get("/bench/bare/"),
        "bare visitor": get("/bench/visitor/", ""),
        "page": get(short.get_absolute_url()),
        "page visitor": get(short.get_absolute_url(), ""),
        "list": get(reverse("home:discussions", args=[community])),
        "first": get(long.get_absolute_url()),
        "deepest": get(f"{long.get_absolute_url()}?after={paths[-21]}"),
        "empty post": post("/bench/post/", b"204"),
        "one row": post("/bench/row/", b"204"),
        "reply": _in_turn(replies),
        "reply to one": replies[0],
    }


def _in_turn(targets: list[Target]) -> Target:
    """All of them as one; they expect the same answer."""
    turns = itertools.cycle([make for make, _status in targets])
    return (lambda: next(turns)(), targets[0][1])


def measure(port: int, addresses: dict[str, Target]) -> dict[str, list[Load]]:
    """Every address in turn, in ROUNDS rounds, after a few requests that warm it up."""
    found: dict[str, list[Load]] = {name: [] for name in addresses}
    for make, _status in addresses.values():
        for _warm in range(4):
            fetch(port, make())
    for number in range(ROUNDS):
        for name, (make, status) in addresses.items():
            found[name].append(drive(port, make, seconds=SECONDS, expect=status))
            print(f"round {number + 1}: {name}: {found[name][-1].per_second:.0f}/s", file=sys.stderr)
    return found


def mail_beside(port: int, page: Target) -> tuple[Mailing, float]:
    """A morning of digests while two people read on, and by how much longer their slower pages take than before."""
    make, status = page

    def read() -> float:
        return drive(port, make, seconds=SECONDS, expect=status, clients=2).p95

    before = statistics.median(read() for _round in range(ROUNDS))
    meanwhile: list[float] = []
    morning = mail_digests_apart(lambda: meanwhile.append(read()))
    # The last one may have gone on when the worker was done.
    return morning, statistics.median(meanwhile[:-1] or meanwhile) / before


def main() -> None:
    community = seed.ensure(POSTS)
    with server() as (port, pid):
        addresses = targets(port, community.slug, sign_in(User.objects.get(handle="bench-0")))
        found = measure(port, addresses)
        html = fetch(port, addresses["page"][0]()).split(b"\r\n\r\n", 1)[1]
        megabytes = memory(pid)
        morning, slower = mail_beside(port, addresses["page"])

    drafted = draft_apart()
    imported = import_apart()

    def middle(name: str, figure: str) -> float:
        return statistics.median(getattr(load, figure) for load in found[name])

    def ratio(one: str, other: str, figure: str) -> str:
        return f"{middle(one, figure) / middle(other, figure):.2f}"

    rows = [
        ("20-post page signed in, share of the bare view", "0.30", "0.50", ratio("page", "bare", "per_second")),
        (
            "the same, visitor, share of the visitor’s bare view",
            "0.35",
            "0.55",
            ratio("page visitor", "bare visitor", "per_second"),
        ),
        ("list of discussions signed in, share of the bare view", "", "", ratio("list", "bare", "per_second")),
        ("deepest page of 10,000 posts / first page, p50", "1.15", "1.05", ratio("deepest", "first", "p50")),
        ("reply, p95 / an empty authenticated POST with CSRF", "4", "3", ratio("reply", "empty post", "p95")),
        (
            "the same, all into one discussion, where they wait for each other",
            "",
            "",
            ratio("reply to one", "empty post", "p95"),
        ),
        ("a POST that reads a row and saves one, p95 / the empty one", "", "", ratio("one row", "empty post", "p95")),
        ("HTML of a 20-post page, raw, kB", "60", "45", f"{len(html) / 1000:.1f}"),
        ("HTML of a 20-post page, brotli, kB", "12", "8", f"{len(brotli.compress(html, quality=5)) / 1000:.1f}"),
        ("memory, master and 2 workers, MB", "220", "180", f"{megabytes:.0f}"),
        ("drafting the closing of 10,000 posts, seconds", "30", "", f"{drafted.seconds:.1f}"),
        ("peak memory of the process that drafts it, MB", "300", "", f"{drafted.peak:.0f}"),
        (f"import of {imported.messages:,} messages, minutes", "10", "", f"{imported.seconds / 60:.1f}"),
        ("peak memory of the process that imports them, MB", "", "", f"{imported.peak:.0f}"),
        ("digests made and sent by one worker, people a second", "", "", f"{morning.per_second:.0f}"),
        ("the same for 100,000 people, minutes", "30", "15", f"{100_000 / morning.per_second / 60:.0f}"),
        (f"peak memory of that worker, {morning.people:,} digests, MB", "400", "", f"{morning.peak:.0f}"),
        ("20-post page for two clients, p95 while it works / before", "1.5", "", f"{slower:.2f}"),
    ]
    table = ["| What | hold | aim | seen |", "|---|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    rates = ["| Address | requests/s | p50 ms | p95 ms |", "|---|---|---|---|"]
    for name in addresses:
        p50, p95 = middle(name, "p50") * 1000, middle(name, "p95") * 1000
        rates.append(f"| {name} | {middle(name, 'per_second'):.0f} | {p50:.1f} | {p95:.1f} |")
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
