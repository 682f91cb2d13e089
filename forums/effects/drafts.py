"""What follows when a person saves the draft of a closing: its summary is kept, and what stands beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.markdown import clean, is_blank, render
from forums.effects.closings import cite
from forums.errors import ClosingStale, NotAContributor, NothingSaid, ThankedTwice
from forums.models import Acknowledgement, Closing, Discussion, FollowOn, PrivateNote
from forums.queries.closings import Summary, read_summary
from forums.queries.thanks import among


@dataclass(frozen=True)
class Draft:
    """A whole draft as one person sends it."""

    summary: str  # Markdown
    result: str  # a Closing.Result
    thanks: Sequence[tuple[int, str]] = ()  # (who, what for)
    notes: Sequence[tuple[int, str]] = ()  # (who, Markdown) of this person alone
    follow_ons: Sequence[tuple[str, str, str]] = ()  # (a FollowOn.Kind, title, address)


def keep_draft(closing: Closing, discussion: Discussion, draft: Draft, *, editor: User, version: int) -> Summary:
    """Store a draft in place of the one that had `version`. Assumes that the discussion is locked.

    Raises ClosingStale, TextTooLong, NotAContributor, ThankedTwice, and NothingSaid for a note that shows nothing.
    """
    read = read_summary(discussion, draft.summary)
    drafted = Closing.objects.unpublished().filter(pk=closing.pk, drafted_at__isnull=False)
    saved = drafted.filter(version=version).update(
        summary=read.markdown, summary_html=read.html, result=draft.result, edited_by=editor, version=F("version") + 1
    )
    if not saved:
        if Closing.objects.published().filter(pk=closing.pk).exists():
            raise ClosingStale(_("This was already published, so your text was not used. Both texts are below."))
        raise ClosingStale(_("This was changed meanwhile. Both texts are below; nothing is lost."))
    cite(closing, read)
    _require_people(discussion, draft, editor)
    _thank(closing, draft.thanks)
    _note(closing, draft.notes, editor)
    _lead_on(closing, draft.follow_ons)
    return read


def is_kept(closing: Closing, draft: Draft, *, editor: User) -> bool:
    """Whether `closing` says already what `draft` says, with the notes of `editor`."""
    thanks = [(row.person_id, row.words) for row in closing.acknowledgements.all()]
    notes = closing.private_notes.filter(author=editor).values_list("receiver", "markdown")
    follow_ons = [(row.kind, row.title, row.url) for row in closing.follow_ons.all()]
    return (closing.summary, closing.result) == (clean(draft.summary), draft.result) and (
        (thanks, dict(notes), follow_ons)
        == (list(draft.thanks), {who: clean(said) for who, said in draft.notes}, list(draft.follow_ons))
    )


def _require_people(discussion: Discussion, draft: Draft, editor: User) -> None:
    thanked, written = {who for who, _words in draft.thanks}, {who for who, _said in draft.notes}
    if (thanked | written) - among(discussion, thanked | written) or editor.pk in written:
        raise NotAContributor(_("Only people who wrote in this discussion can be thanked, or sent a note."))
    if len(thanked) < len(draft.thanks) or len(written) < len(draft.notes):
        raise ThankedTwice(_("Each person is thanked, and written to, once."))


def _thank(closing: Closing, thanks: Sequence[tuple[int, str]]) -> None:
    closing.acknowledgements.all().delete()
    Acknowledgement.objects.bulk_create(
        Acknowledgement(closing=closing, person_id=who, words=words, position=at)
        for at, (who, words) in enumerate(thanks)
    )


def _note(closing: Closing, notes: Sequence[tuple[int, str]], editor: User) -> None:
    """Keep the notes of `editor`; those of others are theirs."""
    closing.private_notes.filter(author=editor).delete()
    for who, said in notes:
        html = render(said)
        if is_blank(html):
            raise NothingSaid(_("One of your private notes shows nothing. Write a few words, or leave it out."))
        PrivateNote.objects.create(closing=closing, receiver_id=who, author=editor, markdown=clean(said), html=html)


def _lead_on(closing: Closing, follow_ons: Sequence[tuple[str, str, str]]) -> None:
    closing.follow_ons.all().delete()
    FollowOn.objects.bulk_create(
        FollowOn(closing=closing, kind=kind, title=title, url=url, position=at)
        for at, (kind, title, url) in enumerate(follow_ons)
    )
