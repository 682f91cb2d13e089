"""What the members of a community want to learn, as its readers find it."""

from dataclasses import dataclass
from typing import Any

from communities.models import Community, LearningTopic, TopicVote
from communities.queries.standings import Standing
from core import seams
from core.seams import Resolved

PROPOSED_SHOWN = 100
ANSWERED_SHOWN = 30

State = LearningTopic.State


@dataclass(frozen=True)
class Agenda:
    """The topics of a community for one reader: what is planned, what can be voted for, what is over."""

    scheduled: list[LearningTopic]
    proposed: list[LearningTopic]
    over: list[LearningTopic]
    voted: set[int]
    taken_up: dict[int, list[Resolved]]  # what of that which takes each up the reader may see
    may_vote: bool
    may_schedule: bool


def agenda_of(standing: Standing, reader: Any) -> Agenda:
    """Five queries at most."""
    community = standing.community
    topics = community.topics.select_related("proposed_by")
    scheduled = list(topics.filter(state=State.SCHEDULED).order_by("scheduled_on", "pk"))
    proposed = list(topics.filter(state=State.PROPOSED).order_by("-vote_count", "pk")[:PROPOSED_SHOWN])
    over = list(topics.filter(state__in=(State.DONE, State.DECLINED)).order_by("-created_at")[:ANSWERED_SHOWN])
    shown = [topic.pk for topic in (*scheduled, *proposed, *over)]
    return Agenda(
        scheduled=scheduled,
        proposed=proposed,
        over=over,
        taken_up=seams.taken_up(shown, reader) if shown else {},
        voted=_voted(community, reader) if standing.role is not None else set(),
        may_vote=standing.may("take_part", tool=Community.Tool.AGENDA),
        may_schedule=standing.may("schedule_topics", tool=Community.Tool.AGENDA),
    )


def _voted(community: Community, reader: Any) -> set[int]:
    votes = TopicVote.objects.filter(topic__community=community, person=reader)
    return set(votes.values_list("topic", flat=True))


def resolve_topics(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For members of its community."""
    found = LearningTopic.objects.filter(pk__in=ids, community__in=Community.objects.joined_by(reader).values("pk"))
    return {
        topic.pk: Resolved(
            title=topic.title,
            url=topic.get_absolute_url(),
            obj=topic,
            community_name=topic.community.name,
            list_id=topic.community.slug,
            thread=f"communities.learningtopic.{topic.pk}",
        )
        for topic in found.select_related("community")
    }


def export_topics(person: Any) -> dict[str, Any]:
    """What `person` proposed and voted for, JSON-ready."""
    proposed = LearningTopic.objects.filter(proposed_by=person).select_related("community").order_by("pk")
    votes = TopicVote.objects.filter(person=person).select_related("topic").order_by("pk")
    return {
        "topics": [
            {
                "community": each.community.name,
                "title": each.title,
                "why": each.why,
                "answer": each.answer,
                "at": each.created_at.isoformat(),
            }
            for each in proposed
        ],
        "topic_votes": [{"topic": vote.topic.title, "at": vote.at.isoformat()} for vote in votes],
    }
