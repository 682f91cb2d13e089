"""Everything that a person does to close a discussion, to publish what it came to, and to reopen it."""

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from core.locks import lock
from core.markdown import clean
from core.permissions import require
from core.wake import wake
from forums.effects.closings import begin_closing, cite
from forums.errors import ClosingEmpty, ClosingStale, NotBegun
from forums.models import Closing, Discussion, Reopening
from forums.queries.closings import Summary, closing_readers, excerpt_of, read_summary
from forums.rules import may_keep_place, may_run
from notifications.effects import mark_read, notify


@transaction.atomic
def close_discussion(discussion: Discussion, *, actor: User, reason: str) -> Discussion:
    """Stop the writing in an open discussion, so that its closing is drafted. Closing twice is harmless.

    Raises NotBegun when it was never open.
    """
    require(may_run(actor, discussion))
    discussion = _begun(discussion)
    if begin_closing(discussion, reason=reason):
        record("discussion.locked", actor=actor, target=discussion)
        discussion.refresh_from_db()
    return discussion


@transaction.atomic
def save_closing(closing: Closing, *, actor: User, summary: str, result: str, version: int) -> Closing:
    """Keep an edited draft, with the version that the edit began from.

    Raises ClosingStale when somebody else saved, published or asked for a new draft meanwhile, and TextTooLong.
    """
    require(may_run(actor, closing.discussion))
    discussion = lock(closing.discussion)
    _save(closing, discussion, actor=actor, summary=summary, result=result, version=version)
    closing.refresh_from_db()
    return closing


@transaction.atomic
def publish_closing(closing: Closing, *, actor: User, summary: str, result: str, version: int) -> Closing:
    """Publish what a discussion came to and send it to everyone whom it concerns; the same text twice is once.

    Raises ClosingEmpty when there is nothing to read in it, ClosingStale as `save_closing` does or when the
    discussion was reopened meanwhile, and TextTooLong.
    """
    require(may_run(actor, closing.discussion))
    discussion = lock(closing.discussion)
    closing.refresh_from_db()
    is_again = closing.published_by_id == actor.pk and closing.version == version + 1
    if is_again and (closing.summary, closing.result) == (clean(summary), result):
        return closing
    read = _save(closing, discussion, actor=actor, summary=summary, result=result, version=version)
    if read.is_empty:
        raise ClosingEmpty(_("Say in a sentence or two what the discussion came to, before it goes to everyone."))
    if discussion.state != Discussion.State.CLOSING:
        raise ClosingStale(_("The discussion was reopened meanwhile, so nothing was published."))
    Closing.objects.filter(pk=closing.pk).update(
        published_at=timezone.now(),
        published_by=actor,
        post_count=discussion.post_count,
        people_count=discussion.people_count,
        excerpt=excerpt_of(read.markdown),
    )
    Discussion.objects.filter(pk=discussion.pk, state=Discussion.State.CLOSING).update(
        state=Discussion.State.CLOSED, closing=closing, version=F("version") + 1
    )
    closing.refresh_from_db()
    entry = record("discussion.closed", actor=actor, target=closing, data={"discussion": discussion.pk})
    notify(entry, closing_readers(discussion), mail=True, scope=(Discussion.SCOPE, discussion.pk))
    return closing


def see_closing(closing: Closing, *, actor: User) -> None:
    """What `actor` was told of a draft or a closing counts as read, because they are looking at it."""
    require(may_keep_place(actor))
    mark_read(actor, {closing._meta.label_lower: [closing.pk]})


def _save(closing: Closing, discussion: Discussion, *, actor: User, summary: str, result: str, version: int) -> Summary:
    """Assumes that the discussion is locked."""
    read = read_summary(discussion, summary)
    drafted = Closing.objects.unpublished().filter(pk=closing.pk, drafted_at__isnull=False)
    saved = drafted.filter(version=version).update(
        summary=read.markdown, summary_html=read.html, result=result, edited_by=actor, version=F("version") + 1
    )
    if not saved:
        if Closing.objects.published().filter(pk=closing.pk).exists():
            raise ClosingStale(_("This was already published, so your text was not used. Both texts are below."))
        raise ClosingStale(_("Somebody else changed this meanwhile. Both texts are below; nothing is lost."))
    cite(closing, read)
    return read


@transaction.atomic
def redraft_closing(closing: Closing, *, actor: User, version: int) -> None:
    """Have Copse draft it again in place of what was drafted or edited so far.

    Raises ClosingStale when somebody else changed it meanwhile.
    """
    require(may_run(actor, closing.discussion))
    lock(closing.discussion)
    drafted = Closing.objects.unpublished().filter(pk=closing.pk, drafted_at__isnull=False)
    asked = drafted.filter(version=version).update(drafted_at=None, edited_by=None, tries=0, version=F("version") + 1)
    if not asked:
        raise ClosingStale(_("Somebody else changed this meanwhile, so it was not drafted again."))
    wake("discussions")


@transaction.atomic
def reopen_discussion(discussion: Discussion, *, actor: User, reason: str) -> Discussion:
    """Let people write again and tell those whom it concerns, in-app. Reopening twice is harmless.

    What was published stays as history; a draft that nobody edited goes, an edited one waits for the next
    closing. A closing date that has passed is dropped. Raises NotBegun when it was never open.
    """
    require(may_run(actor, discussion))
    discussion = _begun(discussion)
    now = timezone.now()
    locked = Discussion.objects.filter(pk=discussion.pk).exclude(state=Discussion.State.OPEN)
    reopened = locked.update(
        state=Discussion.State.OPEN,
        closing=None,
        locked_at=None,
        close_reason="",
        closes_at=Case(When(closes_at__gt=now, then=F("closes_at")), default=Value(None)),
        version=F("version") + 1,
    )
    if reopened:
        discussion.closings.unpublished().filter(edited_by=None).update(
            drafted_at=None, tries=0, summary="", summary_html="", version=F("version") + 1
        )
        reopening = Reopening.objects.create(discussion=discussion, by=actor, reason=reason, at=now)
        discussion.refresh_from_db()
        entry = record("discussion.reopened", actor=actor, target=reopening)
        notify(entry, closing_readers(discussion), scope=(Discussion.SCOPE, discussion.pk))
    return discussion


def _begun(discussion: Discussion) -> Discussion:
    """The discussion, locked and as it is now."""
    discussion = lock(discussion)
    if discussion.state == Discussion.State.PLANNED:
        raise NotBegun(_("This discussion has not been opened yet."))
    return discussion
