"""Times and names as every page shows them, and the parts that every page has alike."""

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core import choices

register = template.Library()

MOMENT, AGO, DAY = "moment", "ago", "day"

_STRAIGHT = re.compile(r'"([^"]*)"')
_SINGLE = str.maketrans("“”", "‘’")


@register.simple_tag
def local_time(value: datetime | None, manner: str = MOMENT) -> SafeString | str:
    """`value` as <time>, which the reader's browser says again in their own zone.

    Manners: "moment" (Tue 3 March, 09:30 UTC), "ago" (2 days ago in the browser, else 3 March, 09:30 UTC)
    and "day" (3 March). Another year is named. No value gives an empty string.
    """
    if value is None:
        return ""
    return _time(value, manner, get_language(), timezone.get_current_timezone(), timezone.localtime().year)


@register.simple_tag
def calendar_day(value: datetime | None, zone: tzinfo) -> str:
    """The day of `value` by the clock of `zone`, which nobody's browser says otherwise; another year is named.

    For a day that somebody chose. No value gives an empty string.
    """
    if value is None:
        return ""
    there = timezone.localtime(value, zone)
    return _said(there, DAY, is_this_year=there.year == timezone.localtime(timezone=zone).year)


# A page of posts holds one for each, and the next reader of the page asks for the same.
@lru_cache(maxsize=10_000)
def _time(value: datetime, manner: str, language: str, zone: tzinfo, this_year: int) -> SafeString:
    there = timezone.localtime(value, zone)
    return format_html(
        '<time datetime="{}" data-local="{}">{}</time>',
        value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        manner,
        _said(there, manner, is_this_year=there.year == this_year),
    )


def _said(there: datetime, manner: str, *, is_this_year: bool) -> str:
    if manner == DAY:
        return date_format(there, gettext("j F") if is_this_year else gettext("j F Y"))
    if manner == AGO:
        day = gettext("j M") if is_this_year else gettext("j M Y")
    else:
        day = gettext("D j F") if is_this_year else gettext("D j F Y")
    return date_format(there, gettext("%(day)s, H:i T") % {"day": day})


@register.simple_tag
def fixed(template_name: str) -> SafeString:
    """An include that depends on nothing but the language: rendered once in a process, or anew with DEBUG."""
    language = get_language()
    return _rendered.__wrapped__(template_name, language) if settings.DEBUG else _rendered(template_name, language)


@lru_cache(maxsize=100)
def _rendered(template_name: str, language: str) -> SafeString:
    return render_to_string(template_name)


register.filter(choices.own_name)


@register.filter
def initials(name: str) -> str:
    """The first letters of a name's first and last word, for an avatar."""
    words = [word for word in str(name).replace(".", " ").split() if word[0].isalnum()]
    if not words:
        return "–"
    return words[0][0] + (words[-1][0] if len(words) > 1 else "")


@register.filter
def quoted(words: str) -> str:
    """Somebody's words as they stand between quotation marks: those within are single ones."""
    return _STRAIGHT.sub(r"‘\1’", str(words)).translate(_SINGLE)
