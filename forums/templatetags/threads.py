"""The posts of a page. Plain formatting rather than a template for each: a thread is what people wait for most."""

import itertools
from datetime import timedelta
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.template.context import Context
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from communities.rules import role_in
from core.templatetags.copse import AGO, CLOCK, initials, local_time
from forums.models import Discussion, Post
from forums.models.post import writer_name
from forums.queries.pages import DEEPEST_STEP, fingerprint
from forums.queries.readers import Reader
from forums.templatetags.apart import folded, in_place
from forums.templatetags.frames import Frame
from forums.templatetags.groups import room_beneath
from forums.templatetags.lines import Lines
from forums.templatetags.message_types import type_badge
from forums.templatetags.polls import poll_beneath
from forums.templatetags.reactions import bar

register = template.Library()

ARTICLE = (
    '<article class="%(classes)s" id="post-%(number)s" aria-label="%(label)s"%(focus)s>'
    '<span class="avatar" aria-hidden="true">%(initials)s</span>'
    '<div class="post__main"><div class="post__head"><bdi class="post__author">%(name)s</bdi>%(kind)s'
    '<span class="post__meta"><a href="%(address)s">%(time)s #%(number)s</a>%(edited)s</span>%(new)s</div>'
    '%(answers)s<div class="post__body prose">%(html)s</div>%(actions)s</div></article>\n'
)
GONE = (
    '<article class="%(classes)s post--gone" id="post-%(number)s" aria-label="%(label)s"%(focus)s>'
    '<span class="avatar" aria-hidden="true">–</span><div class="post__main">'
    '<p class="post__gone">%(gone)s <span class="post__meta"><a href="%(address)s">#%(number)s</a></span></p>'
    "%(actions)s</div></article>\n"
)
QUESTION = (
    '<article class="prompt" id="post-%(number)s"><p class="prompt__label">%(label)s '
    '<span class="post__meta"><a href="%(address)s">#%(number)s</a>%(edited)s</span></p>'
    '<div class="prompt__body prose">%(html)s</div>%(sender)s%(actions)s</article>\n'
)
# One press brings back what its author deleted, for this long; afterwards a page asks.
AT_ONCE = timedelta(minutes=10)
UNDO = (
    '<p class="actions"><button class="chip" form="react" formaction="%(address)s" aria-label="%(label)s">'
    "%(text)s</button></p>"
)


@register.simple_tag(takes_context=True)
def thread(context: Context, discussion: Discussion, reader: Reader, posts: list[Any], is_last: bool) -> SafeString:
    """The posts in the order given, with a line above the first that is new to the reader and a way to each next one.

    All who may do the same with these posts and to whom the same ones are new are shown the same, so this process
    keeps it for a minute. What one reader alone finds among them, and polls, are put together for them, and not kept.
    """
    held = [each for each in reader.held if not each.is_opening]
    if not posts and not held:
        return mark_safe("")
    frame = Frame.of(discussion, reader, posts, token=context.get("csrf_token", ""))
    if held or frame.polls or any(reader.folds(post) for post in posts):
        return _apart(posts, frame, held, is_last=is_last)
    own = [post.pk for post in posts if reader.wrote(post)]
    new = [post.number for post in posts if frame.is_new(post)]
    mine = [(post.pk, *sorted(reader.reacted[post.pk])) for post in posts if post.pk in reader.reacted]
    may = (reader.may_reply, reader.may_write, reader.may_react, reader.may_run, reader.person.is_authenticated)
    alike = (*may, own, mine, new)
    where = (get_language(), timezone.get_current_timezone_name())
    key = fingerprint(discussion.pk, discussion.version, posts[0].pk, posts[-1].pk, *alike, *where)
    html = caches["pages"].get(key)
    if html is None:
        html = _posts(posts, frame, new)
        caches["pages"].set(key, html)
    return html


def _posts(posts: list[Any], frame: Frame, new: list[int]) -> SafeString:
    following = dict(itertools.pairwise(new))
    lines = Lines(posts, frame)
    return mark_safe("".join(lines.around(post, _with_line(post, frame, new, following)) for post in posts))


def _with_line(post: Any, frame: Frame, new: list[int], following: dict[int, int]) -> str:
    line = _new_line(len(new)) if new and post.number == new[0] else ""
    return line + _article(post, frame, next_new=following.get(post.number))


