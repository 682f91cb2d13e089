"""What somebody is asked into: shown by an invitation and by a link, and to nobody else who could not see it anyhow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from communities.models import Charter, Community, ExpectedResult, Role
from communities.queries.roles import CALLINGS, DEEDS
from communities.rules import LEAST_ROLE


@dataclass(frozen=True)
class Offer:
    """A community, what one becomes there, and what it has agreed on (design 4.7, P21, P26)."""

    community: Community
    role: Role
    charter: Charter | None
    results: Sequence[ExpectedResult]

    @property
    def calling(self) -> Any:
        return CALLINGS.get(self.role, "")

    @property
    def duties(self) -> list[Any]:
        """What the role may and should do beyond taking part."""
        return duties_of(self.role)


def duties_of(role: int) -> list[Any]:
    return [DEEDS[deed] for deed, least in LEAST_ROLE.items() if Role.PARTICIPANT < least <= role]


def offer_of(community: Community, role: Role) -> Offer:
    charter = Charter.objects.filter(community=community).first()
    return Offer(community, role, charter, list(community.results.standing()))
