"""How a person wants to be told, as the settings page and the links in mails show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from core import paging, seams
from notifications import kinds
from notifications.hearing import COMMUNITY, is_scope, level_of, levels_of, nearest, scopes_around
from notifications.models import Delivery, MailRhythm, Volume
from notifications.queries import resolve_all, title_of
from notifications.rules import DIGEST, KIND, Scope

PAGE = 50


@dataclass(frozen=True)
class Loudness:
    """How much a person wants to hear of one thing."""

    scope: tuple[str, int]
    title: str
    url: str
    community_name: str
    level: str

    @property
    def label(self) -> str:
        return str(Volume.Level(self.level).label)

    @property
    def is_followed(self) -> bool:
        return self.level == Volume.Level.ALL


def wish_of(person: User, scope: Scope) -> str:
    """What `person` chose for `scope`, or an empty string."""
    kind, which = scope
    if scope == DIGEST:
        return rhythm_of(person).rhythm
    if kind == KIND:
        return Delivery.objects.filter(person=person, kind=which).values_list("by", flat=True).first() or ""
    return level_of(person, (kind, int(which)))


def wish_before(person: User, scope: Scope) -> str:
    """What `person` had chosen for `scope` when they unsubscribed from it, or an empty string."""
    kind, which = scope
    if scope == DIGEST:
        return rhythm_of(person).before
    if kind == KIND:
        rows: QuerySet[Any] = Delivery.objects.filter(person=person, kind=which)
    else:
        rows = Volume.objects.filter(person=person, scope_kind=kind, scope_id=which)
    return rows.values_list("before", flat=True).first() or ""


def name_of(scope: Scope, reader: User) -> str:
    """What `scope` is called, or an empty string when `reader` may not see it or it is a kind that is no more.

    The digest needs no name.
    """
    kind, which = scope
    if scope == DIGEST:
        return ""
    if kind == KIND:
        what = kinds.KINDS.get(str(which))
        return str(what.label) if what else ""
    return title_of((kind, int(which)), reader)


def deliveries_of(person: User) -> dict[str, str]:
    """{kind: how `person` is told of it}, for every kind."""
    usual = {name: kind.by.value for name, kind in kinds.KINDS.items()}
    return usual | dict(Delivery.objects.filter(person=person).values_list("kind", "by"))


def rhythm_of(person: User) -> MailRhythm:
    """Theirs, or the usual one of somebody who has none yet, which is not saved."""
    return MailRhythm.objects.filter(person=person).first() or MailRhythm(person=person, cursor=0)


def communities_of(person: User) -> list[Loudness]:
    """The communities that are theirs and those for which they chose, by name, as far as they may see them."""
    chosen = dict(Volume.objects.filter(person=person, scope_kind=COMMUNITY).values_list("scope_id", "level"))
    own = {community for _person, community, _space in seams.own_spaces([person.pk])}
    rows = _loudness({(COMMUNITY, pk): chosen.get(pk, Volume.Level.NORMAL) for pk in chosen.keys() | own}, person)
    return sorted(rows, key=lambda row: (row.title.casefold(), row.scope))


def followed_by(person: User, **position: int) -> tuple[list[Loudness], paging.Page]:
    """(what else they follow or muted and may see, the page of their wishes that it is), the newest wish first."""
    wishes = Volume.objects.filter(person=person).exclude(scope_kind=COMMUNITY)
    page = paging.page(wishes, key="pk", size=PAGE, descending=True, **position)
    return _loudness({(row.scope_kind, row.scope_id): row.level for row in page.rows}, person), page


def _loudness(levels: Mapping[tuple[str, int], str], reader: User) -> list[Loudness]:
    """In the order of `levels`; what `reader` may not see is missing."""
    found = resolve_all(levels, reader)
    return [
        Loudness(scope, found[scope].title, found[scope].obj.get_absolute_url(), found[scope].community_name, level)
        for scope, level in levels.items()
        if scope in found
    ]


@dataclass(frozen=True)
class Wish:
    """What a person wants to hear of one thing, and what they hear where they chose nothing for it."""

    scope: tuple[str, int]
    title: str
    url: str
    level: str  # chosen for the thing itself, or empty
    around: list[Loudness]  # what was chosen for what it stands in, from the narrowest
    otherwise: str  # the level where nothing is chosen for it


def wish_for(person: User, scope: tuple[str, int]) -> Wish | None:
    """None for what `person` may not see, and what has no volume of its own."""
    found = resolve_all([scope], person).get(scope) if is_scope(scope[0]) else None
    if found is None:
        return None
    scopes = scopes_around(scope, found.obj.space_id, found.obj.community_id)
    levels = levels_of(person, scopes)
    own = levels.pop(scope, "")
    around = {each: levels[each] for each in scopes if each in levels}
    return Wish(
        scope=scope,
        title=found.title,
        url=found.obj.get_absolute_url(),
        level=own,
        around=_loudness(around, person),
        otherwise=nearest(levels, scopes),
    )
