"""Addresses of ours that mean something: signed, and nothing but letters and digits, whatever a mail server does."""

from base64 import b32decode, b32encode
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.core.signing import BadSignature
from django.utils.crypto import constant_time_compare, salted_hmac

LONGEST = 64  # characters of what stands before the @ (RFC 5321, 4.5.3.1.1)
_SIGNATURE = 14  # bytes


def signed_address(prefix: str, numbers: Sequence[int], *, salt: str) -> str:
    """An address that begins with `prefix` and names `numbers`; good for what `salt` says alone."""
    payload = b"".join(_packed(number) for number in numbers)
    token = b32encode(_signature(payload, salt, settings.SECRET_KEY) + payload).decode().rstrip("=").lower()
    return f"{prefix}{token}@{settings.INBOUND_DOMAIN}"


def read_signed_address(address: str, prefix: str, *, salt: str) -> tuple[int, ...]:
    """The numbers. Raises BadSignature where we never gave out this address."""
    local, _at, domain = address.strip().lower().rpartition("@")
    if not settings.INBOUND_DOMAIN or domain != settings.INBOUND_DOMAIN.lower() or not local.startswith(prefix):
        raise BadSignature("not one of these addresses")
    token = local.removeprefix(prefix).upper()
    try:
        raw = b32decode(token + "=" * (-len(token) % 8))
    except ValueError as error:
        raise BadSignature("no such token") from error
    signature, payload = raw[:_SIGNATURE], raw[_SIGNATURE:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not payload or not any(constant_time_compare(signature, _signature(payload, salt, key)) for key in keys):
        raise BadSignature("signed by somebody else")
    return tuple(_unpacked(payload))


def _signature(payload: bytes, salt: str, key: str) -> bytes:
    return salted_hmac(salt, payload, secret=key, algorithm="sha256").digest()[:_SIGNATURE]


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
