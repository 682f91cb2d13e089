"""What a page sends is known by the page, whose mark its form carries, and by the text."""

from hashlib import sha256
from uuid import UUID

_HALF = 8  # bytes: the first say which page it was, the others which text


def mark_of(page: UUID, text: str) -> UUID:
    """The same text from the same page once more has the same mark, another text another one."""
    return UUID(bytes=page.bytes[:_HALF] + sha256(text.encode()).digest()[:_HALF])


def marks_from(page: UUID) -> tuple[UUID, UUID]:
    """The first and the last of all the marks that texts from a page can have."""
    first = page.bytes[:_HALF]
    return UUID(bytes=first + bytes(_HALF)), UUID(bytes=first + b"\xff" * _HALF)
