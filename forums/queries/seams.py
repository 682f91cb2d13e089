"""How forums answers the seams."""

from typing import Any

from accounts.models import User
from core.seams import Resolved
from forums.models import Closing, Discussion, Post, Reopening


def export_person(person: User) -> dict[str, Any]:
    """Posts by `person`, oldest first, JSON-ready."""
    rows = Post.objects.filter(author=person).select_related("discussion").order_by("pk")
    return {
        "posts": [
            {
                "discussion": post.discussion.title,
                "number": post.number,
                "text": post.markdown,
                "at": post.created_at.isoformat(),
            }
            for post in rows
        ]
    }


def resolve_discussions(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Discussion.objects.visible_to(reader).filter(pk__in=ids).select_related("space__community")
    return {discussion.pk: _resolved(discussion, discussion) for discussion in found}


def resolve_posts(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Post.objects.visible_to(reader).filter(pk__in=ids)
    found = found.select_related("discussion__space__community", "parent")
    return {post.pk: _resolved(post, post.discussion) for post in found}


def resolve_closings(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Published ones, and drafts for those who run the discussion."""
    found = Closing.objects.shown_to(reader).filter(pk__in=ids)
    found = found.select_related("discussion__space__community", "published_by")
    return {closing.pk: _resolved(closing, closing.discussion) for closing in found}


def resolve_reopenings(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Reopening.objects.visible_to(reader).filter(pk__in=ids).select_related("discussion__space__community")
    return {reopening.pk: _resolved(reopening, reopening.discussion) for reopening in found}


def _resolved(thing: Any, discussion: Discussion) -> Resolved:
    community = discussion.space.community
    return Resolved(
        title=discussion.title,
        url=thing.get_absolute_url(),
        obj=thing,
        community_name=community.name,
        list_id=community.slug,
        thread=f"forums.discussion.{discussion.pk}",
    )
