"""What came in by mail: what became of it, and how much was answered."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from forums.models import InboundMail

DAY = timedelta(days=1)


def answers_today(person: User, outcomes: Collection[str]) -> int:
    """How many mails Copse has written to `person` in the last day about mails of which one of `outcomes` became."""
    answered = InboundMail.objects.filter(person=person, is_answered=True, outcome__in=outcomes)
    return answered.filter(at__gt=timezone.now() - DAY).count()


def export_inbound(person: User) -> dict[str, Any]:
    """What became of what `person` wrote by mail lately, JSON-ready."""
    rows = InboundMail.objects.filter(person=person).select_related("discussion").order_by("pk")
    return {
        "mailed_in": [
            {
                "discussion": row.discussion.title if row.discussion else "",
                "outcome": row.outcome,
                "at": row.at.isoformat(),
            }
            for row in rows
        ]
    }
