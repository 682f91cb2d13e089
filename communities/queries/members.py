"""The members of a community, those who were, and what was done to their memberships."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, QuerySet, Value, When

from accounts.models import User
from communities.models import Community, Exclusion, Membership, Role, RoleChange, TermChange
from communities.queries.finding import says, words_of
from communities.queries.kinds import of_kind
from communities.queries.parting import resolved_with, with_parting
from communities.queries.people import visible_people
from communities.queries.standings import Standing
from core.seams import Resolved


def members_of(standing: Standing, *, former: bool = False) -> QuerySet[Membership]:
    """The live memberships of the reader's community; with `former` those who left, were suspended or removed.

    The latter are for those who may suspend and remove. Erased people are not shown as former members.
    """
    memberships = standing.community.memberships.select_related("person", "representation__institution")
    if not former:
        return memberships.live()
    return memberships.exclude(pk__in=memberships.live().values("pk")).filter(person__erased_at=None)


# Which field of a profile each question looks into.
_SOUGHT = {"organisation": "organisation", "interests": "interests", "helps": "can_help_with"}


def members_sought(
    standing: Standing, reader: Any, wanted: Mapping[str, Any], *, former: bool = False
) -> QuerySet[Membership]:
    """Those of `members_of` whom all of `wanted` fits: "name", "role", "profession", "kind" and the keys of _SOUGHT.

    What a profile says finds nobody whose profile `reader` may not see.
    """
    found = members_of(standing, former=former)
    if role := wanted.get("role"):
        found = found.filter(role=role)
    for word in words_of(wanted.get("name") or ""):
        found = found.filter(says(word, "person__display_name"))
    if any(wanted.get(asked) for asked in ("profession", "kind", *_SOUGHT)):
        found = found.filter(person__in=visible_people(reader).values("pk"))
    if kind := wanted.get("kind"):
        found = found.filter(of_kind(kind))
    if profession := wanted.get("profession"):
        found = found.filter(person__profession=profession)
    for asked, field in _SOUGHT.items():
        for word in words_of(wanted.get(asked) or ""):
            found = found.filter(says(word, f"person__{field}"))
    return found


@dataclass(frozen=True)
class Share:
    """How many of the members work in one profession; an empty one stands for those who do not say."""

    profession: str
    label: str
    number: int


def professions_in(standing: Standing, reader: Any) -> list[Share]:
    """Which professions come together here, the largest first and those who do not say last (M5). One query.

    What a profile keeps from `reader` is not counted as said, so that nobody is found out by subtraction.
    """
    shown = When(person__in=visible_people(reader).values("pk"), then=F("person__profession"))
    said = standing.community.memberships.live().order_by().values(said=Case(shown, default=Value("")))
    labels = dict(User.Profession.choices)
    shares = [
        Share(row["said"], str(labels.get(row["said"], "")), row["number"]) for row in said.annotate(number=Count("pk"))
    ]
    return sorted(shares, key=lambda share: (share.profession == "", -share.number, str(share.label)))


def members_named(community: Community, words: str) -> list[Membership]:
    """Live members whose handle is `words`, or else whose name is, whatever the case; a few at most."""
    live = community.memberships.live().select_related("person")
    by_handle = list(live.filter(person__handle__iexact=words.removeprefix("@"))[:1])
    return by_handle or list(live.filter(person__display_name__iexact=words).order_by("pk")[:5])


def seen_profiles(people: Iterable[int], reader: Any) -> set[int]:
    """The ids of those of `people` whose profile `reader` may see."""
    return set(visible_people(reader).filter(pk__in=list(people)).values_list("pk", flat=True))


@dataclass(frozen=True)
class HistoryStep:
    """One thing that befell a membership: a change of role or of its end, or an exclusion."""

    at: datetime
    change: RoleChange | None = None
    exclusion: Exclusion | None = None
    term: TermChange | None = None


def history_of(membership: Membership, standing: Standing) -> list[HistoryStep]:
    """The changes of role and of the end, for the team, newest first.

    With the exclusions for those who may suspend and remove.
    """
    steps = [HistoryStep(change.at, change=change) for change in membership.role_changes.select_related("by")]
    steps += [HistoryStep(term.at, term=term) for term in membership.term_changes.select_related("by")]
    if standing.may_exclude:
        exclusions = membership.exclusions.select_related("by", "lifted_by")
        steps += [HistoryStep(exclusion.at, exclusion=exclusion) for exclusion in exclusions]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def resolve_role_changes(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Changes of `reader`'s own roles, as long as they are a member."""
    live = Membership.objects.visible_to(reader).filter(person=reader) if reader.is_authenticated else []
    own = with_parting(RoleChange.objects.filter(pk__in=ids, membership__in=live), "membership__community", reader)
    return {
        change.pk: _resolved(change, {"role": _role_after(change), "note": change.note}, obj=change.membership)
        for change in own.select_related("membership__community")
    }


