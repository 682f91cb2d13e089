"""The addresses that take an answer by mail: signed, and nothing but letters and digits, whatever a mail server does.

An address says who answers and what, for as long as they may: it has no end of its own. Whoever holds it can do nothing
but say something as that person in that one place, and only in a mail that comes from that person's own address.
"""

from base64 import b32decode, b32encode
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.signing import BadSignature
from django.utils.crypto import constant_time_compare, salted_hmac

PREFIX = "reply+"
LONGEST = 64  # characters of what stands before the @ (RFC 5321, 4.5.3.1.1)
_SIGNATURE = 14  # bytes


def reply_address(person_id: int, ids: Sequence[int]) -> str:
    """Where `person_id` answers what `ids` name."""
    payload = b"".join(_packed(number) for number in (person_id, *ids))
    token = b32encode(_signature(payload, settings.SECRET_KEY) + payload).decode().rstrip("=").lower()
    return f"{PREFIX}{token}@{settings.INBOUND_DOMAIN}"


def read_reply_address(address: str) -> tuple[int, tuple[int, ...]]:
    """(person id, ids). Raises BadSignature where we never gave out this address."""
    local, _at, domain = address.strip().lower().rpartition("@")
    if not settings.INBOUND_DOMAIN or domain != settings.INBOUND_DOMAIN.lower() or not local.startswith(PREFIX):
        raise BadSignature("not one of these addresses")
    token = local.removeprefix(PREFIX).upper()
    try:
        raw = b32decode(token + "=" * (-len(token) % 8))
    except ValueError as error:
        raise BadSignature("no such token") from error
    signature, payload = raw[:_SIGNATURE], raw[_SIGNATURE:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not payload or not any(constant_time_compare(signature, _signature(payload, key)) for key in keys):
        raise BadSignature("signed by somebody else")
    person, *ids = _unpacked(payload)
    return person, tuple(ids)


def _signature(payload: bytes, key: str) -> bytes:
    return salted_hmac("notifications.reply_addresses", payload, secret=key, algorithm="sha256").digest()[:_SIGNATURE]


def _packed(number: int) -> bytes:
    """Seven bits to a byte, the lowest first; a set eighth bit says that more follow."""
    packed = bytearray()
    while number > 0x7F:
        packed.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*packed, number])


def _unpacked(payload: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in payload:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield number
            number = shift = 0
