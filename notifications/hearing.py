"""Who wants to hear of what: of several wishes that with the narrowest scope counts (decision 40)."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from notifications.models import Volume

COMMUNITY, SPACE = "communities.community", "communities.space"
USUAL = Volume.Level.NORMAL

Scope = tuple[str, int]

_scopes = {COMMUNITY, SPACE}


def register_scope(kind: str) -> None:
    """Say that people choose how much they hear of one thing of this kind, which stands in a space."""
    _scopes.add(kind)


def is_scope(kind: str) -> bool:
    return kind in _scopes


def scopes_around(scope: Scope, space_id: int | None, community_id: int | None) -> list[Scope]:
    """`scope` and what it stands in, from the narrowest: a thing, its space, its community."""
    own = [] if scope[0] in (SPACE, COMMUNITY) else [scope]
    room = [(SPACE, space_id)] if space_id else [scope] if scope[0] == SPACE else []
    around = [(COMMUNITY, community_id)] if community_id else [scope] if scope[0] == COMMUNITY else []
    return own + room + around


def narrowed(scope: Scope, space_id: int | None) -> Scope:
    """What is muted as a community's may have happened in one of its spaces, which is narrower."""
    return (SPACE, space_id) if scope[0] == COMMUNITY and space_id else scope


def nearest(levels: Mapping[Scope, str], scopes: Iterable[Scope]) -> str:
    """The level that counts of those that one person set, with `scopes` from the narrowest."""
    return next((levels[scope] for scope in scopes if scope in levels), USUAL)


def levels_of(person: User, scopes: Collection[Scope]) -> dict[Scope, str]:
    """What `person` set of these. One query."""
    among = Q(pk__in=[])
    for kind, pk in scopes:
        among |= Q(scope_kind=kind, scope_id=pk)
    rows = Volume.objects.filter(among, person=person).values_list("scope_kind", "scope_id", "level")
    return {(kind, pk): level for kind, pk, level in rows}


def level_of(person: User, scope: Scope) -> str:
    """What `person` set for `scope` itself, or an empty string."""
    return levels_of(person, [scope]).get(scope, "")


def listeners(scope_kind: str, scope_id: int) -> QuerySet:
    """The ids of those who want to hear everything of one scope."""
    following = Volume.objects.filter(scope_kind=scope_kind, scope_id=scope_id, level=Volume.Level.ALL)
    return following.order_by().values_list("person", flat=True)


def listeners_around(scope: Scope, space_id: int, community_id: int) -> QuerySet:
    """The ids of those who set nothing for `scope`, and want to hear everything of its space or community.

    Whether they may read there is not asked.
    """
    _here, room, around = _nearest(scope, space_id, community_id)
    following = Volume.objects.filter(room | around, level=Volume.Level.ALL)
    return following.order_by().values_list("person", flat=True)


def deaf(
    scope: Scope, space_id: int | None, community_id: int | None, levels: Collection[str] = Volume.QUIET
) -> QuerySet:
    """The ids of those whose volume in `scope` is one of `levels`: who do not want to hear what merely concerns them.

    What a person set for the scope counts; where they set nothing, what they set for its space, then its community.
    """
    here, room, around = _nearest(scope, space_id, community_id)
    quiet = Volume.objects.filter(here | room | around, level__in=levels)
    return quiet.order_by().values_list("person", flat=True)


def _nearest(scope: Scope, space_id: int | None, community_id: int | None) -> tuple[Q, Any, Any]:
    """Wishes for the scope, its space and its community, each where nothing narrower was set."""
    own = Volume.objects.filter(person=OuterRef("person"))
    here = Q(scope_kind=scope[0], scope_id=scope[1])
    room = Q(scope_kind=SPACE, scope_id=space_id)
    around = Q(scope_kind=COMMUNITY, scope_id=community_id)
    return here, room & ~Exists(own.filter(here)), around & ~Exists(own.filter(here | room))
