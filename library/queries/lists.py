"""The library of a community as one reader finds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from communities.models import Community, Subject
from communities.queries.finding import says, words_of
from communities.queries.subjects import in_order
from core.paging import behind, position_of, read_position
from library.formats import BY_TYPE
from library.models import Item, ItemAuthor, ItemFile

ITEMS_PER_PAGE = 20
OWN_SHOWN = 30


@dataclass(frozen=True)
class ItemList:
    rows: list[Item]
    after: str  # what to ask the next page with; empty where there is none


def item_list(reader: Any, community: Community, wanted: Mapping[str, Any], *, after: str = "") -> ItemList:
    """What `reader` may see of what is published there, the newest first. Three queries.

    `wanted` may have "q", "kind" and "subject" (a slug); `after` is what a page before gave.
    """
    found = Item.objects.visible_to(reader).published().filter(space__community=community)
    if kind := wanted.get("kind"):
        found = found.filter(kind=kind)
    if slug := wanted.get("subject"):
        family = Subject.objects.filter(Q(slug=slug) | Q(parent__slug=slug)).order_by()
        tagged = Item.subjects.through.objects.filter(subject__in=family.values("pk"))
        found = found.filter(pk__in=tagged.values("item"))
    for word in words_of(wanted.get("q") or ""):
        found = found.filter(says(word, "title", "excerpt") | Exists(_named(word)))
    if position := read_position(after):
        found = found.filter(behind("published_at", *position))
    rows = list(_with_what_is_shown(found).order_by("-published_at", "-pk")[: ITEMS_PER_PAGE + 1])
    last = rows[ITEMS_PER_PAGE - 1] if len(rows) > ITEMS_PER_PAGE else None
    return ItemList(rows[:ITEMS_PER_PAGE], position_of(last.published_at, last.pk) if last else "")


def _named(word: str) -> QuerySet[ItemAuthor]:
    of_item = ItemAuthor.objects.filter(item=OuterRef("pk"))
    return of_item.filter(Q(name__unaccent__icontains=word) | Q(person__display_name__unaccent__icontains=word))


def _with_what_is_shown(items: QuerySet[Item]) -> QuerySet[Item]:
    latest = ItemFile.objects.filter(item=OuterRef("pk")).order_by("-number")
    authors = ItemAuthor.objects.select_related("person").order_by("position")
    return (
        items.select_related("space")
        .prefetch_related(Prefetch("authors", authors))
        .annotate(
            file_type=Subquery(latest.values("file__type")[:1]), file_size=Subquery(latest.values("file__size")[:1])
        )
        .defer("markdown", "html", "transcript")
    )


def set_aside(reader: Any, community: Community) -> list[Item]:
    """One's own drafts, and what was taken down for those who still see it, the newest first. Two queries."""
    if not reader.is_authenticated:
        return []
    found = Item.objects.visible_to(reader).filter(space__community=community)
    found = found.filter(Q(state=Item.State.DRAFT, contributed_by=reader) | Q(taken_down_at__isnull=False))
    return list(_with_what_is_shown(found).order_by("-pk")[:OWN_SHOWN])


def subjects_there(reader: Any, community: Community) -> list[Subject]:
    """Those by which something of the list is found, with what they belong to. One query."""
    shown = Item.objects.visible_to(reader).published().filter(space__community=community)
    tagged = Item.subjects.through.objects.filter(item__in=shown.values("pk"))
    used = Subject.objects.filter(pk__in=tagged.values("subject"))
    return list(in_order(Subject.objects.filter(Q(pk__in=used.values("pk")) | Q(pk__in=used.values("parent")))))


def label_of(media_type: str | None) -> str:
    """What a file is called in a list."""
    return str(BY_TYPE[media_type].label) if media_type else ""
