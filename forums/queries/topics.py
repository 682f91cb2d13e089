"""The topics that discussions take up."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import LearningTopic, Space
from communities.rules import LEAST_ROLE, may_schedule_topics
from core.seams import Resolved
from forums.models import Discussion

OPEN_TO_TAKE_UP = (LearningTopic.State.PROPOSED, LearningTopic.State.SCHEDULED)


def topics_offered(reader: Any, space: Space, *, now: int | None = None) -> list[LearningTopic]:
    """What a discussion in `space` may take up, most wanted first, and `now`, the id of what it takes up already.

    Nothing for whoever does not schedule topics.
    """
    if not may_schedule_topics(reader, space.community):
        return []
    wanted = Q(state__in=OPEN_TO_TAKE_UP) | Q(pk=now)
    found = LearningTopic.objects.visible_to(reader).filter(wanted, community=space.community_id)
    return list(found.order_by("-vote_count", "pk"))


def taken_up(topics: list[int], reader: Any) -> dict[int, list[Resolved]]:
    """What of that which takes up each of `topics` (ids) `reader` may see, the latest first. One query."""
    found = Discussion.objects.visible_to(reader).filter(topic__in=topics).select_related("space__community")
    rows: dict[int, list[Resolved]] = defaultdict(list)
    for discussion in found.order_by("-pk"):
        said = {"state": discussion.get_state_display()}
        rows[discussion.topic_id].append(
            Resolved(title=discussion.title, url=discussion.get_absolute_url(), obj=discussion, context=said)
        )
    return dict(rows)


def places_for(reader: Any, topic: LearningTopic) -> QuerySet[Space]:
    """The spaces in which `reader`, who schedules topics, may plan a discussion that takes up `topic`."""
    held = Space.objects.writable().held_by(reader, LEAST_ROLE["start_discussion_as_team"])
    return held.filter(community=topic.community_id).select_related("community")
