"""What a person keeps, as they find it now."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.queries import blocked_by
from core.markdown import plain
from core.paging import Page, page
from forums.models import Bookmark

SHOWN, IN_SHORT = 30, 200


@dataclass(frozen=True)
class Kept:
    """One bookmark; `said` are the first words of its post, empty where they are not to be read."""

    bookmark: Bookmark
    said: str


def bookmarks_of(person: User, **asked: Any) -> Page:
    """Those of `person` on what they may still see, the newest first. One query, two for whoever blocked somebody."""
    found = Bookmark.objects.visible_to(person)
    found = found.select_related("post__author", "post__sender", "post__discussion__space__community")
    rows, blocked = page(found, key="pk", size=SHOWN, descending=True, **asked), blocked_by(person)
    return Page([_kept(row, blocked) for row in rows.rows], rows.after, rows.before)


def _kept(row: Bookmark, blocked: frozenset[int]) -> Kept:
    is_shown = not row.post.is_removed and row.post.author_id not in blocked
    return Kept(row, plain(row.post.html, IN_SHORT) if is_shown else "")