def _apart(posts: list[Any], frame: Frame, held: list[Any], *, is_last: bool) -> SafeString:
    """As `_posts`, with what this reader wrote and waits, and with folds around what they want to read nothing of."""
    new = [post.number for post in posts if frame.is_new(post) and not frame.reader.folds(post)]
    following = dict(itertools.pairwise(new))
    lines = Lines(posts, frame)

    def show(post: Any) -> str:
        article = _with_line(post, frame, new, following)
        return lines.around(post, folded(post.number, article) if frame.reader.folds(post) else article)

    return mark_safe(in_place(posts, held, show, is_last=is_last))


@register.simple_tag(takes_context=True)
def added_post(context: Context, discussion: Discussion, reader: Reader, post: Any) -> SafeString:
    """One post that was just written, which takes the focus."""
    return added_posts(context, discussion, reader, [post])


@register.simple_tag(takes_context=True)
def added_posts(context: Context, discussion: Discussion, reader: Reader, posts: list[Any]) -> SafeString:
    """What came since the page was made, one after the other; the first takes the focus."""
    frame = Frame.of(discussion, reader, posts, token=context.get("csrf_token", ""))
    focuses = [' tabindex="-1" autofocus', *[""] * (len(posts) - 1)]
    return mark_safe("".join(_article(post, frame, focus=focus) for post, focus in zip(posts, focuses, strict=True)))


@register.simple_tag
def printed_posts(discussion: Discussion, posts: list[Any], person: Any) -> SafeString:
    """The posts on paper: the same for every reader, but for what somebody wants to read nothing of.

    Nor has it how a poll stands in which they may vote and have not yet.
    """
    asks = any(post.kind == Post.Kind.POLL for post in posts)
    reader = Reader(person, discussion, role_in(person, discussion.space) if asks else None)
    frame = Frame.of(discussion, Reader(AnonymousUser(), discussion, None), posts, is_paper=True, voter=reader)
    articles = [(post, _article(post, frame)) for post in posts]
    lines = Lines(posts, frame)
    shown = [(post, folded(post.number, article) if reader.folds(post) else article) for post, article in articles]
    html = "".join(lines.around(post, article) for post, article in shown)
    return mark_safe(html.replace('<details class="quote">', '<details class="quote" open>'))


@register.simple_tag
def opening_question(discussion: Discussion, reader: Reader, post: Any) -> SafeString:
    """The post with which it was opened, apart from the others."""
    frame = Frame.of(discussion, reader, [post])
    asked = frame.words.asked % {"name": post.sender_name}
    shown = {
        "number": post.number,
        "label": escape(frame.words.task if discussion.part_of_id else frame.words.question),
        "address": f"{frame.post_address}{post.pk}/",
        "edited": _edited(post, frame),
        "html": post.html,
        "sender": format_html('<p class="meta">{}</p>', asked) if post.sender_name else "",
        "actions": _actions_of(post, frame),
    }
    # As in `_article`.
    return mark_safe(QUESTION % shown)


@register.simple_tag
def question_actions(discussion: Discussion, reader: Reader, post: Any) -> SafeString:
    """What the reader may do with the opening question."""
    return mark_safe(_actions_of(post, Frame.of(discussion, reader, [post])))


def _actions_of(post: Any, frame: Frame) -> str:
    return _actions(post, writer_name(post.author_name, post.author_erased_at, post.sender_name), frame)


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
        "label": escape(frame.words.said % {"number": post.number, "name": name}),
        "address": f"{frame.post_address}{post.pk}/",
        "focus": focus,
    }
    is_hidden = post.deleted_at and post.deleted_by_id is None
    if post.deleted_at and not (is_hidden and (frame.reader.wrote(post) or frame.reader.may_run)):
        shown |= {"gone": _gone(post, name, frame), "actions": _undo(post, frame)}
        return mark_safe(GONE % shown)
    if post.kind in Post.STEERING or post.kind == Post.Kind.GROUP_REPORT:
        shown["classes"] += " post--steering"
    shown |= {
        "initials": escape(initials(name)),
        "name": escape(name),
        "kind": _hidden_mark(frame) if is_hidden else _kind(post, frame) + type_badge(post.message_type),
        "time": local_time(post.created_at, CLOCK if frame.is_paper else AGO),
        "edited": _edited(post, frame),
        "new": _new_mark(frame, next_new) if frame.is_new(post) else "",
        "answers": room_beneath(post, frame) + (_answers(post, frame) if post.depth >= DEEPEST_STEP else ""),
        "html": post.html,
        "actions": _mending(post, frame) if is_hidden else poll_beneath(post, frame) + _actions(post, name, frame),
    }
    # Every value is escaped above or finished HTML: of `post.html`, `core.markdown` made sure when it was written.
    return mark_safe(ARTICLE % shown)


