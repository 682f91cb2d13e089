"""Times and names as every page shows them, and the parts that every page has alike."""

import re
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from secrets import token_hex
from types import NoneType
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from core import choices

register = template.Library()

MOMENT, AGO, DAY, TODAY, CLOCK, HOUR = "moment", "ago", "day", "today", "clock", "hour"

PLAIN = (str, int, NoneType)
TOKEN = token_hex(16)  # stands for the token of a form until the page is sent; nobody who writes can know it

# By the name of a page, or by the app of all others.
SECTIONS = {
    "home:home": "home",
    "home:agenda": "agenda",
    "home:people": "people",
    "home:person": "people",
    "home": "communities",
    "communities": "communities",
    "forums": "communities",
    "evaluation": "communities",
    "library": "communities",
    "meetings": "communities",
    "notifications": "notifications",
    "accounts": "me",
    "forums:claims": "me",
    "forums:feeds": "me",
    "forums:feeds-make": "me",
    # How the names of allauth’s addresses begin, which stand in no app.
    "account": "me",
    "mfa": "me",
    "usersessions": "me",
}

_STRAIGHT = re.compile(r'"([^"]*)"')
_SINGLE = str.maketrans("“”", "‘’")


@register.simple_tag
def local_time(value: datetime | None, manner: str = MOMENT) -> SafeString | str:
    """`value` as <time>, which the reader's browser says again in their own zone.

    Manners: "moment" (Tue 3 March, 09:30 UTC), "ago" (2 days ago in the browser, else 3 March, 09:30 UTC),
    "day" (3 March), "today" (Tuesday 3 March), and "clock" (Tue 3 March, 09:30), for a page that names its zone once;
    "hour" (09:30), where the day is said beside it.
    Another year is named.
    No value gives an empty string.
    """
    if value is None:
        return ""
    return _time(value, manner, get_language(), timezone.get_current_timezone(), timezone.localtime().year)


@register.filter
def clock_name(zone: tzinfo) -> str:
    """A zone as people read it, by its city: "Sao Paulo"."""
    return str(zone).rpartition("/")[2].replace("_", " ")


@register.simple_tag
def there_time(value: datetime | None, zone: tzinfo) -> SafeString | str:
    """The same moment by the clock of `zone`, to stand behind `local_time`; hidden where it is the reader's own time.

    The reader's browser decides anew by its own clock. No value gives an empty string.
    """
    if value is None:
        return ""
    there = timezone.localtime(value, zone)
    is_same = there.utcoffset() == timezone.localtime(value).utcoffset()
    said = gettext("%(time)s by the clock of %(zone)s") % {
        "time": date_format(there, gettext("D j F, H:i")),
        "zone": clock_name(zone),
    }
    return format_html(
        '<span class="meta" data-there="{}"{}>({})</span>', zone, mark_safe(" hidden") if is_same else "", said
    )


@register.simple_tag
def calendar_day(value: datetime | None, zone: tzinfo) -> str:
    """The day of `value` by the clock of `zone`, which nobody's browser says otherwise; another year is named.

    For a day that somebody chose. No value gives an empty string.
    """
    if value is None:
        return ""
    there = timezone.localtime(value, zone)
    return _said(there, DAY, is_this_year=there.year == timezone.localtime(timezone=zone).year)


@register.filter
def as_day(value: date | None) -> str:
    """A day that somebody chose, as people say it: 3 March; another year is named. No value gives an empty string."""
    if value is None:
        return ""
    return date_format(value, gettext("j F") if value.year == timezone.localdate().year else gettext("j F Y"))


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
    if manner == HOUR:
        return date_format(there, gettext("H:i"))
    if manner == TODAY:
        return date_format(there, gettext("l j F"))
    if manner == AGO:
        day = gettext("j M") if is_this_year else gettext("j M Y")
    else:
        day = gettext("D j F") if is_this_year else gettext("D j F Y")
    if manner == CLOCK:
        return date_format(there, gettext("%(day)s, H:i") % {"day": day})
    return at_clock(there, day)


def at_clock(there: datetime, day: str) -> str:
    """Its `day` (a format), its hour and the name of its zone; where that is a number alone, against UTC."""
    said = date_format(there, gettext("%(day)s, H:i T") % {"day": day})
    name = there.tzname() or ""
    return said.replace(name, f"UTC{name}") if name.startswith(("+", "-")) else said


@register.simple_tag(takes_context=True)
def fixed(context: Context, template_name: str, **given: Any) -> SafeString:
    """An include that depends on nothing but the language and what it is given, as `rendered` has it.

    Its forms may have their token, which is put in each time.
    """
    html = rendered(template_name, **given)
    return mark_safe(html.replace(TOKEN, str(context.get("csrf_token", "")))) if TOKEN in html else html


def rendered(template_name: str, **given: Any) -> SafeString:
    """A template that is given texts, numbers, yes or no and None, and nothing that could change.

    Rendered once in a process for each language and the values given (with DEBUG anew each time). So it cannot go
    stale, nor show a reader what another was given. A time is given as `local_time` says it.
    """
    # A text that `_()` translates in a template is translated only when it is looked at.
    plain = {name: str(value) if isinstance(value, Promise) else value for name, value in given.items()}
    values = tuple((name, type(value), value) for name, value in plain.items())
    if wrong := [name for name, kind, _value in values if not issubclass(kind, PLAIN)]:
        raise TypeError(f"{template_name} is given what may change: {', '.join(wrong)}")
    render = _rendered.__wrapped__ if settings.DEBUG else _rendered
    return render(template_name, get_language(), values)


# The kinds are part of what is remembered: a text that is safe to show and one that is not may be equal.
@lru_cache(maxsize=4_000)
def _rendered(template_name: str, language: str, values: tuple[tuple[str, type, Any], ...]) -> SafeString:
    given = {name: value for name, _kind, value in values}
    return render_to_string(template_name, {**given, "csrf_token": TOKEN})


@register.simple_tag
def section(request: HttpRequest | str) -> str:
    """Which part of the site a page belongs to: "home", "communities", "people", "notifications", "me" or none."""
    match = getattr(request, "resolver_match", None)
    if match is None or match.view_name is None:
        return ""
    return SECTIONS.get(match.view_name, "") or SECTIONS.get(match.app_name or match.view_name.partition("_")[0], "")


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
