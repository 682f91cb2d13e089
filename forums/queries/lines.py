"""The lines of a discussion of which the team says something, and where posts stood before."""

from typing import Any

from django.db.models import F, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from core.prepared import Prepared
from forums.models import Discussion, LineMark, Post

Kind = LineMark.Kind


def _marks(discussion: int) -> QuerySet:
    found = (
        LineMark.objects.in_force()
        .filter(discussion=discussion)
        .annotate(
            path=F("post__path"),
            depth=F("post__depth"),
            number=F("post__number"),
            by_name=F("by__display_name"),
            erased_at=F("by__erased_at"),
            statement=F("closing__summary_html"),
        )
    )
    columns = ("path", "depth", "number", "post_id", "kind", "words", "by_name", "erased_at", "at", "statement")
    return found.order_by("path", "kind").values_list(*columns, named=True)


_MARKS = Prepared(_marks)


def marks_of(discussion: int) -> list[Any]:
    """What is said of the lines of a discussion (its id), from the outermost inwards, in the order of the thread."""
    return _MARKS(discussion=discussion)


def closed_over() -> Subquery:
    """Of posts: why the line that they are part of takes no answers; None where it takes some."""
    closed = LineMark.objects.over().filter(kind=Kind.CLOSED)
    return Subquery(closed.order_by("post__path").values("words")[:1])


def closed_because(post: Post) -> str | None:
    """The same of one post; one query."""
    return Post.objects.filter(pk=post.pk).values_list(closed_over(), flat=True).get()


def why_closed(reason: str) -> str:
    """What to tell whoever would have answered in a line that is closed."""
    said = _("This branch was closed, so nothing is added to it: %(reason)s You may still answer the question itself.")
    return said % {"reason": f"“{reason}”"}


def went_on() -> str:
    """What to tell whoever would have answered where a line stood before."""
    return _("This goes on in another discussion now. Send it once more to answer there.")


def post_at(discussion: Discussion, number: int | None, reader: Any, *, is_as_it_was: bool = False) -> Post | None:
    """The post with a number in a discussion, or the one that had it before its line went elsewhere.

    With `is_as_it_was` that is the sentence which stands there now, where one does.
    """
    if number is None:
        return None
    posts = discussion.posts.select_related("author", "sender", "discussion__space__community").filter(number=number)
    if not is_as_it_was:
        posts = posts.exclude(kind=Post.Kind.POINTER)
    if here := posts.first():
        return here
    gone = Post.objects.visible_to(reader).filter(former_places__discussion=discussion, former_places__number=number)
    return gone.select_related("author", "sender", "discussion__space__community").first()


def on_topic(posts: QuerySet[Post], discussion: Discussion) -> QuerySet[Post]:
    """Those of `posts` that are not part of a line that was set aside, nor stand for one that went elsewhere."""
    aside = discussion.line_marks.in_force().filter(kind=Kind.OFF_TOPIC)
    posts = posts.exclude(kind__in=Post.SIGNS)
    for path in aside.values_list("post__path", flat=True):
        posts = posts.exclude(path__startswith=path)
    return posts


def count_of(post: Post) -> int:
    """How many posts stand in the line that `post` begins, as far as its place shows."""
    return Post.objects.filter(discussion=post.discussion_id, path__startswith=post.path).count()


def writers_in(post: Post) -> set[int]:
    """The ids of those who wrote what stands in the line that `post` begins."""
    line = Post.objects.said().filter(discussion=post.discussion_id, path__startswith=post.path)
    return set(line.filter(author__isnull=False).order_by().values_list("author", flat=True).distinct())


def closed_lines(discussion: Discussion) -> str:
    """What lines came to that were closed on the way, as Markdown for the draft of a closing; nothing without any."""
    closed = discussion.line_marks.in_force().filter(kind=Kind.CLOSED).select_related("closing", "post")
    said = [
        f"- {' '.join(mark.closing.summary.split()) or mark.words} [#{mark.post.number}]"
        for mark in closed.order_by("post__path")
        if mark.closing
    ]
    heading = _("What single branches came to")
    return "\n".join([f"## {heading}", "", *said]) + "\n" if said else ""


def export_lines(person: User) -> dict[str, Any]:
    """What `person` said of lines, and which of it they took back, JSON-ready."""
    marks = LineMark.objects.select_related("discussion", "post").order_by("pk")
    return {
        "line_marks": [
            _exported(mark) | {"words": mark.words, "at": mark.at.isoformat()} for mark in marks.filter(by=person)
        ],
        "line_marks_ended": [
            _exported(mark) | {"at": mark.ended_at and mark.ended_at.isoformat()}
            for mark in marks.filter(ended_by=person)
        ],
    }


def _exported(mark: LineMark) -> dict[str, Any]:
    return {"discussion": mark.discussion.title, "number": mark.post.number, "kind": mark.kind}
