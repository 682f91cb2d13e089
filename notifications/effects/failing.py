"""What becomes of letters that fail, when whoever runs the site says so."""

from django.db.models import Q
from django.utils import timezone

from core.wake import wake
from notifications import outbox
from notifications.models import OutboxMessage

State = OutboxMessage.State
FREE = Q(leased_until=None)  # those that no relay holds at this moment


def try_again() -> int:
    """Make due what failed, as if it had not been tried; also what was given up lately. Returns how many letters."""
    now = timezone.now()
    fresh = {"due_at": now, "attempts": 0}
    number = outbox.failing().filter(FREE).update(**fresh)
    number += outbox.given_up(now).update(**fresh, state=State.WAITING, finished_at=None, leased_until=None)
    wake("mail")
    wake("digest")
    return number


def give_up_failing() -> int:
    """Try no more what has failed; returns how many letters."""
    failing = outbox.failing().filter(FREE)
    return failing.update(state=State.FAILED, finished_at=timezone.now())
