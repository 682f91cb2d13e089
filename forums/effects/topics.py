"""What a discussion does for the topic that it takes up, on its way from the plan to the closing (H2)."""

from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from communities.effects.agenda import begin_topic, finish_topic, release_topic, resume_topic, take_up_topic, wanting
from forums.models import Discussion

_GOING_ON = (Discussion.State.OPEN, Discussion.State.CLOSING)


def taken_up_by(discussion: Discussion) -> int | None:
    """The id of the topic that it has taken up by now, not of one that it will once it has a day or is open."""
    is_on_its_way = discussion.opened_at is not None or discussion.opens_at is not None
    return discussion.topic_id if is_on_its_way else None


def topic_left(topic_id: int | None, *, actor: User | None) -> None:
    """What had taken it up does so no more: another discussion decides how far it is, or it waits for votes again.

    One that goes on keeps it as it is, a plan has a day for it, and after one that was closed it is done.
    """
    if topic_id is None:
        return
    others = Discussion.objects.filter(topic=topic_id).select_related("space__community")
    if others.filter(state__in=_GOING_ON).exists():
        return
    planned = others.filter(state=Discussion.State.PLANNED, opens_at__isnull=False).order_by("opens_at").first()
    if planned is not None and planned.opens_at is not None:
        take_up_topic(topic_id, on=_day(planned, planned.opens_at), actor=actor)
    elif others.filter(state=Discussion.State.CLOSED).exists():
        finish_topic(topic_id)
    else:
        release_topic(topic_id)


def topic_chosen(discussion: Discussion, *, actor: User, before: int | None = None) -> None:
    """A plan with a day takes its topic up on that day; without one, once it opens; what is open, at once.

    `before` is what it had taken up until now, as `taken_up_by` gave it.
    """
    if before != taken_up_by(discussion):
        topic_left(before, actor=actor)
    if discussion.topic_id is None:
        return
    if discussion.opened_at is not None:
        topic_opened(discussion)
    elif discussion.opens_at is not None:
        take_up_topic(discussion.topic_id, on=_day(discussion, discussion.opens_at), actor=actor)
    if discussion.state == Discussion.State.CLOSED:
        topic_closed(discussion)


def topic_opened(discussion: Discussion) -> None:
    if discussion.topic_id is not None:
        begin_topic(discussion.topic_id, today=_day(discussion, timezone.now()))


def topic_closed(discussion: Discussion) -> None:
    """It is done when no other discussion that takes it up goes on."""
    others = Discussion.objects.filter(topic=discussion.topic_id, state__in=_GOING_ON).exclude(pk=discussion.pk)
    if discussion.topic_id is not None and not others.exists():
        finish_topic(discussion.topic_id)


def topic_reopened(discussion: Discussion) -> None:
    if discussion.topic_id is not None:
        resume_topic(discussion.topic_id)


def people_wanting(discussion: Discussion) -> list[int]:
    """The ids of those who wanted its topic and read it."""
    if discussion.topic_id is None:
        return []
    wanted = discussion.space.readers().filter(pk__in=wanting(discussion.topic_id))
    return list(wanted.values_list("pk", flat=True))


def _day(discussion: Discussion, moment: datetime) -> date:
    return timezone.localdate(moment, discussion.space.community.zone)
