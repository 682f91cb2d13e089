"""The directory of communities, and what a visitor is shown first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, Lower, LPad
from django.urls import reverse

from communities.models import Community, Space
from communities.queries import Standing, find_communities, standings_in
from core import paging
from forums.models import Closing, Discussion

COMMUNITIES_PER_PAGE = 20
LIVING_SHOWN = 3
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
ENDED = (Community.Phase.CONCLUDED, Community.Phase.ARCHIVED, Community.Phase.DID_NOT_LAUNCH)


@dataclass(frozen=True)
class Found:
    """A community as one reader finds it, with what was last discussed there of what they may read."""

    standing: Standing
    talk: Any | None

    @property
    def talk_url(self) -> str:
        return reverse("forums:discussion", args=[self.talk.pk, self.talk.slug]) if self.talk else ""


@dataclass(frozen=True)
class Directory:
    found: list[Found]
    page: paging.Page


def directory(reader: Any, wanted: dict[str, Any], **position: str) -> Directory:
    """A page of what `reader` may know of; each filter goes by what they may see of a community, nothing else.

    `wanted` may have "q", "joining", "phase", "language", "mine" and "sort"; `position` is what
    `paging.asked` gave.
    """
    key, descending = _SORTS[wanted.get("sort") or "activity"]
    rows = _filtered(find_communities(reader, wanted.get("q") or ""), reader, wanted)
    rows = rows.annotate(position=key(reader))
    page = paging.page(rows, key="position", size=COMMUNITIES_PER_PAGE, descending=descending, **position)
    return Directory(_found(page.rows, reader), page)


def languages_spoken(reader: Any) -> list[str]:
    """The languages of the communities whose purpose `reader` may read."""
    spoken = Community.objects.purpose_shown_to(reader).order_by("language").values_list("language", flat=True)
    return list(spoken.distinct())


def _filtered(found: QuerySet[Community], reader: Any, wanted: dict[str, Any]) -> QuerySet[Community]:
    told = Q(pk__in=Community.objects.purpose_shown_to(reader).values("pk"))
    if not any(wanted.get(name) for name in ("q", "phase", "mine")):
        found = found.exclude(phase=Community.Phase.ARCHIVED)  # put away: shown to whoever looks for it
    if admission := wanted.get("joining"):
        found = found.filter(told, admission=admission, phase__in=Community.WRITABLE_PHASES)
    if phase := wanted.get("phase"):
        found = found.filter(_in_phase(phase, reader) & told)
    if language := wanted.get("language"):
        found = found.filter(told, language=language)
    if wanted.get("mine"):
        found = found.filter(pk__in=Community.objects.joined_by(reader).values("pk"))
    return found


def _in_phase(phase: str, reader: Any) -> Q:
    """That it has ended is part of how to join, so everyone is told; how far it has come is for those inside."""
    if phase == "ended":
        return Q(phase__in=ENDED)
    return Q(phase=phase, pk__in=Community.objects.readable_by(reader).values("pk"))


def _talks(reader: Any) -> QuerySet[Discussion]:
    """Discussions in which something was said, of those that `reader` may read."""
    return Discussion.objects.filter(space__in=Space.objects.visible_to(reader), last_post_at__isnull=False)


def _by_activity(reader: Any) -> Concat:
    here = _talks(reader).filter(space__community=OuterRef("pk")).order_by("-last_post_at")
    return _dated(Coalesce(Subquery(here.values("last_post_at")[:1]), Value(NEVER)))


def _by_age(reader: Any) -> Concat:
    return _dated(F("created_at"))


def _by_name(reader: Any) -> Concat:
    return Concat(Lower(F("name")), Value(" "), _padded_key(), output_field=TextField())


def _dated(moment: Any) -> Concat:
    """A position that sorts by `moment` and is unique: a sortable date with the row's key behind it."""
    said = Func(moment, Value("YYYYMMDDHH24MISSUS"), function="to_char", output_field=CharField())
    return Concat(said, Value("-"), _padded_key(), output_field=TextField())


def _padded_key() -> LPad:
    return LPad(Cast("pk", TextField()), 19, Value("0"))


_SORTS = {"activity": (_by_activity, True), "newest": (_by_age, True), "name": (_by_name, False)}


def _found(communities: Iterable[Community], reader: Any) -> list[Found]:
    communities = list(communities)
    last = _talks(reader).filter(space__community__in=communities)
    last = last.order_by("space__community", "-last_post_at", "-pk").distinct("space__community")
    rows = last.values_list("pk", "slug", "title", "last_post_at", "space__community", named=True)
    talks = {row.space__community: row for row in rows}
    return [Found(each, talks.get(each.community.pk)) for each in standings_in(communities, reader)]


@dataclass(frozen=True)
class Landing:
    """What a visitor is shown of what goes on here."""

    living: list[Found]
    closing: Closing | None

    @property
    def state(self) -> tuple[Any, ...]:
        """All that the page depends on."""
        shown = [
            (each.standing.community.pk, each.standing.community.name, each.standing.community.summary, each.talk)
            for each in self.living
        ]
        closing = self.closing and (self.closing.pk, self.closing.excerpt, self.closing.discussion.title)
        return (*shown, closing)


def landing() -> Landing:
    """The liveliest communities that a visitor may know of, and the latest closing that they may read."""
    visitor = AnonymousUser()
    running = Community.objects.visible_to(visitor).filter(phase__in=Community.WRITABLE_PHASES)
    living = running.annotate(position=_by_activity(visitor)).order_by("-position")[:LIVING_SHOWN]
    closings = Closing.objects.visible_to(visitor).filter(branch=None, discussion__state=Discussion.State.CLOSED)
    latest = closings.exclude(excerpt="").order_by("-published_at", "-pk")
    return Landing(_found(living, visitor), latest.select_related("discussion__space__community").first())
