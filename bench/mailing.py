"""One morning: everybody's digest is due, after a day on which much was written."""

import resource
import time
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from forums.models import Discussion, Post
from notifications import effects
from notifications.models import MailRhythm, OutboxMessage

DISCUSSIONS, POSTS_EACH = 10, 20


@dataclass(frozen=True)
class Mailing:
    people: int  # who got a digest
    making: float  # seconds until each has its row
    sending: float  # seconds until each is composed and given to a mail server that takes everything at once
    peak: float  # MB, of this process

    @property
    def per_second(self) -> float:
        return self.people / (self.making + self.sending)


def mail_digests() -> Mailing:
    """Make the digests of all people and send them by one worker; rolled back."""
    with transaction.atomic():
        people = User.objects.present().filter(emailaddress=None)
        EmailAddress.objects.bulk_create(
            EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in people
        )
        effects.enrol_newcomers()
        newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        MailRhythm.objects.update(cursor=newest)
        _a_day_of_writing()
        # A day earlier it is their hour as well, and has come.
        MailRhythm.objects.update(next_digest_at=F("next_digest_at") - timedelta(days=1))
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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Mailing(reached, made - before, sent - made, peak)


def _a_day_of_writing() -> None:
    for discussion in Discussion.objects.filter(title__startswith="Seeded").order_by("-pk")[:DISCUSSIONS]:
        for post in Post.objects.filter(discussion=discussion).order_by("-number")[:POSTS_EACH]:
            record("post.added", actor=post.author, target=post)
