"""What somebody may put a link to while they write: found by its title."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.queries.finding import says, words_of
from forums.models import Closing, Discussion
from library.models import Item

SHORTEST = 2  # signs that are looked for
DISCUSSIONS, CLOSINGS, ITEMS = 4, 3, 4  # at once


@dataclass(frozen=True)
class Linkable:
    title: str
    url: str
    what: str  # its kind, and the community where it stands


def linkable(reader: Any, text: str) -> list[Linkable]:
    """What `reader` may see and what has every word of `text` in its title, the latest first. Three queries at most."""
    words = words_of(text)
    if len("".join(words)) < SHORTEST:
        return []
    return [*_discussions(reader, words), *_closings(reader, words), *_items(reader, words)]


def _titled(found: QuerySet, title: str, words: list[str]) -> QuerySet:
    for word in words:
        found = found.filter(says(word, title))
    return found


def _discussions(reader: Any, words: list[str]) -> list[Linkable]:
    begun = Discussion.objects.visible_to(reader).whole().exclude(state=Discussion.State.PLANNED)
    found = _titled(begun, "title", words).select_related("space__community").order_by("-last_post_at", "-pk")
    return [_shown(row.title, row, _("discussion"), row.space) for row in found[:DISCUSSIONS]]


def _closings(reader: Any, words: list[str]) -> list[Linkable]:
    latest = Closing.objects.visible_to(reader).filter(pk=F("discussion__closing"))
    found = _titled(latest, "discussion__title", words).select_related("discussion__space__community")
    found = found.order_by("-published_at", "-pk")
    return [_shown(row.discussion.title, row, _("what we learned"), row.discussion.space) for row in found[:CLOSINGS]]


def _items(reader: Any, words: list[str]) -> list[Linkable]:
    kept = Item.objects.visible_to(reader).published()
    found = _titled(kept, "title", words).select_related("space__community").order_by("-published_at", "-pk")
    return [_shown(row.title, row, row.get_kind_display(), row.space) for row in found[:ITEMS]]


def _shown(title: str, row: Any, kind: str, space: Any) -> Linkable:
    return Linkable(title, row.get_absolute_url(), f"{capfirst(kind)} · {space.community.name}")
