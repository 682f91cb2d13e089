"""Institutions, and who is in a community for one (P1)."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import User
from communities.models import Community, Institution, Membership, Representation
from communities.models.institutions import folded
from communities.queries.finding import says, words_of
from communities.queries.standings import Standing
from core.seams import Resolved

OFFERED = 8
LIKELY = 4
ALIKE = 0.45  # of 1: how much of a name must stand in another one
MOST_NAMED = 300  # people on one page


@dataclass(frozen=True)
class Unlisted:
    """An institution that nobody has named before."""

    name: str
    country: str
    kind: str
    website: str = ""


def institutions_found(words: str) -> list[Institution]:
    """A few whose name or country has every word of `words`, those whose name begins with them first."""
    found = Institution.objects.all()
    sought = words_of(words)
    for word in sought:
        found = found.filter(says(word, "name", "country"))
    begins = folded(words)
    return sorted(found[: 4 * OFFERED], key=lambda each: not each.key.startswith(begins))[:OFFERED] if sought else []


def institution_named(words: str) -> list[Institution]:
    """Those that `words` name, alone or with the country behind a comma; accents, case and signs are forgiven."""
    exactly = Institution.objects.filter(key__startswith=f"{folded(words)} | ")
    if found := list(exactly[:OFFERED]):
        return found
    name, _comma, country = words.rpartition(",")
    return list(Institution.objects.filter(key=Institution.key_of(name, country))) if name else []


def institutions_like(name: str) -> list[Institution]:
    """A few of whose names this might be another writing, the likest first."""
    alike = Institution.objects.annotate(likeness=TrigramStrictWordSimilarity(folded(name), "key"))
    return list(alike.filter(likeness__gte=ALIKE).order_by("-likeness", "pk")[:LIKELY])


def said_here(community: Community) -> QuerySet[Representation]:
    """Who says to be in `community` for an institution and waits for the team's word, the longest first."""
    waiting = Representation.objects.waiting().filter(membership__in=community.memberships.live())
    return waiting.select_related("membership__person", "institution").order_by("said_at", "pk")


@dataclass(frozen=True)
class Delegation:
    """An institution, and who is here for it."""

    institution: Institution
    members: list[Membership]


@dataclass(frozen=True)
class InstitutionsPage:
    own: Representation | None
    hosts: list[Institution]
    waiting: list[Representation]  # for those who may confirm them
    here: list[Delegation]
    may_confirm: bool
    may_say: bool
    may_host: bool


def institutions_page(standing: Standing) -> InstitutionsPage:
    """Of a community that the reader is a member of; four queries at most."""
    community = standing.community

    may_confirm = standing.may("confirm_institutions")
    own = Representation.objects.filter(membership__in=Membership.objects.live_of(standing.reader))
    hosts = list(hosts_of(community))
    return InstitutionsPage(
        own=own.filter(membership__community=community).select_related("institution").first(),
        hosts=hosts,
        waiting=list(said_here(community)) if may_confirm else [],
        here=_delegations(community),
        may_confirm=may_confirm,
        may_say=standing.may("take_part"),
        may_host=standing.may("lead") and len(hosts) < community.MOST_HOSTS,
    )


def _delegations(community: Community) -> list[Delegation]:
    found = Representation.objects.confirmed().filter(membership__in=community.memberships.live())
    found = found.select_related("institution", "membership__person")
    rows = found.order_by("institution__name", "institution", "membership")[:MOST_NAMED]
    return [
        Delegation(institution, [row.membership for row in group])
        for institution, group in groupby(rows, lambda row: row.institution)
    ]


def hosts_of(community: Community) -> QuerySet[Institution]:
    """Who runs it in partnership (H36)."""
    return community.hosts.order_by("name", "pk")


def hosts_shown() -> ArraySubquery:
    """The same for a query of communities: [{"name", "website"}] of each."""
    hosts = Institution.objects.filter(hosted=OuterRef("pk")).order_by("name", "pk")
    return ArraySubquery(hosts.values(shown=JSONObject(name="name", website="website")))


def resolve_representations(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Their own, what is confirmed where they are members, and all where they confirm."""
    found = Representation.objects.visible_to(reader).filter(pk__in=ids)
    found = found.select_related("membership__community", "membership__person", "institution")
    return {each.pk: _resolved(each) for each in found}


def _resolved(representation: Representation) -> Resolved:
    community = representation.community
    return Resolved(
        title=representation.institution.name,
        url=representation.get_absolute_url(),
        obj=representation,
        community_name=community.name,
        list_id=community.slug,
        thread=f"communities.community.{community.pk}",
    )


def export_institutions(person: User) -> dict[str, Any]:
    """Which institutions `person` is somewhere for, and which they added, JSON-ready."""
    own = Representation.objects.filter(membership__person=person).select_related("membership__community")
    added = Institution.objects.filter(added_by=person).order_by("pk")
    return {
        "representations": [
            {
                "community": each.community.name,
                "institution": each.institution.name,
                "state": each.state,
                "said_at": each.said_at.isoformat(),
                "answered_at": each.answered_at and each.answered_at.isoformat(),
            }
            for each in own.select_related("membership__community", "institution").order_by("pk")
        ],
        "institutions_added": [
            {"name": each.name, "country": each.country, "at": each.created_at.isoformat()} for each in added
        ],
    }
