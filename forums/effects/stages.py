"""What follows of itself in the stages of a discussion: they are kept, they begin, and they end when it is time."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.effects import record
from activity.models import Entry
from communities.models import Space
from communities.rules import LEAST_ROLE
from core.locks import take
from forums.effects.due import for_each_due
from forums.errors import TypeMissing
from forums.models import Discussion, Stage, StagePlan
from forums.queries.people import ids_concerned
from notifications.effects import notify


def keep_stages(discussion: Discussion, plans: Sequence[StagePlan]) -> None:
    """Put `plans` in place of what has not begun; the first of them in place of the stage now, where there is one.

    The stage now keeps its beginning, and its end follows its length. What is over stays as it was. Assumes that the
    discussion's row is locked and is as the table has it.
    """
    if discussion.stage and plans:
        _change(discussion.stage, plans[0])
        plans = plans[1:]
    discussion.stages.ahead().delete()
    last = discussion.stages.order_by("position").last()
    begin = last.position + 1 if last else 1
    Stage.objects.bulk_create(
        Stage(discussion=discussion, position=position, **_columns(plan)) for position, plan in enumerate(plans, begin)
    )


def _change(stage: Stage, plan: StagePlan) -> None:
    for name, value in _columns(plan).items():
        setattr(stage, name, value)
    stage.ends_at = stage.ends_after(stage.opens_at)
    stage.save()


def _columns(plan: StagePlan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "help": plan.help,
        "days": plan.days,
        "types": list(plan.types),
        "words": plan.words,
    }


def go_on(discussion: Discussion) -> Stage | None:
    """End the stage now, and begin the next one; returns that, or None behind the last.

    Whoever is changing the plan meanwhile is told that it has changed. Assumes that the discussion's row is locked
    and is as the table has it.
    """
    now, before = timezone.now(), discussion.stage
    following = discussion.stages.ahead().first()
    if before is None and following is None:
        return None
    if before:
        before.ends_at = now
        before.save(update_fields=["ends_at"])
    if following:
        following.opens_at = now
        following.ends_at = following.ends_after(now)
        following.save(update_fields=["opens_at", "ends_at"])
    discussion.stage = following
    discussion.plan_version += 1
    discussion.version += 1
    discussion.save(update_fields=["stage", "plan_version", "version"])
    return following


def tell_of_stage(entry: Entry, discussion: Discussion) -> None:
    """Tell those who wrote or follow that another stage has begun."""
    notify(entry, ids_concerned(discussion), scope=(Discussion.SCOPE, discussion.pk))


def type_for(discussion: Discussion, chosen: str | None) -> str:
    """What a post is to be called that is sent now: `chosen`, the only type of the stage, or nothing.

    None is chosen where nobody was asked. Raises TypeMissing where the stage asks and `chosen` is none of its types.
    """
    types = discussion.stage.types if discussion.stage else []
    if len(types) == 1:
        return types[0]
    if not types or chosen is None:
        return ""
    if chosen not in types:
        raise TypeMissing(_("Please say what your post is: this stage asks for it."))
    return chosen


def go_on_due() -> None:
    """End each stage whose time is up, where the space still takes posts."""
    for_each_due(Discussion.objects.due_to_go_on().filter(space__in=Space.objects.writable()), _go_on_one)


@transaction.atomic
def _go_on_one(pk: int) -> None:
    # Asked again under the lock: somebody may have gone on by hand, or closed it, since it was found.
    discussion = take(Discussion.objects.due_to_go_on().filter(pk=pk))
    if discussion is None:
        return
    ended = discussion.stage
    if following := go_on(discussion):
        tell_of_stage(record("stage.begun", actor=None, target=following), discussion)
    elif discussion.closes_at is None:  # nothing else ends it
        entry = record("stage.last_ended", actor=None, target=ended)
        notify(entry, discussion.space.people_holding(LEAST_ROLE["run_discussion"]))
