"""One morning: everybody's digest is due, after a day on which much was written; in a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta

from bench.peak import peak

DISCUSSIONS, POSTS_EACH = 10, 20
READERS = int(os.environ.get("BENCH_READERS", "2000"))  # members in all; those who are missing are there for this alone
BEGUN = "begun"  # what the process says once it makes and sends


@dataclass(frozen=True)
class Mailing:
    people: int  # who got a digest
    making: float  # seconds until each has its row
    sending: float  # seconds until each is composed and given to a mail server that takes everything at once
    peak: float  # MB, of the process that does it

    @property
    def per_second(self) -> float:
        return self.people / (self.making + self.sending)


def mail_digests_apart(meanwhile: Callable[[], None]) -> Mailing:
    """Make and send them in a process that does nothing else, by the settings of this one.

    While it does, `meanwhile` is called again and again; at least once.
    """
    command = [sys.executable, "-m", "bench.mailing"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        if process.stdout.readline().strip() != BEGUN:
            raise RuntimeError("The digests were not made")
        meanwhile()
        while process.poll() is None:
            meanwhile()
        return Mailing(**json.loads(process.stdout.read()))


def mail_digests() -> Mailing:
    """Make the digests of all people and send them by one worker; rolled back."""
    from allauth.account.models import EmailAddress
    from django.db import transaction
    from django.db.models import F
    from django.utils import timezone

    from accounts.models import User
    from activity.models import Entry
    from notifications import effects
    from notifications.models import MailRhythm, OutboxMessage

    with transaction.atomic():
        _fill_up()
        without = User.objects.present().filter(emailaddress=None)
        while people := list(without[:1000]):
            EmailAddress.objects.bulk_create(
                EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
            )
        effects.enrol_newcomers()
        newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        MailRhythm.objects.update(cursor=newest)
        _a_day_of_writing()
        # A day earlier it is their hour as well, and has come.
        MailRhythm.objects.update(next_digest_at=F("next_digest_at") - timedelta(days=1))
        print(BEGUN, flush=True)
        before = time.perf_counter()
        effects.make_due_digests()
        made = time.perf_counter()
        waiting = OutboxMessage.objects.due().filter(channel=OutboxMessage.Channel.DIGEST)
        while waiting.exists():
            effects.send_due_digests()
        sent = time.perf_counter()
        finished = OutboxMessage.objects.filter(
            channel=OutboxMessage.Channel.DIGEST, finished_at__gte=timezone.now() - timedelta(seconds=sent - before)
        )
        reached = finished.filter(state=OutboxMessage.State.SENT).count()
        transaction.set_rollback(True)
    return Mailing(reached, made - before, sent - made, peak())


def _fill_up() -> None:
    """As many members more as are wanted, some at a time, so that they do not count as the worker's memory."""
    from accounts import documents
    from accounts.models import User
    from communities.models import Community, Membership

    community = Community.objects.get(slug="bench")
    there = Membership.objects.live().filter(community=community).count()
    for first in range(there, READERS, 1000):
        people = User.objects.bulk_create(
            User(
                email=f"reader{number}@copse.example",
                handle=f"reader-{number}",
                display_name=f"Reader {number}",
                password="!",
                agreed_to=documents.newest(),
            )
            for number in range(first, min(first + 1000, READERS))
        )
        Membership.objects.bulk_create(Membership(community=community, person=person) for person in people)


def _a_day_of_writing() -> None:
    from activity.effects import record
    from forums.models import Discussion, Post

    for discussion in Discussion.objects.filter(title__startswith="Seeded").order_by("-pk")[:DISCUSSIONS]:
        for post in Post.objects.filter(discussion=discussion).order_by("-number")[:POSTS_EACH]:
            record("post.added", actor=post.author, target=post)


if __name__ == "__main__":
    import django

    django.setup()
    with suppress(BrokenPipeError):
        print(json.dumps(asdict(mail_digests())))
