from typing import Any

from communities.models import LEAST_ROLE, FacilitationNote, Membership, Role
from communities.rules.roles import role_in_community


def may_read_notes(person: Any, membership: Membership, *, held: Role | None = None) -> bool:
    """The team reads what it noted of a member; nobody reads those on themselves there, but with their own data."""
    held = role_in_community(person, membership.community) if held is None else held
    return held is not None and held >= LEAST_ROLE["know_members"] and membership.person_id != person.pk


def may_write_notes(person: Any, membership: Membership, *, held: Role | None = None) -> bool:
    """The same, of those who are members, as long as the community lives."""
    is_open = membership.is_live and membership.community.is_writable
    return is_open and may_read_notes(person, membership, held=held)


def may_change_note(person: Any, note: FacilitationNote, *, held: Role | None = None) -> bool:
    """Whoever wrote it, as long as they belong to the team."""
    return note.author_id == person.pk and may_write_notes(person, note.membership, held=held)


def may_delete_note(person: Any, note: FacilitationNote, *, held: Role | None = None) -> bool:
    """Whoever wrote it, and leaders."""
    held = role_in_community(person, note.membership.community) if held is None else held
    is_trusted = note.author_id == person.pk or (held is not None and held >= LEAST_ROLE["lead"])
    return is_trusted and may_write_notes(person, note.membership, held=held)
