from django import template
from django.utils.translation import gettext as _

from meetings.models import Seat

register = template.Library()


@register.filter
def length(minutes):
    """How long something lasts, in hours and minutes: "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def mark_label(mark):
    """A mark in words: "left early"."""
    return Seat.Attendance(mark).label