def _kind(post: Any, frame: Frame) -> str:
    label = frame.words.answer if post.pk == frame.answer else frame.words.kinds.get(post.kind)
    return f'<span class="badge badge--accent">{escape(label)}</span>' if label else ""


def _hidden_mark(frame: Frame) -> str:
    return f'<span class="badge badge--attention">{escape(frame.words.hidden_mark)}</span>'


def _edited(post: Any, frame: Frame) -> str:
    if not post.edited_at:
        return ""
    said = escape(frame.words.edited) % {"time": local_time(post.edited_at, CLOCK if frame.is_paper else AGO)}
    return f' · <a href="{frame.post_address}{post.pk}/history/">{said}</a>'


def _new_mark(frame: Frame, next_new: int | None) -> str:
    mark = f'<span class="badge badge--new">{escape(frame.words.new)}</span>'
    if next_new is None:
        return mark
    return f'{mark}<span class="post__meta"><a href="#post-{next_new}">{escape(frame.words.next_new)} ↓</a></span>'


def _answers(post: Any, frame: Frame) -> str:
    """Whom a post answers, where its place does not show it any more."""
    name = writer_name(post.parent_author_name, post.parent_author_erased_at, post.parent_sender_name)
    is_here = post.parent_number in frame.shown
    address = f"#post-{post.parent_number}" if is_here else f"{frame.post_address}{post.parent_id}/"
    link = format_html('<a href="{}">{}</a>', address, name)
    return f'<p class="post__to">{escape(frame.words.answers) % {"name": link}}</p>'


def _actions(post: Any, name: str, frame: Frame) -> str:
    """What the reader does most with a post that stands, and the way to the rest (`forums.queries.acts`)."""
    reader, words, address = frame.reader, frame.words, f"{frame.post_address}{post.pk}/"
    is_own = reader.may_write and reader.wrote(post)
    takes_answers = reader.may_reply and frame.takes_answers(post)
    links = [bar(post, frame)]
    if takes_answers:
        to = f"{frame.reply_address}?to={post.number}"
        links.insert(0, _link("chip", to, words.reply, words.reply_to % {"name": name}))
        links.append(_link("post__act", f"{to}&amp;quote=1", words.quote, words.quote_from % {"name": name}))
    if is_own and post.kind not in Post.FIXED and (reader.may_run or post.kind not in Post.STEERING):
        links.append(_link("post__act", f"{address}edit/", words.edit, words.edit_yours % {"number": post.number}))
    if reader.person.is_authenticated and not frame.is_paper:
        links.append(_link("post__act", f"{address}more/", words.more, words.more_about % {"number": post.number}))
    return f'<div class="post__actions">{"".join(links)}</div>' if any(links) else ""


def _mending(post: Any, frame: Frame) -> str:
    """What its author and the team may do with a post that a report hides."""
    reader, words, address = frame.reader, frame.words, f"{frame.post_address}{post.pk}/"
    if not reader.wrote(post):
        link = _link("chip", f"{address}case/", words.decide, words.decide_post % {"number": post.number})
    elif reader.may_write:
        link = _link("chip", f"{address}edit/", words.edit, words.edit_yours % {"number": post.number})
    else:
        return ""
    return f'<div class="post__actions">{link}</div>'


def _gone(post: Any, name: str, frame: Frame) -> str:
    """Why nothing is to be read here."""
    if post.deleted_by_id is None:
        return escape(frame.words.hidden % {"name": name})
    if post.deleted_by_id == post.author_id:
        return escape(frame.words.withdrawn % {"name": name})
    said = escape(frame.words.removed % {"name": name})
    return f"{said} <q>{escape(post.delete_reason)}</q>" if post.delete_reason else said


def _undo(post: Any, frame: Frame) -> str:
    if post.deleted_by_id is None:
        return ""
    is_withdrawn = post.deleted_by_id == post.author_id
    may_restore = frame.reader.may_write and frame.reader.wrote(post) if is_withdrawn else frame.reader.may_run
    if not may_restore:
        return ""
    undo, undo_of = frame.words.undo, frame.words.undo_of % {"number": post.number}
    address = f"{frame.post_address}{post.pk}/restore/"
    if is_withdrawn and timezone.now() - post.deleted_at < AT_ONCE:
        return UNDO % {"address": address, "label": escape(undo_of), "text": escape(undo)}
    link = _link("chip", address, undo, undo_of)
    return f'<div class="post__actions">{link}</div>'


def _link(classes: str, address: str, text: str, label: str) -> str:
    return f'<a class="{classes}" href="{address}" aria-label="{escape(label)}">{escape(text)}</a>'
