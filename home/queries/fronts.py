"""A community's front page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from communities.models import Community, Membership, Role, Space
from communities.queries import Door, Standing, door_to, team_of, visible_people
from communities.queries.chapters import Chapter, chapters_of
from communities.queries.statements import Spoken, spoken
from core.prepared import Prepared
from evaluation.models import Survey
from forums.models import Discussion
from forums.queries import Listed, discussion_list
from forums.queries.lists import TALK
from forums.queries.welcoming import NEW_FOR, Hello, hello_due, hellos_due
from forums.rules import may_plan
from home.queries.charters import Purpose, purpose_of
from home.queries.dates import Ahead, dates_ahead
from home.queries.places import readable_spaces, survey_asked

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
    statement: Spoken | None  # the latest in the community's own name
    known: list[User]  # members whom the reader knows from elsewhere
    survey: Survey | None  # which the reader is asked to answer
    hello: Hello | None  # what a newcomer may introduce themselves with


def front_page(community: Any, reader: Any) -> FrontPage:
    """`community` is as `find_community` gives it."""
    membership: Any = None
    if reader.is_authenticated:
        since = timezone.now() - NEW_FOR
        membership = next(iter(_MEMBERSHIP(person=reader, community=community, since=since)), None)
    standing = Standing(community, Role(membership.role) if membership else None, reader)

    def listed(states: tuple[str, ...], size: int) -> list[Listed]:
        if not standing.sees_inside:
            return []
        found = discussion_list(reader, community, states=states, narrowed=TALK, size=size, is_planned_last=True)
        return found.rows

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
        statement=spoken(community.latest) if standing.sees_inside else None,
        survey=survey_asked(community),
        # The team knows who is here.
        known=_KNOWN_HERE(reader=reader, community=community) if membership and not standing.is_in_team else [],
        hello=hello_due(reader, community) if membership and membership.says_hello else None,
    )


def _membership(person: Any, community: Community, since: datetime) -> QuerySet[Membership]:
    """That of `person`; a newcomer `says_hello` there who has not done so yet."""
    due = hellos_due(person, since).filter(introductions_of=OuterRef("community"))
    return Membership.objects.live_of(person).filter(community=community).annotate(says_hello=Exists(due))


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


_MEMBERSHIP = Prepared(_membership)
_TEAM = Prepared(team_of)
_KNOWN_HERE = Prepared(_known_here)
