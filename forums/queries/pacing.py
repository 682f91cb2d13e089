"""What is said where a discussion is paused."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from core.templatetags.copse import clock_name
from forums.models import Discussion


def why_paused(discussion: Discussion, reader: User) -> str:
    """Until when, by the clock of `reader`, and why; for a refusal, where no browser says the time anew."""
    zone = reader.zone
    until = _("%(time)s by the clock of %(zone)s") % {
        "time": date_format(timezone.localtime(discussion.paused_until, zone), _("D j F, H:i")),
        "zone": clock_name(zone),
    }
    said = _("This discussion is paused until %(until)s: “%(reason)s” Your text is kept here.")
    return said % {"until": until, "reason": discussion.pause_reason}
