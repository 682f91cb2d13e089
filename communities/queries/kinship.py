"""Which communities belong together, as far as a reader may know of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    Count,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject, Lower
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import LEAST_ROLE, Community, CommunityLink, Membership
from communities.queries.people import visible_people
from communities.queries.standings import Standing, standings_in
from core import paging
from core.seams import Resolved

NEIGHBOURS_PER_PAGE = 30
PEOPLE_PER_PAGE = 24
NAMES_SHOWN = 6
MOST_KIN = 10_000

Kind, Stands = CommunityLink.Kind, CommunityLink.Stands


@dataclass(frozen=True)
class Neighbour:
    """A community that another one belongs together with, or might, as one reader finds it."""

    link: CommunityLink
    standing: Standing  # of the reader there
    stands: str  # how it stands to the one that is looked at; one of Stands

    @property
    def name(self) -> str:
        return self.standing.community.name


def neighbours(community: Community, reader: Any, **position: Any) -> paging.Page:
    """A page of Neighbours of `community`: what waits for an answer, umbrellas, those beneath, sisters; each by name.

    Two queries. What waits is for the leaders of either alone, and so is one that is hidden from `reader`.
    `position` is what `paging.asked` gave.
    """
    found = CommunityLink.objects.shown_to(reader).with_other(community)
    waits = When(state=CommunityLink.State.PROPOSED, then=Value("0"))
    rank = Case(waits, default=Cast(_rank(Q(upper=community)), CharField()))
    found = found.annotate(position=paging.by_name("other_name", rank)).select_related("upper", "lower", "proposed_by")
    page = paging.page(found, key="position", size=NEIGHBOURS_PER_PAGE, **position)
    return paging.Page(as_neighbours(page.rows, community, reader), page.after, page.before)


def _rank(is_upper: Q) -> Case:
    """For links, how what stands at the other end is told: umbrellas first, then those beneath, then sisters."""
    return Case(When(kind=Kind.SISTER, then=Value(3)), When(is_upper, then=Value(2)), default=Value(1))


def links_of(community: Community, reader: Any) -> QuerySet[CommunityLink]:
    """Those of `community` that `reader` is shown, with both ends and who spoke for them."""
    shown = CommunityLink.objects.shown_to(reader).of(community)
    return shown.select_related("upper", "lower", "proposed_by", "answered_by")


def as_neighbours(links: Iterable[CommunityLink], community: Community, reader: Any) -> list[Neighbour]:
    """How each of `links` (with both ends) looks from `community`; one query."""
    links = list(links)
    standings = standings_in([link.other_than(community) for link in links], reader)
    return [
        Neighbour(link, standing, link.stands_to(community)) for link, standing in zip(links, standings, strict=True)
    ]


def kin(community: Community, reader: Any) -> QuerySet:
    """The ids of the communities that belong together with `community`, where `reader` may know of both.

    The limit has them found once and apart, however PostgreSQL plans the rest of what asks for them.
    """
    links = CommunityLink.objects.visible_to(reader).with_other(community)
    return links.order_by().values("other")[:MOST_KIN]


def names_near(reader: Any) -> ArraySubquery:
    """For a query of communities: [{"name", "slug", "stands"}] of the first neighbours of which `reader` may know.

    Umbrellas stand first, then those beneath, then sisters.
    """
    is_upper = Q(upper=OuterRef("pk"))
    found = CommunityLink.objects.visible_to(reader).filter(is_upper | Q(lower=OuterRef("pk")))
    stands = Case(
        When(kind=Kind.SISTER, then=Value(Stands.BESIDE)),
        When(is_upper, then=Value(Stands.BENEATH)),
        default=Value(Stands.ABOVE),
        output_field=CharField(),
    )
    name, slug = (Case(When(is_upper, then=f"lower__{field}"), default=f"upper__{field}") for field in ("name", "slug"))
    found = found.annotate(rank=_rank(is_upper), stands=stands, name=name, slug=slug).order_by(
        "rank", Lower("name"), "pk"
    )
    return ArraySubquery(found.values(near=JSONObject(name="name", slug="slug", stands="stands"))[:NAMES_SHOWN])


@dataclass(frozen=True)
class Umbrella:
    """A community with others beneath it."""

    pk: int
    slug: str
    name: str
    number: int  # of those beneath that the reader may know of


def umbrellas(reader: Any) -> list[Umbrella]:
    """Those that `reader` may know of with what is beneath them, by name; one query."""
    links = CommunityLink.objects.visible_to(reader).umbrellas().order_by(Lower("upper__name"), "upper")
    counted = links.values_list("upper", "upper__slug", "upper__name").annotate(number=Count("pk"))
    return [Umbrella(*row) for row in counted]


def part_of(slug: str, reader: Any) -> Q:
    """Of communities: that one is beneath the umbrella with this slug, where `reader` may know of both."""
    links = CommunityLink.objects.visible_to(reader).umbrellas().filter(upper__slug=slug)
    return Q(pk__in=links.order_by().values("lower"))


@dataclass(frozen=True)
class Bridge:
    """Somebody who is a member of two or more communities that belong together."""

    person: User
    communities: list[Community]

    @property
    def names(self) -> str:
        return ", ".join(community.name for community in self.communities)


def bridges(community: Community, reader: Any, *, size: int = PEOPLE_PER_PAGE, **position: Any) -> paging.Page:
    """A page of Bridges between `community` and its neighbours, and between these, by name; two queries.

    It goes by the memberships and the profiles that `reader` may see: they are a member of both themselves.
    """
    seen = Membership.objects.visible_to(reader)
    seen = seen.filter(Q(community=community) | Q(community__in=kin(community, reader)))
    twice = seen.order_by().values("person").annotate(number=Count("pk")).filter(number__gte=2)
    people = visible_people(reader).filter(pk__in=twice.values("person")).exclude(pk=reader.pk)
    people = people.annotate(position=paging.by_name("display_name"))
    page = paging.page(people, key="position", size=size, **position)
    where: dict[int, list[Community]] = {person.pk: [] for person in page.rows}
    shown = seen.filter(person__in=where).select_related("community").order_by("community__name", "pk")
    for membership in shown if where else ():
        where[membership.person_id].append(membership.community)
    return paging.Page([Bridge(person, where[person.pk]) for person in page.rows], page.after, page.before)


def community_named(words: str, reader: Any) -> list[Community]:
    """Those of which `reader` may know that have these words as their address or its end, or else as their name."""
    known = Community.objects.visible_to(reader)
    slug = words.rstrip("/").rpartition("/")[2]
    return list(known.filter(slug=slug)[:1]) or list(known.filter(name__iexact=words).order_by("pk")[:5])


def line_above(community: Community) -> list[set[int]]:
    """The ids of its umbrellas, of theirs, and so on, a level each; one query a level, whoever may know of them."""
    return _levels(community, "lower", "upper")


def line_beneath(community: Community) -> list[set[int]]:
    return _levels(community, "upper", "lower")


def _levels(community: Community, end: str, other: str) -> list[set[int]]:
    standing = CommunityLink.objects.umbrellas().agreed()
    levels: list[set[int]] = []
    seen = ends = {community.pk}
    while found := set(standing.filter(**{f"{end}__in": ends}).values_list(other, flat=True)) - seen:
        levels.append(found)
        seen, ends = seen | found, found
    return levels


def resolve_links(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Those that `reader` may see, and any of what they lead; what is over names no end that is hidden from them."""
    if not reader.is_authenticated:
        return {}
    led = set(Membership.objects.live_of(reader).holding(LEAST_ROLE["lead"]).values_list("community", flat=True))
    links = CommunityLink.objects.filter(pk__in=ids)
    shown = set(links.shown_to(reader).values_list("pk", flat=True))
    links = links.filter(Q(pk__in=shown) | Q(upper__in=led) | Q(lower__in=led))
    found = list(links.select_related("upper", "lower"))
    ends = {end.pk for link in found for end in link.ends}
    known = set(Community.objects.visible_to(reader).filter(pk__in=ends).values_list("pk", flat=True))
    return {link.pk: _resolved(link, led, known, is_shown=link.pk in shown) for link in found}


