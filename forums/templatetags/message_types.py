"""What a post is, in the words of whoever wrote it: a small badge beside the name."""

from functools import cache

from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import get_language

from forums.models import MessageType


def type_badge(message_type: str) -> str:
    """Nothing for an ordinary contribution, and for what was not called anything."""
    return _badges(get_language()).get(message_type, "") if message_type else ""


@cache
def _badges(language: str | None) -> dict[str, str]:
    return {
        str(kind.value): f'<span class="badge">{escape(capfirst(kind.label))}</span>'
        for kind in MessageType
        if kind != MessageType.CONTRIBUTION
    }
