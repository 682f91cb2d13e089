"""Everything that a person does to close a discussion, to publish what it came to, and to reopen it."""

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.markdown import clean
from core.permissions import require
from core.wake import wake
from forums.effects.closings import begin_closing, deliver_notes, forget_waiting
from forums.effects.drafts import Draft, is_kept, keep_draft, require_current
from forums.effects.groups import reopen_rooms
from forums.effects.holding import lock_discussion
from forums.effects.topics import topic_closed, topic_reopened
from forums.errors import ClosingEmpty, ClosingStale, DoneMeanwhile, NotBegun, NothingLearned, ResultMissing
from forums.models import Closing, Discussion, PrivateNote, Reopening
from forums.queries.closings import Summary, closing_readers, drafted_for, excerpt_for, own_statements
from forums.queries.thanks import notes_to
from forums.rules import may_close, may_keep_place, may_run
from notifications.effects import mark_read, notify

_ROOM_STAYS = _("Moderators and leaders close discussions here. A group’s room closes with the report of the group.")


@transaction.atomic
def close_discussion(discussion: Discussion, *, actor: User, reason: str) -> Discussion:
    """Stop the writing in an open discussion, so that its closing is drafted. The same twice is harmless.

    Raises DoneMeanwhile where somebody closed it for another reason, NotBegun when it was never open, and
    CommunityOver.
    """
    discussion = lock_discussion(discussion)
    require(may_close(actor, discussion), _ROOM_STAYS)
    hold_open(discussion.space.community)
    _require_begun(discussion)
    if begin_closing(discussion, reason=reason):
        record("discussion.locked", actor=actor, target=discussion)
        discussion.refresh_from_db()
    elif discussion.close_reason not in ("", reason):
        raise DoneMeanwhile(discussion.close_reason)
    return discussion


@transaction.atomic
def save_closing(closing: Closing, draft: Draft, *, actor: User, version: int) -> Closing:
    """Keep an edited draft, with the version that the edit began from.

    Raises ClosingStale when somebody else saved, published or asked for a new draft meanwhile, NotAContributor,
    ThankedTwice, NothingSaid for an empty note, TextTooLong, and CommunityOver.
    """
    require(may_run(actor, closing.discussion))
    require_current(closing, version=version)
    discussion = lock_discussion(closing.discussion)
    keep_draft(closing, discussion, draft, editor=actor, version=version)
    hold_open(discussion.space.community)
    closing.refresh_from_db()
    return closing


@transaction.atomic
def publish_closing(
    closing: Closing, draft: Draft, *, actor: User, version: int, is_confirmed: bool = False
) -> Closing:
    """Publish what a discussion came to and send it to everyone whom it concerns; the same text twice is once.

    The private notes in the draft, of whoever wrote them, reach their receivers. Raises ClosingEmpty when there is
    nothing to read in it, ResultMissing, NothingLearned when no line that a person wrote or changed says what was
    learned, although something came of it, and `is_confirmed` does not say that this is meant, and what `save_closing`
    raises; ClosingStale also when the discussion was reopened meanwhile.
    """
    require(may_run(actor, closing.discussion))
    if draft.is_empty:
        raise ClosingEmpty(_("Say in a sentence or two what the discussion came to, before it goes to everyone."))
    if not draft.result:
        raise ResultMissing(_("Choose what came of it, before it goes to everyone."))
    try:
        require_current(closing, version=version)
        discussion = lock_discussion(closing.discussion)
        if discussion.state == Discussion.State.OPEN:
            raise ClosingStale(_("The discussion was reopened meanwhile, so nothing was published."))
        if discussion.state == Discussion.State.CLOSING:  # whoever comes too late is told so, and not asked
            _require_lesson(discussion, draft, is_confirmed=is_confirmed)
        read = keep_draft(closing, discussion, draft, editor=actor, version=version)
    except ClosingStale:
        is_again = closing.published_by_id == actor.pk and closing.version == version + 1
        if is_again and is_kept(closing, draft, editor=actor):
            return closing
        raise
    hold_open(discussion.space.community)
    _make_public(closing, discussion, read, actor)
    _tell_of_closing(closing, discussion, actor)
    deliver_notes(closing)
    return closing


