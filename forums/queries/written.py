"""What one person wrote in one space."""

from typing import Any

from django.db.models import QuerySet

from communities.models import Space
from core.markdown import plain
from core.paging import Page, page
from forums.models import Post

SHOWN, IN_SHORT = 30, 200


def wrote_in(space: int) -> QuerySet:
    """The ids of the people of whom something stands in a space (its id)."""
    standing = Post.objects.standing().filter(discussion__space=space, author__isnull=False)
    return standing.order_by().values_list("author", flat=True).distinct()


def written_by(person: Any, space: Space, **asked: Any) -> tuple[list[tuple[Post, str]], Page]:
    """What stands there of `person`, the newest first, each post with its first words. One query."""
    posts = Post.objects.visible_to(person).standing().filter(author=person, discussion__space=space)
    found = page(posts.select_related("discussion"), key="pk", size=SHOWN, descending=True, **asked)
    return [(post, plain(post.html, IN_SHORT)) for post in found.rows], found
