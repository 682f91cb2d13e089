"""What a person does to a discussion before and while it is open: plan, open, follow, read."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around
from communities.effects.life import hold_open
from communities.errors import NotBefore, NotOurs
from communities.models import ExpectedResult, LearningTopic, Space
from communities.queries.audiences import Audience
from core.errors import Stale
from core.markdown import clean, plain, render
from core.permissions import require
from forums.effects.discussions import begin, tell_of_opening
from forums.effects.groups import rename_rooms
from forums.effects.held import hold_opening, settle_opening
from forums.effects.holding import lock_discussion
from forums.effects.likeness import take_along
from forums.effects.measure import require_measure_of_discussions
from forums.effects.posts import EXCERPT_LENGTH, finish_text
from forums.effects.readers import require_no_more
from forums.effects.stages import keep_stages
from forums.effects.tags import keep_tags
from forums.effects.topics import taken_up_by, topic_chosen
from forums.models import Discussion, Poll, ReadingPosition, StagePlan, Subgroup
from forums.queries.kinds import newest_version
from forums.queries.topics import OPEN_TO_TAKE_UP
from forums.rules import (
    is_signed,
    may_change_plan,
    may_follow,
    may_keep_place,
    may_open,
    may_plan,
    may_take_up,
    waits_for_team,
)
from notifications.effects import mark_read as mark_told_as_read
from notifications.effects import set_volume
from notifications.models import Volume

_TEAM_TAKES_UP = _("The team takes up what members want to learn.")


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
    topic: LearningTopic | None = None,
    stages: Sequence[StagePlan] = (),
    tags: Sequence[str] = (),
    kind_version: int | None = None,
    like: Discussion | None = None,
    readers: Audience | None = None,
) -> Discussion:
    """Plan a discussion that members see once it opens: by hand, or by itself at `opens_at` (UTC).

    `result` is the expected result of the same community that it works towards (P19), `topic` what its members want
    to learn, which the team takes up (H2). `stages` go on one after the other once it is open (P36); `kind_version` is
    of the template with which it is planned, the newest where none is named. `tags` are names (B10). Of the earlier
    discussion `like` which it is planned, material and prompts come along. `readers` are those for whom the page was
    made on which it was written. The same `submission` gives the plan it made before. Raises ReadByMore, NothingSaid,
    TextTooLong, TooMuchAtOnce, TooManyTags, NotOurs, NotBefore where the topic was answered meanwhile, CommunityOver,
    and Busy.
    """
    hold_open(lock_around(space))
    require(may_plan(actor, space))
    require(topic is None or may_take_up(actor, space), _TEAM_TAKES_UP)
    _require_ours(result, space)
    _require_open(topic, space)
    require_no_more(readers, space)
    require_measure_of_discussions(actor, space, question, submission)
    discussion, is_new = Discussion.objects.get_or_create(
        planned_by=actor,
        submission=submission,
        defaults={
            "space": space,
            "title": title,
            "kind": kind,
            "kind_version": newest_version(kind) if kind_version is None else kind_version,
            "objective": objective,
            "difficulties": clean(difficulties),
            "opens_at": opens_at,
            "closes_at": closes_at,
            "result": result,
            "topic": topic,
            **_finished(question=question, guidelines=guidelines),
        },
    )
    if is_new:
        keep_stages(discussion, stages)
        take_along(like, discussion, by=actor)
        keep_tags(discussion, tags, by=actor)
        record("discussion.planned", actor=actor, target=discussion)
        topic_chosen(discussion, actor=actor)
    return discussion


@transaction.atomic
def change_plan(discussion: Discussion, *, actor: User, plan_version: int, **plan: Any) -> Discussion:
    """Change any of the fields of `plan_discussion`; once it is open, its question and opening stay as they are.

    `stages` are the stage now, where there is one, and those ahead; once it is closed, they stay as they are.
    Introductions never get a day to close. A topic that is left out, or has no day any more, is open to votes again
    where nothing else takes it up. Raises Stale when somebody else saved since `plan_version` was read, NothingSaid,
    TextTooLong, TooManyTags, NotOurs, NotBefore and CommunityOver.
    """
    lock_around(discussion.space)  # whose tags somebody else may be joining
    discussion = lock_discussion(discussion)
    require(may_change_plan(actor, discussion))
    hold_open(discussion.space.community)
    _require_ours(plan.get("result"), discussion.space)
    if (topic := plan.get("topic", discussion.topic)) != discussion.topic:
        require(may_take_up(actor, discussion.space), _TEAM_TAKES_UP)
        _require_open(topic, discussion.space)
    if discussion.plan_version != plan_version:
        raise Stale(_("This plan was changed meanwhile."))
    if discussion.opened_at is not None:
        plan = {field: value for field, value in plan.items() if field not in ("question", "opens_at")}
    if discussion.introductions_of_id is not None:
        plan.pop("closes_at", None)
    stages = plan.pop("stages", None)
    if stages is not None and not discussion.keeps_stages:
        keep_stages(discussion, stages)
    if (tags := plan.pop("tags", None)) is not None:
        keep_tags(discussion, tags, by=actor)
    if plan.get("kind", discussion.kind) != discussion.kind:
        plan["kind_version"] = newest_version(plan["kind"])
    before = taken_up_by(discussion)
    texts = {field: plan.pop(field) for field in ("question", "guidelines") if field in plan}
    plan |= _finished(**texts)
    for field, value in plan.items():
        setattr(discussion, field, value)
    discussion.plan_version += 1
    discussion.version += 1
    discussion.save(update_fields=[*plan, "slug", "plan_version", "version"])
    rename_rooms(discussion)
    record("discussion.plan_changed", actor=actor, target=discussion)
    topic_chosen(discussion, actor=actor, before=before)
    return discussion


def _require_ours(result: ExpectedResult | None, space: Space) -> None:
    if result is not None and result.community_id != space.community_id:
        raise NotOurs(_("A discussion works towards a result of its own community."))


def _require_open(topic: LearningTopic | None, space: Space) -> None:
    if topic is not None and topic.community_id != space.community_id:
        raise NotOurs(_("A discussion takes up a topic of its own community."))
    if topic is not None and topic.state not in OPEN_TO_TAKE_UP:
        raise NotBefore(_("The team has answered this topic meanwhile, so it cannot be taken up."))


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
def open_discussion(discussion: Discussion, *, actor: User, readers: Audience | None = None) -> bool:
    """Open a planned discussion now, its question signed by whoever planned it, and tell the space's members.

    Where they may start none here any more, `actor` asks it, as if they had planned it.

    Where the team looks at first posts and its question would be one, the team is asked to open it instead. Returns
    whether it is open now. Opening and asking twice are harmless. `readers` are those for whom the page was made on
    which it was opened: raises ReadByMore when more would read it now, and CommunityOver.
    """
    discussion = lock_discussion(discussion)
    require(may_open(actor, discussion))
    hold_open(discussion.space.community)
    if discussion.opened_at is None:
        require_no_more(readers, discussion.space)
    if discussion.opened_at is None and waits_for_team(actor, discussion.space):
        hold_opening(discussion, author=actor)
        return False
    if discussion.opened_at is None and not is_signed(discussion):
        discussion.planned_by = actor
        discussion.save(update_fields=["planned_by"])
    if begin(discussion, asked_by=discussion.planned_by, opened_by=actor):
        tell_of_opening(record("discussion.opened", actor=actor, target=discussion), discussion)
        settle_opening(discussion, by=actor)
    return True


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
        position.filter(last_read__lt=reached).update(last_read=reached, changed_at=timezone.now())


def see_posts(discussion: Discussion, *, actor: User, posts: Collection[int]) -> None:
    """What `actor` was told of these posts (ids), the opening, stages and reopenings is read: they look at it.

    With a post, of its poll, and that its line ended; with a room, that they are in its group.
    """
    require(may_keep_place(actor))
    reopenings = discussion.reopenings.values("pk")
    asked = discussion.asked.filter(person=actor).values("pk")
    about: dict[str, Any] = {"forums.discussion": [discussion.pk], "forums.post": posts}
    about |= {"forums.reopening": reopenings, "forums.asked": asked, "forums.stage": discussion.stages.values("pk")}
    groups = Subgroup.objects.filter(Q(room=discussion) | Q(grouping__discussion=discussion))
    about["forums.subgroup"] = groups.values("pk")
    about["forums.poll"] = Poll.objects.filter(post__in=posts).values("pk")
    about["forums.closing"] = discussion.closings.filter(branch__in=posts).values("pk")
    mark_told_as_read(actor, about)
