"""What somebody is told of once a week at most, however many workers look for it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from activity.effects import record
from notifications.effects import notify

TOLD_EVERY = timedelta(days=7)


def not_told(column: str, now: datetime) -> Q:
    """Rows whose `column`, the moment of the last telling, lies a week back or is empty."""
    return Q(**{column: None}) | Q(**{f"{column}__lte": now - TOLD_EVERY})


@transaction.atomic
def tell_weekly(verb: str, of: Any, *, still: QuerySet, column: str, to: Iterable, data: dict | None = None) -> None:
    """Tell `to` of the row `of`, unless that was done within a week or `still` does not hold it any more."""
    now = timezone.now()
    if still.filter(not_told(column, now), pk=of.pk).update(**{column: now}):
        notify(record(verb, actor=None, target=of, data=data or {}), to)
