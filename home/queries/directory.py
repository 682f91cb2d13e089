"""The directory of communities, and what a visitor is shown first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Collate, Concat
from django.urls import reverse

from communities.models import Community, Space
from communities.queries import Standing, find_communities, standings_in
from communities.queries.kinship import Umbrella
from communities.queries.subjects import add_subjects
from core import paging
from forums.models import Closing, Discussion
from home.queries.facets import counts, narrowed

COMMUNITIES_PER_PAGE = 20
LIVING_SHOWN = 3
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    """A community as one reader finds it, with what was last discussed there of what they may read."""

    standing: Standing
    talk: Any | None
    beneath: int = 0  # how many of which they may know belong to it

    @property
    def talk_url(self) -> str:
        return reverse("forums:discussion", args=[self.talk.pk, self.talk.slug]) if self.talk else ""


@dataclass(frozen=True)
class Directory:
    found: list[Found]
    page: paging.Page
    counts: dict[str, dict[str, int]]  # {facet: {value: how many}}


def directory(reader: Any, wanted: dict[str, Any], umbrellas: Iterable[Umbrella] = (), **position: str) -> Directory:
    """A page of what `reader` may know of; each filter goes by what they may see of a community, nothing else.

    `wanted` may have "q", "joining", "phase", "language", "subject" and "part_of" (slugs), "profession", "mine" and
    "sort"; `umbrellas` are those of `reader`, `position` is what `paging.asked` gave. Five queries.
    """
    key, descending = _SORTS[wanted.get("sort") or "activity"]
    found = find_communities(reader, wanted.get("q") or "")
    rows = narrowed(found, reader, wanted).annotate(position=key(reader))
    page = paging.page(rows, key="position", size=COMMUNITIES_PER_PAGE, descending=descending, **position)
    add_subjects(page.rows)
    beneath = {umbrella.pk: umbrella.number for umbrella in umbrellas}
    return Directory(_found(page.rows, reader, beneath), page, counts(found, reader, wanted))


def _talks(reader: Any) -> QuerySet[Discussion]:
    """Discussions in which something was said, of those that `reader` may read."""
    return Discussion.objects.filter(space__in=Space.objects.visible_to(reader), last_post_at__isnull=False)


def _by_activity(reader: Any) -> Concat:
    here = _talks(reader).filter(space__community=OuterRef("pk")).order_by("-last_post_at")
    return paging.by_moment(Coalesce(Subquery(here.values("last_post_at")[:1]), Value(NEVER)))


def _by_age(reader: Any) -> Concat:
    return paging.by_moment(F("created_at"))


def _by_name(reader: Any) -> Collate:
    return paging.by_name("name")


_SORTS = {"activity": (_by_activity, True), "newest": (_by_age, True), "name": (_by_name, False)}


def _found(communities: Iterable[Community], reader: Any, beneath: Mapping[int, int] | None = None) -> list[Found]:
    communities = list(communities)
    last = _talks(reader).filter(space__community__in=communities)
    last = last.order_by("space__community", "-last_post_at", "-pk").distinct("space__community")
    rows = last.values_list("pk", "slug", "title", "last_post_at", "space__community", named=True)
    talks = {row.space__community: row for row in rows}
    of_each = beneath or {}
    return [
        Found(each, talks.get(each.community.pk), of_each.get(each.community.pk, 0))
        for each in standings_in(communities, reader)
    ]


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
