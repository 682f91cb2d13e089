"""When something is, as somebody writes it by a clock on a wall."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import choices
from meetings.clock import When, moment_of
from meetings.errors import NoSuchTime, WhichOfTwo
from meetings.models import Meeting

FARTHEST = timedelta(days=3 * 366)
OVERNIGHT = timedelta(hours=6)  # what ends before it begins, by the clock, lasts at most so long into the next day

_FIRST, _SECOND = "first", "second"


class WhenForm(forms.Form):
    """When a meeting is, by a clock that the form names; `when` once it is valid.

    Of an hour that comes twice it asks which one is meant, and only then.
    """

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    begins = forms.TimeField(label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.time_zones,
        help_text=_("Whose clock this is. Everybody sees it by their own as well."),
    )
    which = forms.ChoiceField(
        label=_("This hour comes twice that night"),
        required=False,
        choices=[(_FIRST, _("The first, before clocks are put back")), (_SECOND, _("The second, afterwards"))],
        widget=forms.RadioSelect,
    )

    far_off = _("Choose a moment that is still to come, within the next three years.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.when = None
        self.asks_which = bool(self.is_bound and self.data.get(self.add_prefix("which")))

    @staticmethod
    def initial_of(meeting):
        """What the form shows of a meeting."""
        ends = meeting.ends_at.astimezone(meeting.zone).time()
        shown = {"day": meeting.day, "begins": meeting.begins, "ends": ends, "time_zone": meeting.time_zone}
        return shown | ({"which": _SECOND} if meeting.is_later else {})

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.when = self._when(cleaned)
        return cleaned

    def _when(self, cleaned):
        minutes = _minutes(cleaned["begins"], cleaned["ends"])
        if minutes is None:
            self.add_error("ends", _("It ends before it begins, or lasts longer than twelve hours."))
            return None
        is_later = {_FIRST: False, _SECOND: True}.get(cleaned["which"])
        when = When(cleaned["day"], cleaned["begins"], minutes, self.zone_in(cleaned), is_later)
        try:
            starts_at = moment_of(when.day, when.begins, ZoneInfo(when.time_zone), is_later=is_later)
        except NoSuchTime as refusal:
            self.add_error("begins", str(refusal))
            return None
        except WhichOfTwo as question:
            self.asks_which = True
            self.add_error("which", str(question))
            return None
        if not self.takes(starts_at):
            self.add_error("day", self.far_off)
            return None
        return when

    @staticmethod
    def zone_in(cleaned):
        """Whose clock it is."""
        return cleaned["time_zone"]

    @staticmethod
    def takes(starts_at):
        """Whether it may begin then."""
        return timezone.now() < starts_at < timezone.now() + FARTHEST


def _minutes(begins, ends):
    """From the one to the other, past midnight where that is not long; None where that makes no sense."""
    day = datetime(2000, 1, 1)
    length = datetime.combine(day, ends) - datetime.combine(day, begins)
    if length <= timedelta(0):
        length += timedelta(days=1)
        if length > OVERNIGHT:
            return None
    return int(length.total_seconds()) // 60 if timedelta(minutes=5) <= length <= Meeting.LONGEST else None
