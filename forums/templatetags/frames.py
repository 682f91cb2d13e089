"""What all posts of one page share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forums.models import Discussion, LineMark, Post, Subgroup
from forums.queries.groups import reports_among
from forums.queries.polls import PollShown, polls_beneath
from forums.queries.readers import Reader


@dataclass(frozen=True)
class Words:
    """What stands around posts, in one language."""

    kinds: Mapping[str, str]
    said: str
    question: str
    task: str
    asked: str
    answer: str
    answers: str
    edited: str
    new: str
    next_new: str
    reply: str
    reply_to: str
    quote: str
    quote_from: str
    edit: str
    edit_yours: str
    withdrawn: str
    removed: str
    more: str
    more_about: str
    hidden: str
    hidden_mark: str
    decide: str
    decide_post: str
    undo: str
    undo_of: str


@cache
def _words(language: str | None) -> Words:
    return Words(
        kinds={kind: capfirst(kind.label) for kind in (*Post.STEERING, Post.Kind.MERGED, Post.Kind.GROUP_REPORT)},
        said=_("Post %(number)s by %(name)s"),
        question=_("The question"),
        task=_("The task"),
        asked=_("Asked by %(name)s on a mailing list"),
        answer=_("The answer"),
        answers=_("answers %(name)s"),
        edited=_("edited %(time)s"),
        new=_("new"),
        next_new=_("next new one"),
        reply=_("Reply"),
        reply_to=_("Reply to %(name)s"),
        quote=_("Quote"),
        quote_from=_("Quote %(name)s"),
        edit=_("Edit"),
        edit_yours=_("Edit your post %(number)s"),
        withdrawn=_("%(name)s deleted this post."),
        removed=_("A moderator removed this post by %(name)s."),
        more=_("More"),
        more_about=_("More about post %(number)s"),
        hidden=_("This post by %(name)s is hidden until the team has looked: a patient might be recognised in it."),
        hidden_mark=_("hidden for now"),
        decide=_("Decide"),
        decide_post=_("Decide what becomes of post %(number)s"),
        undo=_("Undo"),
        undo_of=_("Undo: bring post %(number)s back"),
    )


@cache
def _address_of_posts() -> str:
    return reverse("forums:post", args=[0]).removesuffix("0/")


@cache
def _address_of_replies() -> str:
    return reverse("forums:reply", args=[0])


@dataclass(frozen=True)
class Frame:
    """Words and addresses that are looked up once for a page."""

    reader: Reader
    is_paper: bool
    shown: set[int]
    answer: int | None  # the id of the post that was taken as the answer
    post_address: str
    reply_address: str
    words: Words
    polls: Mapping[int, PollShown]  # by the id of the post
    groups: Mapping[int, Subgroup]  # by the id of the post that reports for one
    token: Any  # of the forms; on paper there are none

    @classmethod
    def of(
        cls,
        discussion: Discussion,
        reader: Reader,
        posts: Sequence[Any],
        *,
        is_paper: bool = False,
        voter: Reader | None = None,
        token: Any = "",
    ) -> "Frame":
        """`voter` is whoever is shown polls, where that is somebody else than `reader`."""
        return cls(
            reader=reader,
            is_paper=is_paper,
            shown={post.number for post in posts},
            answer=discussion.answer_id,
            post_address=_address_of_posts(),
            reply_address=_address_of_replies().replace("/0/", f"/{discussion.pk}/"),
            words=_words(get_language()),
            polls=_polls(posts, voter or reader, is_paper=is_paper),
            groups=reports_among(posts),
            token=token,
        )

    def takes_answers(self, post: Any) -> bool:
        """Whether anybody answers this post: not where its line was closed, nor went elsewhere."""
        closed = (mark.path for mark in self.reader.marks if mark.kind == LineMark.Kind.CLOSED)
        return post.kind != Post.Kind.POINTER and not any(post.path.startswith(path) for path in closed)

    def is_new(self, post: Any) -> bool:
        last_read = self.reader.last_read
        if self.is_paper or last_read is None or post.number <= last_read:
            return False
        return post.deleted_at is None and not self.reader.wrote(post)


def _polls(posts: Iterable[Any], voter: Reader, *, is_paper: bool) -> dict[int, PollShown]:
    asking = [post.pk for post in posts if post.kind == Post.Kind.POLL and post.deleted_at is None]
    if not asking:
        return {}
    found = polls_beneath(asking, voter.person, may_vote=voter.may_write, may_end=voter.may_run)
    return {post: shown.on_paper for post, shown in found.items()} if is_paper else found
