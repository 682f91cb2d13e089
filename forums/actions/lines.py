"""What a moderator says of a line, a post with all that stands beneath it: it is off topic, or closed (P45, P48)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from communities.queries.audiences import Audience
from core.markdown import clean
from core.permissions import require
from forums.effects.closings import cite
from forums.effects.holding import lock_post
from forums.effects.lines import end_mark
from forums.effects.pages import renew_page
from forums.effects.readers import require_no_more
from forums.errors import DiscussionClosed, DoneMeanwhile, NotALine
from forums.models import Closing, Discussion, LineMark, Post
from forums.queries.closings import excerpt_of, read_summary
from forums.queries.lines import writers_in
from forums.rules import may_run
from notifications.effects import notify

_STEER = _("Moderators and leaders steer discussions here.")
Kind = LineMark.Kind


@transaction.atomic
def set_aside(post: Post, *, actor: User, words: str) -> LineMark:
    """Mark the line that `post` begins as off topic, with `words` why. The same twice is harmless.

    It is folded for everybody, who may unfold it, and left out of drafted summaries. Whoever wrote `post` is told.
    Raises DoneMeanwhile where it is for another reason, NotALine and CommunityOver.
    """
    discussion, post = lock_post(post)
    require(may_run(actor, discussion), _STEER)
    hold_open(discussion.space.community)
    if earlier := _in_force(post, Kind.OFF_TOPIC):
        return _as_said(earlier, words)
    _require_line(post)
    mark = LineMark.objects.create(discussion=discussion, post=post, kind=Kind.OFF_TOPIC, words=words, by=actor)
    renew_page(discussion)
    entry = record("post.set_aside", actor=actor, target=post)
    notify(entry, [post.author_id], scope=(Discussion.SCOPE, discussion.pk))
    return mark


@transaction.atomic
def take_back_in(post: Post, *, actor: User) -> bool:
    """Let the line that `post` begins be on topic after all; returns False when it was. Raises CommunityOver."""
    discussion, post = lock_post(post)
    require(may_run(actor, discussion), _STEER)
    hold_open(discussion.space.community)
    if not end_mark(post, Kind.OFF_TOPIC, by=actor):
        return False
    renew_page(discussion)
    record("post.taken_back_in", actor=actor, target=post)
    return True


@transaction.atomic
def close_line(
    post: Post, *, actor: User, words: str, statement: str = "", readers: Audience | None = None
) -> LineMark:
    """Let nobody answer any more in the line that `post` begins, with `words` why. The same twice is harmless.

    `statement` (Markdown) says what the line came to, where it came to anything; both stand beneath it, and the draft
    of the discussion's own closing takes them up. Who wrote in the line is told. `readers` are as in `reply`.
    Raises DoneMeanwhile where it is closed with other words, NotALine, DiscussionClosed, ReadByMore, TextTooLong and
    CommunityOver.
    """
    discussion, post = lock_post(post)
    require(may_run(actor, discussion), _STEER)
    hold_open(discussion.space.community)
    if earlier := _in_force(post, Kind.CLOSED):
        return _as_said(earlier, words, statement)
    _require_line(post)
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is closed now, with all its branches."))
    require_no_more(readers, discussion.space)
    closing = _publish(discussion, post, statement, reason=words, by=actor)
    mark = LineMark.objects.create(
        discussion=discussion, post=post, kind=Kind.CLOSED, words=words, closing=closing, by=actor
    )
    renew_page(discussion)
    entry = record("closing.line_closed", actor=actor, target=closing, data={"discussion": discussion.pk})
    notify(entry, writers_in(post), scope=(Discussion.SCOPE, discussion.pk))
    return mark


def _publish(discussion: Discussion, post: Post, statement: str, *, reason: str, by: User) -> Closing:
    read = read_summary(discussion, statement)
    line = discussion.posts.said().filter(path__startswith=post.path)
    closing = Closing.objects.create(
        discussion=discussion,
        branch=post,
        summary=read.markdown,
        summary_html=read.html,
        excerpt=excerpt_of(read.markdown),
        reason=reason,
        published_at=timezone.now(),
        published_by=by,
        post_count=line.count(),
        people_count=line.order_by().values("author", "sender").distinct().count(),
    )
    cite(closing, read)
    return closing


@transaction.atomic
def reopen_line(post: Post, *, actor: User) -> bool:
    """Let people answer in the line again; what was said of it stays as history. Returns False when it was open.

    Who wrote in it is told. Raises CommunityOver.
    """
    discussion, post = lock_post(post)
    require(may_run(actor, discussion), _STEER)
    hold_open(discussion.space.community)
    if not end_mark(post, Kind.CLOSED, by=actor):
        return False
    renew_page(discussion)
    entry = record("post.line_reopened", actor=actor, target=post)
    notify(entry, writers_in(post), scope=(Discussion.SCOPE, discussion.pk))
    return True


def _in_force(post: Post, kind: str) -> LineMark | None:
    return post.line_marks.in_force().filter(kind=kind).first()


def _as_said(earlier: LineMark, words: str, statement: str = "") -> LineMark:
    """What was said of a line before, where that is what is said now."""
    came_to = earlier.closing.summary if earlier.closing else ""
    if (earlier.words, came_to) != (words, clean(statement)):
        raise DoneMeanwhile(earlier.words)
    return earlier


def _require_line(post: Post) -> None:
    if post.number == 1:
        raise NotALine(_("All branches answer the opening question. You can move or close the whole discussion."))
    if post.kind == Post.Kind.POINTER:
        raise NotALine(_("What stood here goes on in another discussion."))
