"""What follows when a person saves the draft of a closing: its summary is kept, and what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Block, User
from core.markdown import clean, is_blank, render
from forums.effects.closings import cite
from forums.errors import ClosingStale, NotAContributor, NothingSaid, ThankedTwice
from forums.models import Acknowledgement, Closing, Discussion, FollowOn, PrivateNote
from forums.queries.closings import Summary, read_summary
from forums.queries.thanks import among


@dataclass(frozen=True)
class Draft:
    """A whole draft as one person sends it; what it leaves out is not kept (P51, P52)."""

    summary: str  # Markdown
    result: str  # a Closing.Result, or empty as long as it is a draft
    thanks: Sequence[tuple[int, str]] = ()  # (id of a contributor, what for)
    notes: Sequence[tuple[int, str]] = ()  # (id of a contributor, Markdown), in place of this person's earlier ones
    follow_ons: Sequence[tuple[str, str, str]] = ()  # (a FollowOn.Kind, title, address)
    value: str = ""  # plain text

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in its summary. Raises TextTooLong."""
        return is_blank(render(clean(self.summary)))


def require_current(closing: Closing, *, version: int) -> None:
    """Raise ClosingStale for an edit that began before `closing` became what was read of it.

    Versions only rise: no lock is needed to see that one is old.
    """
    if closing.published_at or closing.version > version:
        raise _stale(closing)


def _stale(closing: Closing) -> ClosingStale:
    if closing.published_at:
        return ClosingStale(_("This was already published, so your text was not used. Both texts are below."))
    return ClosingStale(_("This was changed meanwhile. Both texts are below; nothing is lost."))


def keep_draft(closing: Closing, discussion: Discussion, draft: Draft, *, editor: User, version: int) -> Summary:
    """Store a draft in place of the one that had `version`. Assumes that the discussion is locked.

    Raises ClosingStale, with `closing` as it is now; and TextTooLong, NotAContributor, ThankedTwice, and NothingSaid
    for a note that shows nothing.
    """
    notes = _notes_in(draft)
    read = read_summary(discussion, draft.summary)
    drafted = Closing.objects.unpublished().filter(pk=closing.pk, drafted_at__isnull=False)
    saved = drafted.filter(version=version).update(
        summary=read.markdown,
        summary_html=read.html,
        result=draft.result,
        value=draft.value,
        edited_by=editor,
        version=F("version") + 1,
    )
    if not saved:
        closing.refresh_from_db()
        raise _stale(closing)
    _require_people(discussion, draft, editor)
    cite(closing, read)
    _thank(closing, draft.thanks)
    _note(closing, notes, editor)
    _lead_on(closing, draft.follow_ons)
    return read


def is_kept(closing: Closing, draft: Draft, *, editor: User) -> bool:
    """Whether `closing` says already what `draft` says, with the notes of `editor`."""
    thanks = [(row.person_id, row.words) for row in closing.acknowledgements.all()]
    notes = closing.private_notes.filter(author=editor).values_list("receiver", "markdown")
    follow_ons = [(row.kind, row.title, row.url) for row in closing.follow_ons.all()]
    said = (closing.summary, closing.result, closing.value)
    return said == (clean(draft.summary), draft.result, draft.value) and (
        (thanks, dict(notes), follow_ons)
        == (list(draft.thanks), {who: clean(said) for who, said in draft.notes}, list(draft.follow_ons))
    )


def _require_people(discussion: Discussion, draft: Draft, editor: User) -> None:
    thanked, written = {who for who, _words in draft.thanks}, {who for who, _said in draft.notes}
    if (thanked | written) - among(discussion, thanked | written) or editor.pk in written:
        raise NotAContributor(_("Only people who wrote in this discussion can be thanked, or sent a note."))
    if written and Block.objects.filter(person__in=written, blocked=editor).exists():
        raise NotAContributor(_("Somebody to whom you wrote a note cannot be sent one. Thank them in public instead."))
    if len(thanked) < len(draft.thanks) or len(written) < len(draft.notes):
        raise ThankedTwice(_("Each person is thanked, and written to, once."))


def _thank(closing: Closing, thanks: Sequence[tuple[int, str]]) -> None:
    closing.acknowledgements.all().delete()
    Acknowledgement.objects.bulk_create(
        Acknowledgement(closing=closing, person_id=who, words=words, position=at)
        for at, (who, words) in enumerate(thanks)
    )


def _notes_in(draft: Draft) -> list[PrivateNote]:
    notes = [PrivateNote(receiver_id=who, markdown=clean(said), html=render(said)) for who, said in draft.notes]
    if any(is_blank(note.html) for note in notes):
        raise NothingSaid(_("One of your private notes shows nothing. Write a few words, or leave it out."))
    return notes


def _note(closing: Closing, notes: Sequence[PrivateNote], editor: User) -> None:
    """Keep the notes of `editor`; those of others are theirs."""
    closing.private_notes.filter(author=editor).delete()
    for note in notes:
        note.closing, note.author = closing, editor
    PrivateNote.objects.bulk_create(notes)


def _lead_on(closing: Closing, follow_ons: Sequence[tuple[str, str, str]]) -> None:
    closing.follow_ons.all().delete()
    FollowOn.objects.bulk_create(
        FollowOn(closing=closing, kind=kind, title=title, url=url, position=at)
        for at, (kind, title, url) in enumerate(follow_ons)
    )
