"""What somebody is asked into: shown by an invitation and by a link, and to nobody else who could not see it anyhow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from communities.models import Charter, Community, ExpectedResult, Membership, Role
from communities.queries.method import method
from communities.queries.roles import CALLINGS, DEEDS
from communities.rules import LEAST_ROLE

LEADERS_NAMED = 3


@dataclass(frozen=True)
class Offer:
    """A community, what one becomes there, and what it has agreed on (design 4.7, P21, P26)."""

    community: Community
    role: Role
    charter: Charter | None
    results: Sequence[ExpectedResult]
    leaders: Sequence[str]  # their names: a namesake is told from it by them

    @property
    def calling(self) -> Any:
        return CALLINGS.get(self.role, "")

    @property
    def duties(self) -> tuple[str, ...]:
        """What the role takes on."""
        return duties_by(self.charter, self.role) if self.charter else ()

    @property
    def deeds(self) -> list[Any]:
        """What the role may do beyond taking part."""
        return duties_of(self.role)


def duties_by(charter: Charter, role: int) -> tuple[str, ...]:
    """What `role` takes on by the method of a charter (P21); nothing for guests."""
    return method(charter.method).duties.get(Role(role).name.lower(), ())


def duties_of(role: int, *, above: int = Role.PARTICIPANT) -> list[Any]:
    """What `role` may and should do beyond what the one `above` which it stands does."""
    return [DEEDS[deed] for deed, least in LEAST_ROLE.items() if above < least <= role]


def offer_of(community: Community, role: Role) -> Offer:
    charter = Charter.objects.filter(community=community).first()
    leaders = leaders_of([community.pk]).get(community.pk, [])
    return Offer(community, role, charter, list(community.results.standing()), leaders)


def leaders_of(communities: Iterable[int]) -> dict[int, list[str]]:
    """{community: the names of the first of those who lead it}; one query."""
    leading = Membership.objects.live().filter(community__in=set(communities), role=Role.LEADER)
    found: dict[int, list[str]] = {}
    for community, name in leading.order_by("joined_at", "pk").values_list("community", "person__display_name"):
        found.setdefault(community, []).append(name)
    return {community: names[:LEADERS_NAMED] for community, names in found.items()}
