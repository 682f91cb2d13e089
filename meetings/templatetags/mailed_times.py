"""Times as letters say them, where no browser can say them again."""

from datetime import datetime, tzinfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.templatetags.copse import at_clock, clock_name

register = template.Library()


@register.simple_tag
def mailed_time(value: datetime | None, zone: tzinfo) -> str:
    """`value` by the reader's own clock, and by that of `zone` behind it where the two differ.

    "Tue 3 March, 09:30 UTC (Tue 3 March, 15:00 by the clock of Kolkata)"; another year is named. No value gives an
    empty string.
    """
    if value is None:
        return ""
    here, there = timezone.localtime(value), timezone.localtime(value, zone)
    said = at_clock(here, _day(here))
    if here.utcoffset() == there.utcoffset():
        return said
    by_the_other = _("%(time)s by the clock of %(zone)s") % {
        "time": date_format(there, _("D j F, H:i")),
        "zone": clock_name(zone),
    }
    return f"{said} ({by_the_other})"


def _day(moment: datetime) -> str:
    return _("D j F") if moment.year == timezone.localdate().year else _("D j F Y")
