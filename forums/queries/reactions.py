"""Reactions as a reader finds them: their own on a page, and who reacted to one post. Nowhere are people's added up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.models import User
from accounts.queries import blocked_by
from communities.queries import visible_people
from core.prepared import Prepared, as_one, each_of
from forums.models import Bookmark, Post, Reaction

Kind = Reaction.Kind

NAMED = 100  # people of one kind whose names a page says


@dataclass(frozen=True)
class Reacted:
    """Who said one thing to a post."""

    kind: Kind
    names: list[str]  # those whom the reader may know by name, the first one first
    others: int


def reactions_of(person: Any, posts: Iterable[Any]) -> Mapping[int, frozenset[str]]:
    """{id of a post: kinds} of what `person` said to these posts; no query where nobody said anything."""
    with_any = [post.pk for post in posts if post.reacted]
    if not (with_any and person.is_authenticated):
        return {}
    own: dict[int, set[str]] = defaultdict(set)
    for post, kind in _OWN(ids=as_one(with_any), person=person):
        own[post].add(kind)
    return {post: frozenset(kinds) for post, kinds in own.items()}


def _own(ids: str, person: User) -> QuerySet:
    found = Reaction.objects.filter(post__in=each_of(ids), person=person)
    return found.order_by().values_list("post", "kind")


_OWN = Prepared(_own)


def reacted_to(post: Post, reader: Any) -> list[Reacted]:
    """Who reacted to a post, kind by kind; two queries at most.

    Names are those of people whose profile `reader` may see, or whose name stands in the discussion anyway; nobody
    whom they have blocked. The others are counted.
    """
    wrote = Post.objects.standing().filter(discussion=post.discussion_id, author=OuterRef("person"))
    shown = Q(person__in=visible_people(reader).values("pk")) | Q(Exists(wrote))
    shown &= ~Q(person__in=blocked_by(reader))
    rows = post.reactions.annotate(is_shown=Case(When(shown, then=Value(True)), default=Value(False)))
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows.filter(is_shown=True).select_related("person").order_by("pk"):
        names[row.kind].append(row.person.name)
    return [
        Reacted(kind, names[kind][:NAMED], post.reacted[kind] - len(names[kind][:NAMED]))
        for kind in Kind
        if kind in post.reacted
    ]


def export_reactions(person: User) -> dict[str, Any]:
    """What `person` said to posts without words, and which posts they keep, JSON-ready."""
    reactions = Reaction.objects.filter(person=person).select_related("post__discussion").order_by("pk")
    bookmarks = Bookmark.objects.filter(person=person).select_related("post__discussion").order_by("pk")
    return {
        "reactions": [_row(reaction) | {"kind": reaction.kind} for reaction in reactions],
        "bookmarks": [_row(bookmark) for bookmark in bookmarks],
    }


def _row(row: Reaction | Bookmark) -> dict[str, Any]:
    return {"discussion": row.post.discussion.title, "number": row.post.number, "at": row.at.isoformat()}
