"""By what communities are found, and how many there are of each: no count goes beyond what its reader may see."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from communities.models import Community, CommunityLink, Membership
from communities.queries import visible_people
from communities.queries.kinship import part_of
from communities.queries.subjects import about_subject

ENDED = (Community.Phase.CONCLUDED, Community.Phase.ARCHIVED, Community.Phase.DID_NOT_LAUNCH)


def narrowed(
    found: QuerySet[Community], reader: Any, wanted: Mapping[str, Any], *, but: str = ""
) -> QuerySet[Community]:
    """Those of `found` that fit all of `wanted`, or all `but` one of it."""
    if but != "phase" and not any(wanted.get(name) for name in ("q", "phase", "mine")):
        # What is put away, and what is nobody's but its founder's so far, is shown to whoever looks for it.
        is_alone = Q(phase=Community.Phase.DESIGN, member_count=1)
        is_own = Q(pk__in=Community.objects.joined_by(reader).values("pk"))
        found = found.exclude(Q(phase=Community.Phase.ARCHIVED) | is_alone & ~is_own)
    for name, fits in _FITS.items():
        if name != but and (value := wanted.get(name)):
            found = found.filter(fits(reader, value))
    return found


def counts(found: QuerySet[Community], reader: Any, wanted: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """{facet: {value: how many of `found` have it and fit the rest of `wanted`}}; one query."""
    arms = [arm for name, count in _COUNTED.items() for arm in count(narrowed(found, reader, wanted, but=name), reader)]
    rows = reduce(lambda one, other: one.union(other, all=True), arms)
    counted: dict[str, dict[str, int]] = {name: {} for name in _COUNTED}
    for name, value, number in rows:
        counted[name][value] = number
    return counted


def _told(reader: Any) -> Q:
    """Of communities: that `reader` may read what it is for."""
    return Q(pk__in=Community.objects.purpose_shown_to(reader).values("pk"))


def _inside(reader: Any) -> Q:
    return Q(pk__in=Community.objects.readable_by(reader).values("pk"))


def _joining(reader: Any, admission: str) -> Q:
    return _told(reader) & Q(admission=admission, phase__in=Community.WRITABLE_PHASES)


def _phase(reader: Any, phase: str) -> Q:
    """That it has ended is part of how to join, so everyone is told; how far it has come is for those inside."""
    return _told(reader) & (Q(phase__in=ENDED) if phase == "ended" else Q(phase=phase) & _inside(reader))


def _professions(reader: Any) -> QuerySet[Membership]:
    """The memberships by which a community counts as one of somebody's profession, as far as profiles tell `reader`."""
    said = visible_people(reader).exclude(profession="").order_by().values("pk")
    return Membership.objects.live().filter(person__in=said)


def _profession(reader: Any, profession: str) -> Q:
    known = _professions(reader).filter(person__profession=profession)
    return _inside(reader) & Q(pk__in=known.order_by().values("community"))


_FITS = {
    "joining": _joining,
    "phase": _phase,
    "language": lambda reader, language: _told(reader) & Q(language=language),
    "subject": lambda reader, subject: _told(reader) & about_subject(subject),
    "profession": _profession,
    "part_of": lambda reader, slug: part_of(slug, reader),
    "mine": lambda reader, _yes: Q(pk__in=Community.objects.joined_by(reader).values("pk")),
}


def _arm(rows: QuerySet, name: str, value: Any, what: str = "pk") -> QuerySet:
    """(facet, value, how many different ones) of `rows`."""
    said = rows.order_by().annotate(facet=Value(name, CharField()), value=Cast(value, CharField()))
    return (
        said.values("facet", "value")
        .annotate(number=Count(what, distinct=True))
        .values_list("facet", "value", "number")
    )


def _count_joining(found: QuerySet[Community], reader: Any) -> list[QuerySet]:
    return [_arm(found.filter(_told(reader), phase__in=Community.WRITABLE_PHASES), "joining", F("admission"))]


def _count_phase(found: QuerySet[Community], reader: Any) -> list[QuerySet]:
    said = Case(When(phase__in=ENDED, then=Value("ended")), default=F("phase"), output_field=CharField())
    return [_arm(found.filter(_told(reader) & (Q(phase__in=ENDED) | _inside(reader))), "phase", said)]


def _count_language(found: QuerySet[Community], reader: Any) -> list[QuerySet]:
    return [_arm(found.filter(_told(reader)), "language", F("language"))]


def _count_subject(found: QuerySet[Community], reader: Any) -> list[QuerySet]:
    """Of each subject, and of what belongs to it together with that."""
    chosen = Community.subjects.through.objects.filter(
        community__in=found.filter(_told(reader)).order_by().values("pk")
    )
    own = chosen.filter(subject__parent__isnull=False)
    family = Coalesce("subject__parent__slug", "subject__slug")
    return [_arm(own, "subject", F("subject__slug"), "community"), _arm(chosen, "subject", family, "community")]


def _count_profession(found: QuerySet[Community], reader: Any) -> list[QuerySet]:
    if not reader.is_authenticated:
        return []  # what people say of themselves is for those who are signed in
    known = _professions(reader).filter(community__in=found.filter(_inside(reader)).order_by().values("pk"))
    return [_arm(known, "profession", F("person__profession"), "community")]


def _count_part_of(found: QuerySet[Community], reader: Any) -> list[QuerySet]:
    links = CommunityLink.objects.visible_to(reader).umbrellas().filter(lower__in=found.order_by().values("pk"))
    return [_arm(links, "part_of", F("upper__slug"))]


_COUNTED = {
    "joining": _count_joining,
    "phase": _count_phase,
    "language": _count_language,
    "subject": _count_subject,
    "profession": _count_profession,
    "part_of": _count_part_of,
}
