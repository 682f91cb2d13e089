"""What follows of itself on the way to a closing: it begins when due, and Copse drafts it."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from accounts.models import User
from activity.effects import record
from activity.models import Entry
from communities.models import Space
from communities.rules import LEAST_ROLE
from core.locks import take
from core.wake import wake
from forums.drafting import draft_closing, to_markdown
from forums.drafting.drafted import digests
from forums.effects.due import for_each_due
from forums.effects.groups import close_rooms
from forums.effects.polls import end_polls_in
from forums.models import Acknowledgement, Citation, Closing, Discussion, PrivateNote
from forums.models.closing import MOST_TRIES
from forums.queries.closings import Summary, contributions, read_summary
from forums.queries.lines import closed_lines
from forums.queries.questions import question_of
from forums.rules import may_run
from notifications.effects import notify, withdraw


def begin_closing(discussion: Discussion, *, reason: str = "") -> bool:
    """Stop the writing in an open discussion; returns False when it is not open any more.

    A draft is due then; one that a person had edited before the discussion was
    reopened is still there instead. A pause is over: nobody waits for its end any more.
    """
    begun = Discussion.objects.filter(pk=discussion.pk, state=Discussion.State.OPEN).update(
        state=Discussion.State.CLOSING,
        locked_at=timezone.now(),
        close_reason=reason,
        paused_until=None,
        pause_reason="",
        version=F("version") + 1,
    )
    if not begun:
        return False
    close_rooms(discussion)
    discussion.closings.unpublished().update(reminded=0)
    kept = discussion.closings.unpublished().filter(branch=None, drafted_at__isnull=False).first()
    if kept:
        _tell_of_draft(kept)
    else:
        wake("discussions")
    return True


def close_due() -> None:
    """Begin to close each open discussion whose date has come; one that somebody holds waits for the next time."""
    for_each_due(Discussion.objects.due_to_close().filter(space__in=Space.objects.writable()), _close_one)


@transaction.atomic
def _close_one(pk: int) -> None:
    discussion = take(Discussion.objects.due_to_close().filter(pk=pk))
    if discussion and begin_closing(discussion):
        record("discussion.locked", actor=None, target=discussion)


def draft_due() -> None:
    """Draft each closing that is due, once, however many workers ask; one that fails holds up no other.

    A try is counted before it is made, so that a draft that takes its worker down is given up too.
    """
    for_each_due(Discussion.objects.awaiting_draft().order_by("locked_at"), _try_draft)


def _try_draft(pk: int) -> None:
    if _count_try(pk):
        _draft_one(pk)


@transaction.atomic
def _count_try(pk: int) -> bool:
    """Whether to try; past the last try an empty draft is left to a person."""
    discussion = take(Discussion.objects.awaiting_draft().filter(pk=pk))
    if discussion is None:
        return False
    closing, _is_new = Closing.objects.get_or_create(discussion=discussion, branch=None, published_at=None)
    if closing.drafted_at:
        return False
    closing.tries += 1
    if closing.tries > MOST_TRIES:
        _finish(closing, None)
    else:
        closing.save(update_fields=["tries"])
    return closing.drafted_at is None


@transaction.atomic
def _draft_one(pk: int) -> None:
    discussion = take(Discussion.objects.awaiting_draft().filter(pk=pk))
    if discussion is None:
        return
    # Asked again under the lock: another worker may have finished since the row was found.
    closing = discussion.closings.unpublished().filter(branch=None, drafted_at=None).first()
    if closing is None:
        return
    end_polls_in(discussion)
    with translation.override(discussion.space.community.language):
        draft = draft_closing(
            discussion.title, question_of(discussion), discussion.objective, contributions(discussion)
        )
        drafted = to_markdown(draft)
        summary = read_summary(discussion, "\n".join(filter(None, (drafted, closed_lines(discussion)))))
    closing.tries = 0
    closing.drafted_lines = digests(drafted)  # what a line came to, a person wrote when they closed it
    _finish(closing, summary)


def _finish(closing: Closing, summary: Summary | None) -> None:
    if summary:
        closing.summary, closing.summary_html = summary.markdown, summary.html
        cite(closing, summary)
    closing.drafted_at = timezone.now()
    closing.version += 1
    closing.save(update_fields=["summary", "summary_html", "drafted_at", "drafted_lines", "version", "tries"])
    # Whoever has it drafted again is waiting for it; the others know that there is one.
    if not _was_told_of_draft(closing):
        _tell_of_draft(closing)


def _was_told_of_draft(closing: Closing) -> bool:
    """Since the writing was stopped last: a discussion that was reopened has another draft to tell of."""
    told = Entry.objects.filter(verb="closing.drafted", kind=closing._meta.label_lower, object_id=closing.pk)
    return told.filter(at__gte=closing.discussion.locked_at).exists()


def cite(closing: Closing, summary: Summary) -> None:
    """Keep the citations of `closing` in step with its text."""
    closing.citations.exclude(post__in=summary.post_ids).delete()
    rows = [Citation(closing=closing, post_id=pk) for pk in summary.post_ids]
    Citation.objects.bulk_create(rows, ignore_conflicts=True)


def _tell_of_draft(closing: Closing) -> None:
    """Tell those who may publish it, in-app."""
    entry = record("closing.drafted", actor=None, target=closing)
    notify(entry, closing.discussion.space.people_holding(LEAST_ROLE["run_discussion"]))


def forget_waiting(closings: Iterable[Closing]) -> None:
    """Nobody is told any more that these drafts wait: one was published, or its discussion is open again."""
    for closing in closings:
        withdraw(closing._meta.label_lower, closing.pk, "closing.drafted", "closing.waits")


def deliver_notes(closing: Closing) -> None:
    """Hand over the private notes of a closing that was just published, each to its receiver alone, in-app and by mail.

    One whose author may not run the discussion any more stays where it is.
    """
    for note in closing.private_notes.unsent().select_related("author").order_by("pk"):
        if note.author.is_active and may_run(note.author, closing.discussion):
            PrivateNote.objects.unsent().filter(pk=note.pk).update(sent_at=closing.published_at)
            notify(record("note.delivered", actor=note.author, target=note), [note.receiver_id])


def forget_thanks(person: User) -> None:
    """Notes to an erased person go, and what they had not sent yet; thanks stay without their words."""
    PrivateNote.objects.filter(Q(receiver=person) | Q(author=person, sent_at=None)).delete()
    thanks = Acknowledgement.objects.filter(person=person)
    thanks.filter(closing__published_at=None).delete()
    thanks.update(words="")
