"""The posts of a page. Plain formatting rather than a template for each: a thread is what people wait for most."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.templatetags.copse import AGO, initials, local_time
from forums.models import Discussion
from forums.models.post import writer_name
from forums.queries.pages import DEEPEST_STEP, Reader, fingerprint

register = template.Library()

ARTICLE = (
    '<article class="%(classes)s" id="post-%(number)s" aria-label="%(label)s"%(focus)s>'
    '<span class="avatar" aria-hidden="true">%(initials)s</span>'
    '<div class="post__main"><div class="post__head"><bdi class="post__author">%(name)s</bdi>'
    '<span class="post__meta"><a href="%(address)s">%(time)s #%(number)s</a></span>%(new)s</div>'
    '%(answers)s<div class="post__body prose">%(html)s</div>%(reply)s</div></article>\n'
)


@dataclass(frozen=True)
class Frame:
    """What all posts of one page share: words and addresses that are looked up once."""

    reader: Reader
    shown: set[int]
    post_address: str
    reply_address: str
    said: str
    answers: str
    reply: str
    reply_to: str
    new: str
    next_new: str

    @classmethod
    def of(cls, discussion: Discussion, reader: Reader, posts: Iterable[Any]) -> "Frame":
        return cls(
            reader=reader,
            shown={post.number for post in posts},
            post_address=reverse("forums:post", args=[0]).removesuffix("0/"),
            reply_address=reverse("forums:reply", args=[discussion.pk]) if reader.may_reply else "",
            said=_("Post %(number)s by %(name)s"),
            answers=_("answers %(name)s"),
            reply=_("Reply"),
            reply_to=_("Reply to %(name)s"),
            new=_("new"),
            next_new=_("next new one"),
        )

    def is_new(self, post: Any) -> bool:
        last_read = self.reader.last_read
        return last_read is not None and post.number > last_read and post.author_id != self.reader.person.pk


@register.simple_tag
def thread(discussion: Discussion, reader: Reader, posts: list[Any]) -> SafeString:
    """The posts in the order given, with a line above the first that is new to the reader and a way to each next one.

    Where nothing is new, every reader is shown the same, so this process keeps it for a minute.
    """
    if reader.new_count or not posts:
        return _posts(discussion, reader, posts)
    alike = (reader.may_reply, get_language(), timezone.get_current_timezone_name())
    key = fingerprint(discussion.pk, discussion.version, posts[0].pk, posts[-1].pk, *alike)
    html = caches["pages"].get(key)
    if html is None:
        html = _posts(discussion, reader, posts)
        caches["pages"].set(key, html)
    return html


def _posts(discussion: Discussion, reader: Reader, posts: list[Any]) -> SafeString:
    frame = Frame.of(discussion, reader, posts)
    new = [post.number for post in posts if frame.is_new(post)]
    following = dict(itertools.pairwise(new))
    parts = []
    for post in posts:
        if new and post.number == new[0]:
            parts.append(_new_line(len(new)))
        parts.append(_article(post, frame, next_new=following.get(post.number)))
    return mark_safe("".join(parts))


@register.simple_tag
def added_post(discussion: Discussion, reader: Reader, post: Any) -> SafeString:
    """One post that was just written, which takes the focus."""
    return _article(post, Frame.of(discussion, reader, [post]), focus=' tabindex="-1" autofocus')


def _new_line(count: int) -> str:
    # In the order of a thread, posts that were read already may stand between the new ones.
    said = ngettext("One new post since last time", "The first of %(count)s new posts here", count) % {"count": count}
    return format_html('<p class="new-line" id="new"><span>{}</span></p>', said)


def _article(post: Any, frame: Frame, *, next_new: int | None = None, focus: str = "") -> SafeString:
    name = writer_name(post.author_name, post.author_erased_at, post.sender_name)
    step = min(post.depth, DEEPEST_STEP)
    shown = {
        "classes": f"post post--{step}" if step else "post",
        "number": post.number,
        "label": escape(frame.said % {"number": post.number, "name": name}),
        "initials": escape(initials(name)),
        "name": escape(name),
        "address": f"{frame.post_address}{post.pk}/",
        "time": local_time(post.created_at, AGO),
        "new": _new_mark(frame, next_new) if frame.is_new(post) else "",
        "answers": _answers(post, frame) if post.depth >= DEEPEST_STEP else "",
        "html": post.html,
        "reply": _reply_link(post, name, frame) if frame.reply_address else "",
        "focus": focus,
    }
    # Every value is escaped above or finished HTML: of `post.html`, `core.markdown` made sure when it was written.
    return mark_safe(ARTICLE % shown)


def _new_mark(frame: Frame, next_new: int | None) -> str:
    mark = f'<span class="badge badge--new">{escape(frame.new)}</span>'
    if next_new is None:
        return mark
    return f'{mark}<span class="post__meta"><a href="#post-{next_new}">{escape(frame.next_new)} ↓</a></span>'


def _answers(post: Any, frame: Frame) -> str:
    """Whom a post answers, where its place does not show it any more."""
    name = writer_name(post.parent_author_name, post.parent_author_erased_at, post.parent_sender_name)
    is_here = post.parent_number in frame.shown
    address = f"#post-{post.parent_number}" if is_here else f"{frame.post_address}{post.parent_id}/"
    link = format_html('<a href="{}">{}</a>', address, name)
    return f'<p class="post__to">{escape(frame.answers) % {"name": link}}</p>'


def _reply_link(post: Any, name: str, frame: Frame) -> str:
    return (
        f'<div class="post__actions"><a class="chip" href="{frame.reply_address}?to={post.number}"'
        f' aria-label="{escape(frame.reply_to % {"name": name})}">{escape(frame.reply)}</a></div>'
    )
