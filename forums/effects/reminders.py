"""Reminding those who may publish it of a draft that waits: after a day, after three, and once more after a week."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from activity.effects import record
from communities.models import Role, Space
from communities.rules import LEAST_ROLE
from core.locks import take
from forums.effects.due import for_each_due
from forums.models import Closing, Discussion
from notifications.effects import notify

DAYS = (1, 3, 7)  # since the writing was stopped; on the last one the leaders hear of it too


def remind_due(at: datetime | None = None) -> None:
    """Tell of each draft whose day has come, once for each day, or for the latest where several passed at once."""
    now = at or timezone.now()
    passed = Q()
    for day in DAYS:
        passed |= Q(reminded__lt=day, discussion__locked_at__lte=now - timedelta(days=day))
    waiting = Closing.objects.unpublished().filter(passed, branch=None, drafted_at__isnull=False)
    discussions = Discussion.objects.filter(state=Discussion.State.CLOSING, space__in=Space.objects.writable())
    for_each_due(discussions.filter(pk__in=waiting.values("discussion")), lambda pk: _remind_one(pk, now))


@transaction.atomic
def _remind_one(pk: int, now: datetime) -> None:
    discussion = take(Discussion.objects.filter(pk=pk, state=Discussion.State.CLOSING))
    if discussion is None or discussion.locked_at is None:
        return
    day = max((day for day in DAYS if discussion.locked_at <= now - timedelta(days=day)), default=0)
    waiting = discussion.closings.unpublished().filter(branch=None, drafted_at__isnull=False, reminded__lt=day)
    closing = waiting.first()
    if closing and waiting.update(reminded=day):
        notify(record("closing.waits", actor=None, target=closing, data={"day": day}), _whom(discussion, day))


def _whom(discussion: Discussion, day: int) -> set[int]:
    """Who runs discussions there; leaders only where they planned it, nobody else runs any, or it waits for long."""
    holding = discussion.space.people_holding
    running = set(holding(LEAST_ROLE["run_discussion"]).values_list("pk", flat=True))
    if day == DAYS[-1]:
        return running
    leaders = set(holding(Role.LEADER).values_list("pk", flat=True))
    return (running - leaders) | (running & {discussion.planned_by_id}) or running
