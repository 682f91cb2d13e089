"""Whom a closing may thank, and what stands beside its summary."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Prefetch, QuerySet, prefetch_related_objects

from accounts.models import User
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


def contributors(discussion: Discussion) -> list[Contributor]:
    """Who wrote, in the order in which they joined in; three queries. Erased people and deleted posts are left out."""
    posts = discussion.posts.standing().filter(author__isnull=False, author__erased_at=None)
    counted = posts.order_by().values("author").annotate(count=Count("pk"), first=Min("number"))
    counts = {row["first"]: row["count"] for row in counted}
    firsts = discussion.posts.filter(number__in=counts).select_related("author").order_by("number")
    people = [(post.author, post) for post in firsts if post.author]
    readers = discussion.space.readers().filter(pk__in=[person.pk for person, _post in people])
    readable = set(readers.values_list("pk", flat=True))
    return [Contributor(person, counts[post.number], post, is_reader=person.pk in readable) for person, post in people]


def among(discussion: Discussion, people: Iterable[int]) -> set[int]:
    """The ids of those of `people` who wrote in `discussion`, where something that they wrote still stands."""
    wrote = discussion.posts.standing().filter(author__in=set(people), author__erased_at=None)
    return set(wrote.order_by().values_list("author", flat=True))


def with_thanks(closings: Iterable[Closing], reader: Any = None) -> list[Closing]:
    """`closings` with their acknowledgements and follow-ons, two queries for all.

    With a `reader`, one query more: `notes` are the private ones that they received or wrote.
    """
    found = list(closings)
    thanks = Prefetch("acknowledgements", Acknowledgement.objects.select_related("person"))
    prefetch_related_objects(found, thanks, "follow_ons")
    if reader is not None and reader.is_authenticated:
        notes = PrivateNote.objects.visible_to(reader).select_related("receiver", "author").order_by("pk")
        prefetch_related_objects(found, Prefetch("private_notes", notes, to_attr="notes"))
    return found


def rows_of(closing: Closing, author: User) -> dict[str, list[dict[str, Any]]]:
    """What stands beside the summary, as rows to be edited; of the private notes those of `author` alone."""
    return {
        "thanks": [{"person": row.person_id, "words": row.words} for row in closing.acknowledgements.all()],
        "notes": [
            {"person": note.receiver_id, "text": note.markdown}
            for note in closing.private_notes.unsent().filter(author=author).order_by("pk")
        ],
        "links": [{"kind": row.kind, "title": row.title, "url": row.url} for row in closing.follow_ons.all()],
    }


def notes_to(reader: Any, closing: Closing) -> QuerySet:
    """The ids of the notes that came with `closing` to `reader`."""
    return PrivateNote.objects.visible_to(reader).filter(closing=closing, receiver=reader).values("pk")