def _require_lesson(discussion: Discussion, draft: Draft, *, is_confirmed: bool) -> None:
    if is_confirmed or draft.result == Closing.Result.NONE:
        return
    if not own_statements(discussion, clean(draft.summary), drafted=drafted_for(discussion.closings.all())):
        raise NothingLearned(
            _(
                "No line says what you learned yet. Write one in your own words, or press once more to publish it all "
                "the same."
            )
        )


def _make_public(closing: Closing, discussion: Discussion, read: Summary, actor: User) -> None:
    Closing.objects.filter(pk=closing.pk).update(
        published_at=timezone.now(),
        published_by=actor,
        post_count=discussion.post_count,
        people_count=discussion.people_count,
        excerpt=excerpt_for(closing, read.markdown),
        reason=discussion.close_reason,
    )
    Discussion.objects.filter(pk=discussion.pk, state=Discussion.State.CLOSING).update(
        state=Discussion.State.CLOSED, closing=closing, version=F("version") + 1
    )
    closing.refresh_from_db()
    forget_waiting([closing])
    topic_closed(discussion)


def _tell_of_closing(closing: Closing, discussion: Discussion, actor: User) -> None:
    """Whom it concerns; and whoever is thanked, even where they want to hear less."""
    entry = record("discussion.closed", actor=actor, target=closing, data={"discussion": discussion.pk})
    notify(entry, closing_readers(discussion), scope=(Discussion.SCOPE, discussion.pk))
    notify(entry, closing.acknowledgements.values_list("person", flat=True), kind="thanked")


def see_closing(closing: Closing, *, actor: User) -> None:
    """What `actor` was told of a draft or a closing counts as read, because they are looking at it."""
    require(may_keep_place(actor))
    notes = notes_to(actor, closing)
    mark_read(actor, {closing._meta.label_lower: [closing.pk], notes.model._meta.label_lower: notes})


def see_note(note: PrivateNote, *, actor: User) -> None:
    """What `actor` was told of a private note counts as read, because they are looking at it."""
    require(may_keep_place(actor))
    mark_read(actor, {note._meta.label_lower: [note.pk]})


@transaction.atomic
def redraft_closing(closing: Closing, *, actor: User, version: int) -> None:
    """Have Copse draft the summary again in place of what was drafted or edited so far; what stands beside it stays.

    Raises ClosingStale when somebody else changed it meanwhile, and CommunityOver.
    """
    discussion = lock_discussion(closing.discussion)
    require(may_run(actor, discussion))
    drafted = Closing.objects.unpublished().filter(pk=closing.pk, drafted_at__isnull=False)
    asked = drafted.filter(version=version).update(drafted_at=None, edited_by=None, tries=0, version=F("version") + 1)
    if not asked:
        raise ClosingStale(_("This was changed meanwhile, so it was not drafted again."))
    hold_open(discussion.space.community)
    wake("discussions")


@transaction.atomic
def reopen_discussion(discussion: Discussion, *, actor: User, reason: str) -> Discussion:
    """Let people write again and tell those whom it concerns, in-app. The same twice is harmless.

    What was published stays as history; a draft that nobody edited goes, an edited one waits for the next
    closing. A closing date that has passed is dropped. Raises DoneMeanwhile where somebody reopened it for another
    reason, NotBegun when it was never open, and CommunityOver.
    """
    discussion = lock_discussion(discussion)
    require(may_close(actor, discussion), _ROOM_STAYS)
    hold_open(discussion.space.community)
    _require_begun(discussion)
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
        forget_waiting(discussion.closings.unpublished())
        discussion.closings.unpublished().filter(edited_by=None).update(
            drafted_at=None, tries=0, summary="", summary_html="", version=F("version") + 1
        )
        topic_reopened(discussion)
        reopen_rooms(discussion)
        reopening = Reopening.objects.create(discussion=discussion, by=actor, reason=reason, at=now)
        discussion.refresh_from_db()
        entry = record("discussion.reopened", actor=actor, target=reopening)
        notify(entry, closing_readers(discussion), scope=(Discussion.SCOPE, discussion.pk))
    elif (earlier := discussion.reopenings.order_by("at").last()) and earlier.reason != reason:
        raise DoneMeanwhile(earlier.reason)
    return discussion


def _require_begun(discussion: Discussion) -> None:
    if discussion.state == Discussion.State.PLANNED:
        raise NotBegun(_("This discussion has not been opened yet."))
