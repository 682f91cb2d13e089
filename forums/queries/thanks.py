"""Whom a closing may thank, and what stands beside its summary."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet, Window, prefetch_related_objects

from accounts.models import Block, User
from core.markdown import plain
from forums.models import Acknowledgement, Closing, Discussion, Post, PrivateNote

_SAID = 120  # characters of a reminder


@dataclass(frozen=True)
class Contributor:
    """Somebody with an account who wrote in a discussion, with a reminder of what they said."""

    person: User
    count: int  # of their posts
    first: Post
    is_reader: bool  # whether they may still see the discussion

    @property
    def said(self) -> str:
        return plain(self.first.html, _SAID)


def contributors(discussion: Discussion, editor: User) -> list[Contributor]:
    """Who wrote, in the order in which they joined in; one query. Erased people and deleted posts are left out.

    `is_reader` says who may be sent a note by `editor`: they read the space, and have not blocked them.
    """
    posts = discussion.posts.said().filter(author__isnull=False, author__erased_at=None)
    theirs = posts.annotate(
        count=Window(Count("pk"), partition_by=["author"]),
        is_reader=Exists(discussion.space.readers().filter(pk=OuterRef("author")))
        & ~Exists(Block.objects.filter(person=OuterRef("author"), blocked=editor)),
    )
    firsts = theirs.order_by("author", "number").distinct("author").select_related("author")
    joined_in = sorted(firsts, key=lambda post: post.number)
    return [Contributor(post.author, post.count, post, is_reader=post.is_reader) for post in joined_in]


def among(discussion: Discussion, people: Iterable[int]) -> set[int]:
    """The ids of those of `people` who wrote in `discussion`, where something that they wrote still stands."""
    wrote = discussion.posts.said().filter(author__in=set(people), author__erased_at=None)
    return set(wrote.order_by().values_list("author", flat=True))


def with_thanks(closings: Iterable[Closing], reader: Any = None) -> list[Closing]:
    """`closings` with their acknowledgements, one query for all.

    With a `reader`, one query more: `notes` are the private ones that they received, `own_notes` those they wrote.
    """
    found: list[Any] = list(closings)
    thanks = Prefetch("acknowledgements", Acknowledgement.objects.select_related("person"))
    prefetch_related_objects(found, thanks)
    if reader is not None and reader.is_authenticated:
        notes = PrivateNote.objects.visible_to(reader).select_related("receiver", "author").order_by("pk")
        prefetch_related_objects(found, Prefetch("private_notes", notes, to_attr="notes"))
        for closing in found:
            closing.own_notes = [note for note in closing.notes if note.author_id == reader.pk]
            closing.notes = [note for note in closing.notes if note.author_id != reader.pk]
    return found


def notes_to(reader: Any, closing: Closing) -> QuerySet:
    """The ids of the notes that came with `closing` to `reader`."""
    return PrivateNote.objects.visible_to(reader).filter(closing=closing, receiver=reader).values("pk")