def _resolved(link: CommunityLink, led: set[int], known: set[int], *, is_shown: bool) -> Resolved:
    own = next((end for end in (link.asked, link.asking) if end.pk in led), None) or link.asked
    other = link.other_than(own)

    def named(community: Community) -> str:
        return community.name if is_shown or community.pk in known else _("a hidden community")

    seen = link.seen_from(own)
    return Resolved(
        title=named(other),
        url=seen.get_absolute_url() if is_shown else own.get_absolute_url(),
        obj=link,
        community_name=own.name,
        list_id=own.slug,
        thread=f"communities.communitylink.{link.pk}",
        context={"asking": named(link.asking), "asked": named(link.asked)},
    )


def export_links_between(person: User) -> dict[str, Any]:
    """What `person` proposed, answered and ended for communities that they led, JSON-ready."""
    did = Q(proposed_by=person) | Q(answered_by=person) | Q(ended_by=person)
    found = CommunityLink.objects.filter(did).select_related("upper", "lower").order_by("pk")
    return {
        "links_between_communities": [
            {
                "communities": [link.asking.name, link.asked.name],
                "kind": link.kind,
                "state": link.state,
                **_said("proposed", link, person, link.sentence),
                **_said("answered", link, person, link.answer),
                **_said("ended", link, person, link.ending),
            }
            for link in found
        ]
    }


def _said(what: str, link: CommunityLink, person: User, words: str) -> dict[str, Any]:
    """What they said then, where it was they."""
    if getattr(link, f"{what}_by_id") != person.pk:
        return {}
    return {what: words, f"{what}_at": getattr(link, f"{what}_at").isoformat()}
