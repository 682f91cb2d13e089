"""What a person does to a discussion before and while it is open: plan, open, follow, read."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.errors import NotOurs
from communities.models import ExpectedResult, Space
from core.errors import Stale
from core.markdown import clean, plain, render
from core.permissions import require
from forums.effects.discussions import begin, tell_of_opening
from forums.effects.holding import lock_discussion
from forums.effects.posts import EXCERPT_LENGTH, finish_text
from forums.models import Discussion, ReadingPosition
from forums.rules import may_change_plan, may_follow, may_keep_place, may_open, may_plan
from notifications.effects import mark_read as mark_told_as_read
from notifications.effects import set_volume
from notifications.models import Volume


@transaction.atomic
def plan_discussion(
    space: Space,
    *,
    actor: User,
    title: str,
    question: str,
    submission: UUID,
    objective: str = "",
    guidelines: str = "",
    difficulties: str = "",
    kind: str = Discussion.Kind.OPEN,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    result: ExpectedResult | None = None,
) -> Discussion:
    """Plan a discussion that members see once it opens: by hand, or by itself at `opens_at` (UTC).

    `result` is the expected result of the same community that it works towards (P19). The same `submission` gives
    the plan it made before. Raises NothingSaid, TextTooLong and NotOurs.
    """
    require(may_plan(actor, space))
    _require_ours(result, space)
    discussion, is_new = Discussion.objects.get_or_create(
        planned_by=actor,
        submission=submission,
        defaults={
            "space": space,
            "title": title,
            "kind": kind,
            "objective": objective,
            "difficulties": clean(difficulties),
            "opens_at": opens_at,
            "closes_at": closes_at,
            "result": result,
            **_finished(question=question, guidelines=guidelines),
        },
    )
    if is_new:
        record("discussion.planned", actor=actor, target=discussion)
    return discussion


@transaction.atomic
def change_plan(discussion: Discussion, *, actor: User, plan_version: int, **plan: Any) -> Discussion:
    """Change any of the fields of `plan_discussion`; once it is open, its question and opening stay as they are.

    Raises Stale when somebody else saved since `plan_version` was read, NothingSaid, TextTooLong and NotOurs.
    """
    discussion = lock_discussion(discussion)
    require(may_change_plan(actor, discussion))
    _require_ours(plan.get("result"), discussion.space)
    if discussion.plan_version != plan_version:
        raise Stale(_("This plan was changed meanwhile."))
    if discussion.opened_at is not None:
        plan = {field: value for field, value in plan.items() if field not in ("question", "opens_at")}
    texts = {field: plan.pop(field) for field in ("question", "guidelines") if field in plan}
    plan |= _finished(**texts)
    for field, value in plan.items():
        setattr(discussion, field, value)
    discussion.plan_version += 1
    discussion.version += 1
    discussion.save(update_fields=[*plan, "slug", "plan_version", "version"])
    record("discussion.plan_changed", actor=actor, target=discussion)
    return discussion


def _require_ours(result: ExpectedResult | None, space: Space) -> None:
    if result is not None and result.community_id != space.community_id:
        raise NotOurs(_("A discussion works towards a result of its own community."))


def _finished(**texts: str) -> dict[str, str]:
    """The columns that hold a plan's texts, with what is derived from them."""
    fields = {}
    if "question" in texts:
        fields["question"], html = finish_text(texts["question"])
        fields["excerpt"] = plain(html, EXCERPT_LENGTH)
    if "guidelines" in texts:
        fields["guidelines"] = clean(texts["guidelines"])
        fields["guidelines_html"] = render(texts["guidelines"])
    return fields


@transaction.atomic
def open_discussion(discussion: Discussion, *, actor: User) -> None:
    """Open a planned discussion now, its question signed by whoever planned it, and tell the space's members.

    Opening twice is harmless.
    """
    discussion = lock_discussion(discussion)
    require(may_open(actor, discussion))
    if begin(discussion, asked_by=discussion.planned_by or actor):
        tell_of_opening(record("discussion.opened", actor=actor, target=discussion), discussion)


@transaction.atomic
def follow_discussion(discussion: Discussion, *, actor: User) -> None:
    """Tell `actor` of every new post, and of the closing."""
    require(may_follow(actor, discussion))
    set_volume(actor, scope_kind=Discussion.SCOPE, scope_id=discussion.pk, level=Volume.Level.ALL)


@transaction.atomic
def unfollow_discussion(discussion: Discussion, *, actor: User) -> None:
    """Tell `actor` what concerns them, as before following or muting."""
    require(may_follow(actor, discussion))
    set_volume(actor, scope_kind=Discussion.SCOPE, scope_id=discussion.pk, level="")


@transaction.atomic
def mute_discussion(discussion: Discussion, *, actor: User) -> None:
    """Tell `actor` nothing of this discussion, its closing included."""
    require(may_follow(actor, discussion))
    set_volume(actor, scope_kind=Discussion.SCOPE, scope_id=discussion.pk, level=Volume.Level.MUTE)


def mark_read(discussion: Discussion, *, actor: User, before: int | None, shown: Collection[int]) -> None:
    """Move `actor`'s reading position on from `before` as far as the posts with the numbers `shown` allow.

    Every post up to the position was on a page that they saw, or is their own. It never moves back, and
    where nothing changes nothing is written. What is written is one statement, which says itself what it
    must not undo: it needs no transaction.
    """
    require(may_keep_place(actor))
    unseen = discussion.posts.filter(number__gt=before or 0).exclude(author=actor).exclude(number__in=shown)
    first_unseen = unseen.order_by("number").values_list("number", flat=True).first()
    reached = discussion.last_number if first_unseen is None else first_unseen - 1
    if before is None:
        first = ReadingPosition(person=actor, discussion=discussion, last_read=reached)
        ReadingPosition.objects.bulk_create([first], ignore_conflicts=True)
    elif reached > before:
        position = ReadingPosition.objects.filter(person=actor, discussion=discussion)
        position.filter(last_read__lt=reached).update(last_read=reached)


def see_posts(discussion: Discussion, *, actor: User, posts: Collection[int]) -> None:
    """What `actor` was told of these posts (ids), the opening and reopenings is read: they are looking at it."""
    require(may_keep_place(actor))
    reopenings = discussion.reopenings.values("pk")
    mark_told_as_read(
        actor, {"forums.discussion": [discussion.pk], "forums.reopening": reopenings, "forums.post": posts}
    )
