"""Bringing in a mailing list's archive, in a process of its own, so that its memory can be told."""

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.peak import peak

MESSAGES = int(os.environ.get("BENCH_MESSAGES", "50000"))
PEOPLE, LATELY = 900, 15  # people who write; talks that are answered at a time
BEGAN = datetime(2009, 3, 4, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Imported:
    messages: int
    seconds: float
    peak: float  # megabytes


def write_archive(path: Path) -> None:
    """Talks of a dozen messages, some of hundreds; every seventh message is HTML, half of the answers quote."""
    from bench.seed import WORDS

    chance = random.Random(7)
    talks: list[list[int]] = []
    with path.open("w") as archive:
        for number in range(MESSAGES):
            if not talks or chance.random() < 0.085:
                talks.append([])
            lately = max(0, len(talks) - 1 - int(chance.expovariate(1 / LATELY)))
            talk = 0 if chance.random() < 0.02 else lately if talks[-1] else len(talks) - 1
            archive.write(_message(number, talk, talks[talk], chance, WORDS))
            talks[talk].append(number)


def _message(number: int, talk: int, before: list[int], chance: random.Random, words: list[str]) -> str:
    def lines(most: int) -> str:
        return "\n".join(" ".join(chance.choices(words, k=12)) for _line in range(chance.randint(1, most)))

    person, sent_at = chance.randrange(PEOPLE), BEGAN + timedelta(minutes=40 * number)
    body = "\n\n".join(lines(5) for _paragraph in range(chance.randint(1, 3)))
    if kind := "html" if number % 7 == 0 else "":
        body = f"<p>{body}</p>".replace("\n\n", "</p><p>")
    elif before and chance.random() < 0.5:
        body = f"On Monday Somebody wrote:\n> {lines(1)}\n\n{body}"
    answered = f"<m{before[0]}@mail.example> <m{before[-1]}@mail.example>" if before else ""
    return (
        f"From p{person}@uni.example {sent_at:%a %b %e %H:%M:%S %Y}\n"
        f"From: Person {person} <p{person}@uni.example>\nDate: {format_datetime(sent_at)}\n"
        f"Subject: {'Re: ' if before else ''}[bench] Question {talk}\nMessage-ID: <m{number}@mail.example>\n"
        f"References: {answered}\nContent-Type: text/{kind or 'plain'}; charset=utf-8\n\n"
        f"{body}\n\n-- \nPerson {person}\np{person}@uni.example\n\n"
    )


def import_apart() -> Imported:
    """Import it in a process that does nothing else, by the settings of this one."""
    run = subprocess.run([sys.executable, "-m", "bench.importing"], capture_output=True, check=True, text=True)
    return Imported(**json.loads(run.stdout))


def main() -> None:
    """Import it into a space of its own, and put everything back."""
    import django

    django.setup()

    from django.db import transaction

    from communities.models import Community, Space
    from forums.effects.archives import bring_in
    from forums.mbox.containers import opened

    with TemporaryDirectory() as folder, transaction.atomic():
        archive = Path(folder) / "bench.mbox"
        write_archive(archive)
        community = Community.objects.get(slug="bench")
        space = Space.objects.create(community=community, slug="list", name="List", access=Space.Access.OPEN)
        before = time.perf_counter()
        with opened(archive) as found:
            report = bring_in(space, found, keep=True)
        seconds = time.perf_counter() - before
        assert report.posts == MESSAGES, report
        transaction.set_rollback(True)
    print(json.dumps({"messages": MESSAGES, "seconds": seconds, "peak": peak()}))


if __name__ == "__main__":
    main()
