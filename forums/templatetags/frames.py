"""What all posts of one page share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forums.models import Discussion, Post
from forums.queries.pages import Reader


@dataclass(frozen=True)
class Words:
    """What stands around posts, in one language."""

    kinds: Mapping[str, str]
    said: str
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
    delete: str
    delete_yours: str
    remove: str
    remove_post: str
    withdrawn: str
    removed: str
    report: str
    report_post: str
    hidden: str
    hidden_mark: str
    decide: str
    decide_post: str
    undo: str
    undo_of: str


@cache
def _words(language: str | None) -> Words:
    return Words(
        kinds={kind: capfirst(kind.label) for kind in Post.STEERING},
        said=_("Post %(number)s by %(name)s"),
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
        delete=_("Delete"),
        delete_yours=_("Delete your post %(number)s"),
        remove=_("Remove"),
        remove_post=_("Remove post %(number)s"),
        withdrawn=_("%(name)s deleted this post."),
        removed=_("A moderator removed this post by %(name)s."),
        report=_("Report"),
        report_post=_("Report post %(number)s"),
        hidden=_("This post by %(name)s is hidden until the team has looked: a patient might be recognised in it."),
        hidden_mark=_("hidden for now"),
        decide=_("Decide"),
        decide_post=_("Decide what becomes of post %(number)s"),
        undo=_("Undo"),
        undo_of=_("Undo: bring post %(number)s back"),
    )


@dataclass(frozen=True)
class Frame:
    """Words and addresses that are looked up once for a page."""

    reader: Reader
    is_paper: bool
    shown: set[int]
    post_address: str
    reply_address: str
    words: Words

    @classmethod
    def of(cls, discussion: Discussion, reader: Reader, posts: Iterable[Any], *, is_paper: bool = False) -> "Frame":
        return cls(
            reader=reader,
            is_paper=is_paper,
            shown={post.number for post in posts},
            post_address=reverse("forums:post", args=[0]).removesuffix("0/"),
            reply_address=reverse("forums:reply", args=[discussion.pk]),
            words=_words(get_language()),
        )

    def is_new(self, post: Any) -> bool:
        last_read = self.reader.last_read
        if self.is_paper or last_read is None or post.number <= last_read:
            return False
        return post.deleted_at is None and not self.reader.wrote(post)
