"""What a person does to a stream: look at it."""

from django.db.models import Case, F, When
from django.utils import timezone

from accounts.models import User
from activity.models import StreamPosition
from activity.rules import may_keep_place
from core.permissions import require


def see_stream(community_id: int, *, actor: User, newest: int) -> None:
    """Remember that `actor` saw the stream of a community up to the entry `newest`, and when.

    What had been seen before stays beside it for a visit's length. It never moves back. Each statement
    says itself what it must not undo: it needs no transaction.
    """
    require(may_keep_place(actor))
    now = timezone.now()
    again = When(changed_at__lt=now - StreamPosition.VISIT, then=F("seen"))
    position = StreamPosition.objects.filter(person=actor, community_id=community_id, seen__lt=newest)
    if not position.update(seen_before=Case(again, default=F("seen_before")), seen=newest, changed_at=now):
        first = StreamPosition(person=actor, community_id=community_id, seen=newest, changed_at=now)
        StreamPosition.objects.bulk_create([first], ignore_conflicts=True)
