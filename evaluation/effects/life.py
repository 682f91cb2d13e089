"""A survey opens, reminds and closes, when somebody says so or when its day has come."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.models import Community, Membership, Role
from core.locks import lock_all
from evaluation.effects.answers import forget_few
from evaluation.models import Survey
from notifications.effects import forget_told, notify

logger = logging.getLogger(__name__)

State = Survey.State


def begin(survey: Survey, *, by: User | None, closes_at: datetime) -> bool:
    """Put it to everybody who takes part in its space, each told once. Returns whether it waited to be opened."""
    now = timezone.now()
    waiting = Survey.objects.filter(pk=survey.pk, state=State.DRAFT)
    facts = {"opened_at": now, "opens_at": None, "closes_at": closes_at, "was_put_to_all": survey.is_put_to_all}
    if not waiting.update(state=State.OPEN, **facts):
        return False
    survey.refresh_from_db(fields=["state", *facts])
    _tell("survey.opened", survey, asked_of(survey), by=by)
    return True


def end(survey: Survey, *, by: User | None) -> bool:
    """Close it for good, forget who took part, and tell whom it was put to. Returns whether it was open.

    Who was reminded had not answered, and who never looked at it neither: that anybody was told of it goes as well.
    """
    waiting = Survey.objects.filter(pk=survey.pk, state=State.OPEN)
    if not waiting.update(state=State.CLOSED, closed_at=timezone.now()):
        return False
    survey.refresh_from_db(fields=["state", "closed_at", "answered"])
    survey.participations.all().delete()
    forget_told(survey, "survey.opened", "survey.reminded")
    if survey.is_anonymous:
        forget_few(survey)
    _tell("survey.closed", survey, asked_of(survey), by=by)
    return True


def asked_of(survey: Survey) -> QuerySet[User]:
    """Members and guests to whom it is put."""
    return survey.space.people_holding(Role.GUEST)


def _tell(verb: str, survey: Survey, people: QuerySet[User], *, by: User | None) -> None:
    entry = record(verb, actor=by, target=survey)
    notify(entry, people.values_list("pk", flat=True), scope=("communities.community", survey.space.community_id))


def open_due() -> None:
    _each(Survey.objects.due_to_open(), _open_one)


def remind_due() -> None:
    """Who has not answered yet is reminded once, two days before it closes, unless they want to be left alone."""
    _each(Survey.objects.due_to_remind(), _remind_one)


def close_due() -> None:
    _each(Survey.objects.due_to_close(), _close_one)


def _each(due: QuerySet[Survey], deed: Callable[[Survey], None]) -> None:
    """What goes wrong with one survey stops no other."""
    for survey in due.select_related("space__community").order_by("pk"):
        try:
            deed(survey)
        except Exception:
            logger.exception("Survey %s could not go on", survey.pk)


@transaction.atomic
def _open_one(survey: Survey) -> None:
    """One whose community does not ask any more stays a draft, without a day."""
    held = _held(survey)
    if not Survey.objects.due_to_open().filter(pk=held.pk).exists():
        return
    may_open = held.space.is_writable and held.community.uses(Community.Tool.SURVEYS)
    if may_open and held.questions.exists() and held.closes_at and held.closes_at > timezone.now():
        begin(held, by=None, closes_at=held.closes_at)
    else:
        held.opens_at = None
        held.save(update_fields=["opens_at"])


@transaction.atomic
def _remind_one(survey: Survey) -> None:
    now = timezone.now()
    if not Survey.objects.due_to_remind(now).filter(pk=survey.pk).update(reminded_at=now):
        return
    if survey.space.is_writable:
        resting = Membership.objects.resting().filter(community=survey.space.community_id)
        silent = asked_of(survey).exclude(pk__in=survey.participations.values("person"))
        _tell("survey.reminded", survey, silent.exclude(pk__in=resting.values("person")), by=None)


@transaction.atomic
def _close_one(survey: Survey) -> None:
    held = _held(survey)
    if Survey.objects.due_to_close().filter(pk=held.pk).exists():
        end(held, by=None)


def _held(survey: Survey) -> Survey:
    """The survey as it is now, locked; with the community, of which nobody ends or changes the phase meanwhile."""
    rows: list[Any] = [survey.space.community, survey]
    community, held = lock_all(rows)
    held.space.community = community
    return held
