"""Communities and spaces as their own pages ask for them."""

from typing import Any

from django.db.models import Q, QuerySet

from communities.models import Community, Membership, Space, SpaceGrant
from core.prepared import Prepared

_KNOWN = Prepared(lambda reader, slug: Community.objects.visible_to(reader).filter(slug=slug).select_related("charter"))
_READABLE = Prepared(lambda reader, slug: Community.objects.readable_by(reader).filter(slug=slug))
_SPACES = Prepared(lambda reader, community: Space.objects.visible_to(reader).filter(community=community))
_SPACE = Prepared(
    lambda reader, community, slug: (
        Space.objects.visible_to(reader).filter(community__slug=community, slug=slug).select_related("community")
    )
)


def find_community(slug: str, reader: Any) -> Community:
    """The community with its charter, where `reader` may know of it; else its DoesNotExist."""
    return _one(_KNOWN(reader=reader, slug=slug), Community)


def find_readable_community(slug: str, reader: Any) -> Community:
    """The community, where its inside is open to `reader`; else its DoesNotExist."""
    return _one(_READABLE(reader=reader, slug=slug), Community)


def find_space(community: str, slug: str, reader: Any) -> Space:
    """The space with its community, where `reader` may read it; else its DoesNotExist."""
    return _one(_SPACE(reader=reader, community=community, slug=slug), Space)


def _one(found: list[Any], model: Any) -> Any:
    if not found:
        raise model.DoesNotExist
    return found[0]


def readable_spaces(community: Community, reader: Any) -> list[Space]:
    """The spaces of `community` that `reader` may read, in their order."""
    spaces = _SPACES(reader=reader, community=community.pk)
    for space in spaces:
        space.community = community
    return spaces


def taken_part_in(person: Any) -> QuerySet[Space]:
    """What `person` takes part in: every space of the communities they are in, readable or not, and what was opened."""
    joined = Membership.objects.live_of(person).values("community")
    granted = SpaceGrant.objects.live_of(person).values("content_object")
    return Space.objects.filter(Q(community__in=joined) | Q(pk__in=granted))
