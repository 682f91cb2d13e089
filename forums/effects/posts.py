"""What follows of itself when something is said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Space
from core.markdown import clean, is_blank, render
from core.prepared import Prepared
from forums.effects.files import gather
from forums.errors import NothingSaid
from forums.models import Discussion, Post, ReadingPosition
from forums.models.post import place_under
from forums.queries.files import place_loose
from forums.queries.mentions import Named, people_named, render_naming
from library.models import File

EXCERPT_LENGTH = 240
QUIETLY = timedelta(minutes=5)  # in which a slip is mended without a word


@dataclass(frozen=True)
class Text:
    """What a post keeps of a text, whom it names, and the files that go with it."""

    markdown: str
    html: str
    named: Named
    files: tuple[File, ...] = ()


def finish_text(markdown: str) -> tuple[str, str]:
    """The (Markdown, HTML) of a text that names nobody.

    Raises NothingSaid when no sign of it could be seen, and TextTooLong.
    """
    markdown = clean(markdown)
    return markdown, _not_blank(render(markdown))


def write_text(
    markdown: str, *, space: Space, writer: User, before: Iterable[User] = (), files: Sequence[File] = ()
) -> Text:
    """A text in which `writer` may name people of `space`, and whom it named `before`.

    With it go `files`, and loose images of `writer` that it shows; one that it does not show yet is put at its end.
    Files alone are something, too. Raises TooManyFiles, and as `finish_text`.
    """
    markdown, gathered = gather(clean(markdown), files, writer=writer)
    named = people_named(markdown, space, writer, before=before)
    html = render_naming(markdown, named, place_loose(gathered))
    return Text(markdown, html if gathered else _not_blank(html), named, gathered)


def _not_blank(html: str) -> str:
    if is_blank(html):
        raise NothingSaid(_("There is nothing to read in this yet. Please write a few words."))
    return html


def add_post(
    discussion: Discussion,
    *,
    markdown: str,
    html: str,
    parent: Post | None = None,
    kind: str = Post.Kind.CONTRIBUTION,
    message_type: str = "",
    submission: UUID | None = None,
    created_at: datetime | None = None,
    **origin: Any,
) -> Post:
    """Put one post in its place in the thread and count it on the discussion.

    `origin` is `author`, `sender` or `is_anonymous`, which counts as somebody who wrote nothing else there. Assumes
    that the discussion's row is locked and is as the table has it.
    """
    number = discussion.last_number + 1
    path, depth = place_under(parent.path if parent else None, number)
    is_new_here = "is_anonymous" in origin or not _STANDING(discussion=discussion, **origin)
    post = Post.objects.create(
        discussion=discussion,
        parent=parent,
        number=number,
        path=path,
        depth=depth,
        kind=kind,
        message_type=message_type,
        markdown=markdown,
        html=html,
        submission=submission or uuid4(),
        created_at=created_at or timezone.now(),
        **origin,
    )
    discussion.last_number = number
    discussion.last_post_at = max(post.created_at, discussion.last_post_at or post.created_at)
    discussion.post_count += 1
    discussion.people_count += is_new_here
    discussion.version += 1
    discussion.save(update_fields=["last_number", "last_post_at", "post_count", "people_count", "version"])
    if post.author is not None:
        _keep_up(post.author, post)
    return post


def _standing(discussion: Discussion, **origin: Any) -> QuerySet:
    return Post.objects.said().filter(discussion=discussion, **origin).order_by().values_list("pk")[:1]


_STANDING = Prepared(_standing)  # each post asks, while it holds the discussion


def _keep_up(writer: User, post: Post) -> None:
    """Whoever had read everything has still read everything: their own words are not new to them."""
    if post.number == 1:
        first = ReadingPosition(person=writer, discussion_id=post.discussion_id, last_read=1)
        ReadingPosition.objects.bulk_create([first], ignore_conflicts=True)
    else:
        _READ_ON(writer=writer, discussion=post.discussion, before=post.number - 1)


def _kept_up(writer: User, discussion: Discussion, before: int) -> QuerySet:
    return ReadingPosition.objects.filter(person=writer, discussion=discussion, last_read=before).values_list("pk")


_READ_ON = Prepared(
    _kept_up,
    within="UPDATE forums_readingposition SET last_read = last_read + 1 WHERE id IN ({query} FOR UPDATE) RETURNING id",
)
