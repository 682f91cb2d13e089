"""The addresses that take an answer by mail.

An address says who answers and what, for as long as they may: it has no end of its own. Whoever holds it can do nothing
but say something as that person in that one place, and only in a mail that comes from that person's own address.
"""

from collections.abc import Sequence

from notifications.signed_addresses import read_signed_address, signed_address

PREFIX = "reply+"
_SALT = "notifications.reply_addresses"


def reply_address(person_id: int, ids: Sequence[int]) -> str:
    """Where `person_id` answers what `ids` name."""
    return signed_address(PREFIX, (person_id, *ids), salt=_SALT)


def read_reply_address(address: str) -> tuple[int, tuple[int, ...]]:
    """(person id, ids). Raises BadSignature where we never gave out this address."""
    person, *ids = read_signed_address(address, PREFIX, salt=_SALT)
    return person, tuple(ids)
