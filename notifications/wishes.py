"""How a person wants to be told, as the settings page and the links in mails show it."""

from dataclasses import dataclass

from accounts.models import User
from core import seams
from notifications import kinds
from notifications.models import Delivery, MailRhythm, Volume
from notifications.queries import COMMUNITY, level_of, resolve_all, title_of
from notifications.rules import DIGEST, KIND, Scope


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


def loudness_of(person: User) -> tuple[list[Loudness], list[Loudness]]:
    """(the communities that are theirs, what else they follow or muted), by name, as far as they may see it."""
    chosen = {
        (kind, pk): level
        for kind, pk, level in Volume.objects.filter(person=person).values_list("scope_kind", "scope_id", "level")
    }
    own = {(COMMUNITY, community) for _p, community, _s in seams.own_spaces([person.pk])}
    found = resolve_all(chosen.keys() | own, person)
    rows = [
        Loudness(scope, resolved.title, resolved.url, resolved.community_name, chosen.get(scope, Volume.Level.NORMAL))
        for scope, resolved in found.items()
    ]
    rows.sort(key=lambda row: (row.title.casefold(), row.scope))
    communities = [row for row in rows if row.scope[0] == COMMUNITY]
    return communities, [row for row in rows if row.scope[0] != COMMUNITY]
