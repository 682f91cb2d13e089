"""What home says in pages of its own."""

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.templatetags.copse import as_day, local_time
from home.queries.need import Need

register = template.Library()


@register.simple_tag
def why(need: Need) -> SafeString:
    """Why something waits, in one sentence with the words and the day that belong into it."""
    sentence = conditional_escape(need.why)
    words = {name: word if isinstance(word, int) else conditional_escape(word) for name, word in need.words.items()}
    if need.at is not None:
        words["day"] = local_time(need.at, "day")
    elif need.on is not None:
        words["day"] = as_day(need.on)
    return mark_safe(sentence % words) if words else sentence
