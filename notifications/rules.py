"""Who may turn the volume, and the signed links that let people do it without signing in."""

from contextlib import suppress
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from notifications.models import Delivery, MailRhythm, Volume

# What a mail can be unsubscribed from: a thing or a community by its id, such as ("forums.discussion", 7); a kind of
# `notifications.kinds` by its name; or the digest.
Scope = tuple[str, int | str]
KIND = "notifications.kind"
DIGEST: Scope = ("notifications.digest", "")

# A link is good for its purpose alone: what mutes does not restore.
_MUTE = Signer(salt="notifications.mute")
_RESTORE = Signer(salt="notifications.restore")
_SILENCE = Signer(salt="notifications.silence")
_LISTEN = Signer(salt="notifications.listen")


def may_set_volume(person: Any) -> bool:
    """Everybody for themselves, as long as they are here."""
    return bool(person.is_authenticated and person.is_active)


def may_run_outbox(person: Any) -> bool:
    """Site staff, who see numbers and reasons and nothing that anybody wrote."""
    return bool(person.is_authenticated and person.is_active and person.is_staff)


def silence_of(scope: Scope) -> str:
    """What a person's wish for `scope` is once they unsubscribed from it."""
    if scope == DIGEST:
        return MailRhythm.Rhythm.NEVER
    return Delivery.By.HERE if scope[0] == KIND else Volume.Level.MUTE


def mute_token(person_id: int, scope: Scope, community_id: int | None = None) -> str:
    """Good for muting `scope`; `community_id` is of what the mail was about, where muting that is another thing."""
    return _MUTE.sign_object([person_id, *scope, *([community_id] if community_id else [])])


def read_mute_token(token: str) -> tuple[int, Scope, int | None]:
    """(person id, scope, community id). Raises BadSignature when it is not ours or made for something else."""
    person_id, kind, object_id, *around = _MUTE.unsign_object(token)
    return person_id, (kind, object_id), around[0] if around else None


def restore_token(person_id: int, scope: Scope, level: str) -> str:
    """Good for putting the volume back to `level`, which is what it was (empty: never set)."""
    return _RESTORE.sign_object([person_id, *scope, level])


def read_restore_token(token: str) -> tuple[int, Scope, str]:
    """(person id, scope, level). Raises BadSignature as `read_mute_token` does."""
    person_id, kind, object_id, level = _RESTORE.unsign_object(token)
    return person_id, (kind, object_id), level


def address_digest(address: str) -> str:
    """What knows an address again, however it is written, and does not give it away: HMAC-SHA256 under our key."""
    return salted_hmac("notifications.SilencedAddress", address.lower(), algorithm="sha256").hexdigest()


def silence_token(address: str) -> str:
    """Good for having no mail sent to `address` any more; does not show it."""
    return _SILENCE.sign_object(address_digest(address))


def listen_token(digest: str) -> str:
    """Good for taking that back."""
    return _LISTEN.sign_object(digest)


def read_silence_token(token: str) -> str:
    """The digest of the address. Raises BadSignature as `read_mute_token` does."""
    return str(_SILENCE.unsign_object(token))


def read_listen_token(token: str) -> str:
    """The digest of the address. Raises BadSignature as `read_mute_token` does."""
    return str(_LISTEN.unsign_object(token))


def may_silence(bearer: Any, token: str) -> bool:
    """Whoever holds the link from a mail to an address decides for that address, signed in or not."""
    with suppress(BadSignature):
        return bool(read_silence_token(token))
    return False


def may_restore_address(bearer: Any, token: str) -> bool:
    """Whoever holds the link that silencing gave them."""
    with suppress(BadSignature):
        return bool(read_listen_token(token))
    return False
