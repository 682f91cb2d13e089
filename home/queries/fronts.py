"""A community's front page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from communities.models import Community, Membership, Role, Space
from communities.queries import Door, Standing, door_to, team_of, visible_people
from communities.queries.chapters import Chapter, chapters_of
from core.prepared import Prepared
from forums.models import Discussion
from forums.queries import Listed, discussion_list
from forums.rules import may_plan
from home.queries.charters import Purpose, purpose_of
from home.queries.dates import Ahead, dates_ahead
from home.queries.places import readable_spaces

OPEN_SHOWN = 6
CLOSINGS_SHOWN = 3
DATES_SHOWN = 4
KNOWN_SHOWN = 6

State = Discussion.State
NOT_DONE = (State.PLANNED, State.OPEN, State.CLOSING)


@dataclass(frozen=True)
class FrontPage:
    """A community as one reader finds it; what lies inside stays empty for strangers."""

    standing: Standing
    membership: Membership | None
    door: Door
    spaces: list[Space]
    plannable: list[Space]
    team: list[Membership]
    talking: list[Listed]
    learned: list[Listed]
    ahead: list[Ahead]
    purpose: Purpose | None
    chapters: list[Chapter]  # of its life
    known: list[User]  # members whom the reader knows from elsewhere


def front_page(community: Community, reader: Any) -> FrontPage:
    membership = None
    if reader.is_authenticated:
        membership = next(iter(_MEMBERSHIP(person=reader, community=community)), None)
    standing = Standing(community, Role(membership.role) if membership else None, reader)

    def listed(states: tuple[str, ...], size: int) -> list[Listed]:
        return discussion_list(reader, community, states=states, size=size).rows if standing.sees_inside else []

    spaces = readable_spaces(community, reader)
    return FrontPage(
        standing=standing,
        membership=membership,
        door=door_to(standing, reader),
        spaces=spaces,
        plannable=plannable(spaces, reader, standing.role),
        team=_TEAM(community=community) if standing.sees_inside else [],
        talking=listed(NOT_DONE, OPEN_SHOWN),
        learned=listed((State.CLOSED,), CLOSINGS_SHOWN),
        ahead=dates_ahead(reader, community, DATES_SHOWN) if standing.sees_inside else [],
        purpose=purpose_of(standing) if standing.sees_inside else None,
        chapters=chapters_of(community) if standing.sees_inside else [],
        # The team knows who is here.
        known=_KNOWN_HERE(reader=reader, community=community) if membership and not standing.is_in_team else [],
    )


def plannable(spaces: list[Space], reader: Any, role: Role | None) -> list[Space]:
    """Those of `spaces` in which `reader`, who holds `role` there, may plan a discussion."""
    return [space for space in spaces if role is not None and may_plan(reader, space, role=role)]


def _known_here(reader: Any, community: Community) -> QuerySet[User]:
    """Members of `community` who share another one with `reader`, a member too, and whose profile they may see."""
    elsewhere = Membership.objects.live_of(reader).exclude(community=community).values("community")
    fellows = Membership.objects.live().filter(community__in=elsewhere).values("person")
    here = Membership.objects.live().filter(community=community, person__in=fellows).values("person")
    known = visible_people(reader).filter(pk__in=here).exclude(pk=reader.pk)
    return known.order_by("display_name", "pk")[:KNOWN_SHOWN]


_MEMBERSHIP = Prepared(lambda person, community: Membership.objects.live_of(person).filter(community=community))
_TEAM = Prepared(team_of)
_KNOWN_HERE = Prepared(_known_here)