def resolve_exclusions(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """What shut out `reader` or let them back in; nobody else's. They knew of the community by then."""
    if not reader.is_authenticated:
        return {}
    own = with_parting(Exclusion.objects.filter(pk__in=ids, membership__person=reader), "membership__community", reader)
    return {
        exclusion.pk: _resolved(exclusion, {}, obj=exclusion)
        for exclusion in own.select_related("membership__community")
    }


def resolve_term_changes(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """When `reader`'s own membership ends, or has ended; nobody else's."""
    if not reader.is_authenticated:
        return {}
    own = with_parting(
        TermChange.objects.filter(pk__in=ids, membership__person=reader), "membership__community", reader
    )
    return {change.pk: _resolved(change, {}, obj=change) for change in own.select_related("membership__community")}


def _role_after(change: RoleChange) -> str:
    return str(change.membership.community.role_name(change.after))


def _resolved(thing: RoleChange | Exclusion | TermChange, context: dict[str, Any], *, obj: Any) -> Resolved:
    community: Community = thing.membership.community
    thread = f"communities.community.{community.pk}"
    return resolved_with(thing, community, obj=obj, thread=thread, context=context)


def holders_by_role(team: Iterable[Membership], roles: Iterable[Role]) -> list[tuple[Role, list[Membership]]]:
    """(role, who holds it) for each of `roles`, from one list of memberships."""
    team = list(team)
    return [(role, [membership for membership in team if membership.role == role]) for role in roles]


def export_memberships(person: User) -> dict[str, Any]:
    """The memberships of `person`, and what leaders and moderators did to them, JSON-ready."""
    memberships = Membership.objects.filter(person=person).select_related("community").order_by("pk")
    return {
        "memberships": [
            {
                "community": membership.community.name,
                "role": membership.get_role_display(),
                "state": membership.state,
                "joined_at": membership.joined_at.isoformat(),
                "ended_at": membership.ended_at and membership.ended_at.isoformat(),
                "paused_until": membership.paused_until and membership.paused_until.isoformat(),
                "level": membership.level,
            }
            for membership in memberships
        ],
        "role_changes": [
            {
                "community": change.membership.community.name,
                "before": change.get_before_display(),
                "after": change.get_after_display(),
                "note": change.note,
                "at": change.at.isoformat(),
            }
            for change in _of_memberships(RoleChange, person)
        ],
        "term_changes": [
            {
                "community": change.membership.community.name,
                "until": change.until and change.until.isoformat(),
                "reason": change.reason,
                "at": change.at.isoformat(),
            }
            for change in _of_memberships(TermChange, person)
        ],
        "exclusions": [
            {
                "community": exclusion.membership.community.name,
                "kind": exclusion.kind,
                "reason": exclusion.reason,
                "until": exclusion.until and exclusion.until.isoformat(),
                "at": exclusion.at.isoformat(),
                "lifted_at": exclusion.lifted_at and exclusion.lifted_at.isoformat(),
            }
            for exclusion in _of_memberships(Exclusion, person)
        ],
    }


def _of_memberships(model: type[RoleChange] | type[Exclusion] | type[TermChange], person: User) -> QuerySet:
    return model.objects.filter(membership__person=person).select_related("membership__community").order_by("pk")
