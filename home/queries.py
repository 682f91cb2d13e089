"""What the pages that compose several apps show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from communities.models import Community, Membership, Role, Space, SpaceGrant
from communities.queries import Standing, standings_in, team_of
from communities.rules import may_join
from forums.models import Closing, Discussion
from forums.queries import Listed, discussion_list
from forums.rules import may_plan

COMMUNITIES_SHOWN = 12
DRAFTS_SHOWN = 5
NEWS_SHOWN = 8
NEWS_LOOKED_AT = 40
OPEN_SHOWN = 6
CLOSINGS_SHOWN = 3

State = Discussion.State
BEGUN = (State.OPEN, State.CLOSING, State.CLOSED)
NOT_DONE = (State.PLANNED, State.OPEN, State.CLOSING)


@dataclass(frozen=True)
class Dashboard:
    """What awaits one person, and what is new where they take part."""

    drafts: list[Closing]  # written by Copse, to be published by a person
    news: list[Listed]
    standings: list[Standing]
    rooms: list[Space]  # opened to them by a grant, in communities that they are no member of


def dashboard(person: Any) -> Dashboard:
    joined = Community.objects.joined_by(person)
    granted = SpaceGrant.objects.live_of(person).values("content_object")
    rooms = Space.objects.filter(pk__in=granted).exclude(community__in=joined).select_related("community")
    here = Space.objects.filter(Q(community__in=joined) | Q(pk__in=granted))
    lively = discussion_list(person, here, states=BEGUN, size=NEWS_LOOKED_AT).rows
    return Dashboard(
        drafts=list(drafts_awaiting(person)[:DRAFTS_SHOWN]),
        news=[listed for listed in lively if listed.new_count or listed.row.last_read is None][:NEWS_SHOWN],
        standings=standings_in(joined.order_by("name", "pk")[:COMMUNITIES_SHOWN], person),
        rooms=list(rooms[:COMMUNITIES_SHOWN]),
    )


def drafts_awaiting(person: Any) -> QuerySet[Closing]:
    """Drafted closings that `person` may publish, the longest waiting first."""
    running = Discussion.objects.run_by(person).filter(state=State.CLOSING)
    drafted = Closing.objects.unpublished().filter(drafted_at__isnull=False, discussion__in=running)
    return drafted.select_related("discussion__space__community").order_by("drafted_at", "pk")


@dataclass(frozen=True)
class FrontPage:
    """A community as one reader finds it; what lies inside stays empty for strangers."""

    standing: Standing
    membership: Membership | None
    may_join: bool
    spaces: list[Space]
    plannable: list[Space]
    team: list[Membership]
    talking: list[Listed]
    learned: list[Listed]


def front_page(community: Community, reader: Any) -> FrontPage:
    membership = None
    if reader.is_authenticated:
        membership = Membership.objects.live_of(reader).filter(community=community).first()
    standing = Standing(community, Role(membership.role) if membership else None)

    def listed(states: tuple[str, ...], size: int) -> list[Listed]:
        return discussion_list(reader, community, states=states, size=size).rows if standing.sees_inside else []

    spaces = list(community.spaces.visible_to(reader))
    return FrontPage(
        standing=standing,
        membership=membership,
        may_join=membership is None and may_join(reader, community),
        spaces=spaces,
        plannable=plannable(spaces, reader, standing.role),
        team=list(team_of(community)) if standing.sees_inside else [],
        talking=listed(NOT_DONE, OPEN_SHOWN),
        learned=listed((State.CLOSED,), CLOSINGS_SHOWN),
    )


def plannable(spaces: list[Space], reader: Any, role: Role | None) -> list[Space]:
    """Those of `spaces` in which `reader`, who holds `role` there, may plan a discussion."""
    return [space for space in spaces if role is not None and may_plan(reader, space, role=role)]
