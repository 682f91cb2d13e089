"""The addresses to which a mail server returns a letter that it cannot deliver: one for each letter and reader.

Such an address is the envelope sender of a letter, so only who gets the letter, and who carries it, ever sees it. All
that it is good for is saying that this letter did not arrive at the address that it went to.
"""

from notifications.rules import address_digest
from notifications.signed_addresses import read_signed_address, signed_address

PREFIX = "bounce+"
_SALT = "notifications.bounce_addresses"


def bounce_address(letter_id: int, address: str) -> str:
    """Where the outbox row `letter_id` comes back to, if it does not arrive at `address`."""
    return signed_address(PREFIX, (letter_id, fingerprint(address)), salt=_SALT)


def read_bounce_address(address: str) -> tuple[int, int]:
    """(outbox row, fingerprint of the address). Raises BadSignature where we never gave out this address."""
    letter, mark = read_signed_address(address, PREFIX, salt=_SALT)
    return letter, mark


def fingerprint(address: str) -> int:
    """By which it is noticed that a reader has another address by now."""
    return int(address_digest(address)[:12], 16)
