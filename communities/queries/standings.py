"""How a reader stands to communities."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from communities.models import Community, Membership, Role
from communities.rules import LEAST_ROLE, Sight, invites, role_in_community, sight_of
from core import seams


@dataclass(frozen=True)
class Standing:
    """How one reader stands to a community that they may know of."""

    community: Community
    role: Role | None
    reader: Any = None

    @property
    def sight(self) -> Sight:
        return sight_of(self.community, self.role)

    @property
    def sees_purpose(self) -> bool:
        return self.sight >= Sight.PURPOSE

    @property
    def sees_inside(self) -> bool:
        return self.sight >= Sight.INSIDE

    @property
    def is_leader(self) -> bool:
        return self.role == Role.LEADER

    @property
    def is_in_team(self) -> bool:
        return self.role is not None and self.role >= Role.FACILITATOR

    @property
    def answers_requests(self) -> bool:
        return self.role is not None and self.role >= LEAST_ROLE["approve_requests"]

    @property
    def handles_reports(self) -> bool:
        return self.role is not None and self.role >= LEAST_ROLE["handle_reports"]

    @property
    def may_exclude(self) -> bool:
        return self.role is not None and self.role >= LEAST_ROLE["exclude"]

    @property
    def invites(self) -> bool:
        """Whether they ask people in, at least one at a time."""
        return invites(self.role, self.community)

    @property
    def invites_many(self) -> bool:
        return invites(self.role, self.community, number=2)

    @property
    def sees_invitations(self) -> bool:
        """Their own at least, and those of others also where nobody is asked in any more."""
        return self.invites or self.is_in_team

    @cached_property
    def waiting_requests(self) -> int:
        """How many ask to join and wait for somebody like this reader; asked of the database once, when it is shown."""
        is_asked = self.answers_requests and self.community.admission == Community.Admission.REQUEST
        return self.community.join_requests.pending().count() if is_asked else 0

    @cached_property
    def waiting_reports(self) -> int:
        """How many reports and appeals wait for this reader; asked once, when it is shown."""
        return seams.reports_waiting(self.community, self.reader) if self.handles_reports else 0


def standing_in(community: Community, reader: Any) -> Standing:
    return Standing(community, role_in_community(reader, community), reader)


def use_clock_of(community: Community, reader: Any) -> None:
    """Show times by the community's clock to a visitor, who has none of their own, until the answer is made."""
    if not reader.is_authenticated:
        timezone.activate(community.zone)


def standings_in(communities: Iterable[Community], reader: Any) -> list[Standing]:
    """The standing of `reader` in each of `communities`, in their order, with one query for all."""
    communities = list(communities)
    roles: dict[int, int] = {}
    if reader.is_authenticated:
        held = Membership.objects.live_of(reader).filter(community__in=communities)
        roles = dict(held.values_list("community", "role"))
    return [Standing(each, Role(roles[each.pk]) if each.pk in roles else None, reader) for each in communities]
