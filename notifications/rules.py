"""Who may turn the volume, and the signed links that let people do it without signing in."""

from typing import Any

from django.core.signing import Signer

# A link is good for its purpose alone: what mutes does not restore.
_MUTE = Signer(salt="notifications.mute")
_RESTORE = Signer(salt="notifications.restore")


def may_set_volume(person: Any) -> bool:
    """Everybody for themselves, as long as they are here."""
    return bool(person.is_authenticated and person.is_active)


def mute_token(person_id: int, scope: tuple[str, int]) -> str:
    return _MUTE.sign_object([person_id, *scope])


def read_mute_token(token: str) -> tuple[int, tuple[str, int]]:
    """(person id, scope). Raises BadSignature when the token is not ours or made for something else."""
    person_id, kind, object_id = _MUTE.unsign_object(token)
    return person_id, (kind, object_id)


def restore_token(person_id: int, scope: tuple[str, int], level: str) -> str:
    """Good for putting the volume back to `level`, which is what it was (empty: never set)."""
    return _RESTORE.sign_object([person_id, *scope, level])


def read_restore_token(token: str) -> tuple[int, tuple[str, int], str]:
    """(person id, scope, level). Raises BadSignature as `read_mute_token` does."""
    person_id, kind, object_id, level = _RESTORE.unsign_object(token)
    return person_id, (kind, object_id), level
