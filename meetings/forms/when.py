"""When something is, as somebody writes it by a clock on a wall."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import choices
from meetings.clock import When, moment_of, moments_of
from meetings.errors import NoSuchTime, WhichOfTwo
from meetings.models import Meeting

FARTHEST = timedelta(days=3 * 366)
SHORTEST = timedelta(minutes=5)
OVERNIGHT = timedelta(hours=6)  # what ends before it begins, by the clock, lasts at most so long into the next day

_FIRST, _SECOND = "first", "second"
_LATER = {_FIRST: False, _SECOND: True}


def _which(label):
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[(_FIRST, _("The first, before clocks are put back")), (_SECOND, _("The second, afterwards"))],
        widget=forms.RadioSelect,
    )


class WhenForm(forms.Form):
    """From when until when a meeting is, by a clock that the form names; `when` once it is valid.

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
    which = _which(_("This hour comes twice that night"))
    which_end = _which(_("The hour in which it ends comes twice that night"))

    far_off = _("Choose a moment that is still to come, within the next three years.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.when = None
        self.asks_which, self.asks_which_end = (bool(self[name].value()) for name in ("which", "which_end"))

    @staticmethod
    def initial_of(meeting):
        """What the form shows of a meeting."""
        ends = meeting.ends_at.astimezone(meeting.zone).time()
        shown = {"day": meeting.day, "begins": meeting.begins, "ends": ends, "time_zone": meeting.time_zone}
        return shown | {"which": _said_of(meeting.starts_at, meeting), "which_end": _said_of(meeting.ends_at, meeting)}

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.when = self._when(cleaned)
        return cleaned

    def _when(self, cleaned):
        zone_name = self.zone_in(cleaned)
        zone = ZoneInfo(zone_name)
        starts_at = self._moment("begins", "which", cleaned, cleaned["day"], zone)
        if starts_at is None:
            return None
        ends_at = self._moment("ends", "which_end", cleaned, _last_day(cleaned, starts_at, zone), zone, after=starts_at)
        if ends_at is None:
            return None
        if not SHORTEST <= ends_at - starts_at <= Meeting.LONGEST:
            self.add_error("ends", _("It ends before it begins, or lasts longer than twelve hours."))
            return None
        if not self.takes(starts_at):
            self.add_error("day", self.far_off)
            return None
        minutes = (ends_at - starts_at) // timedelta(minutes=1)
        return When(cleaned["day"], cleaned["begins"], minutes, zone_name, _LATER.get(cleaned["which"]))

    def _moment(self, name, which, cleaned, day, zone, **later):
        """When it is what stands in the field `name`; None where that is refused, or `which` has to be asked."""
        try:
            return moment_of(day, cleaned[name], zone, is_later=_LATER.get(cleaned[which]), **later)
        except NoSuchTime as refusal:
            self.add_error(name, str(refusal))
        except WhichOfTwo as question:
            setattr(self, f"asks_{which}", True)
            self.add_error(which, str(question))
        return None

    @staticmethod
    def zone_in(cleaned):
        """Whose clock it is."""
        return cleaned["time_zone"]

    @staticmethod
    def takes(starts_at):
        """Whether it may begin then."""
        return timezone.now() < starts_at < timezone.now() + FARTHEST


def _last_day(cleaned, starts_at, zone):
    """The day on which it ends: the next one where that is not long after midnight."""
    day, begins, ends = cleaned["day"], cleaned["begins"], cleaned["ends"]
    if ends > begins or any(moment > starts_at for moment in moments_of(day, ends, zone)):
        return day
    midnight = day + timedelta(days=1)
    is_short = datetime.combine(midnight, ends) - datetime.combine(day, begins) <= OVERNIGHT
    return midnight if is_short else day


def _said_of(moment, meeting):
    """Which of two it is, where clocks there show twice what they show then."""
    there = moment.astimezone(meeting.zone)
    is_twice = len(moments_of(there.date(), there.time(), meeting.zone)) > 1
    return (_SECOND if there.fold else _FIRST) if is_twice else ""
