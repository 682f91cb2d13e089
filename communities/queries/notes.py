"""What the team has noted of members."""

from typing import Any

from accounts.models import User
from communities.models import FacilitationNote, Membership
from communities.queries.standings import Standing
from communities.rules import may_change_note, may_delete_note


def notes_on(membership: Membership, standing: Standing) -> list[FacilitationNote]:
    """Those that the reader may see, the newest first, each with `may_change` and `may_delete`. One query."""
    notes = FacilitationNote.objects.visible_to(standing.reader).filter(membership=membership).select_related("author")
    found: list[Any] = list(notes)
    for note in found:
        note.membership = membership
        note.may_change = may_change_note(standing.reader, note, held=standing.role)
        note.may_delete = may_delete_note(standing.reader, note, held=standing.role)
    return found


def export_notes(person: User) -> dict[str, Any]:
    """What was noted of `person`, and what they noted of others; of whom is another's, JSON-ready."""
    on_them = FacilitationNote.objects.filter(membership__person=person).select_related("membership__community")
    by_them = FacilitationNote.objects.filter(author=person).select_related("membership__community")
    return {"notes_on_me": list(map(_exported, on_them)), "notes_by_me": list(map(_exported, by_them))}


def _exported(note: FacilitationNote) -> dict[str, Any]:
    return {
        "community": note.membership.community.name,
        "text": note.text,
        "at": note.created_at.isoformat(),
        "changed_at": note.changed_at and note.changed_at.isoformat(),
    }
