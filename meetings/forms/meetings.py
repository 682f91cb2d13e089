from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core import choices
from core.forms import AddressField, CleanCharField, SubmissionField
from core.markdown import MAX_LENGTH
from meetings.clock import When, moment_of
from meetings.errors import NoSuchTime, WhichOfTwo
from meetings.models import Meeting

FARTHEST = timedelta(days=3 * 366)
OFFERS = (6, 12, 24, 48, 72)  # hours
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


class AboutForm(forms.Form):
    """What a meeting is about, where it is, and who has room; all but when it is."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.value, capfirst(kind.label)) for kind in Meeting.Kind])
    title = CleanCharField(label=_("Title"), max_length=200)
    markdown = CleanCharField(
        label=_("What it is about"),
        required=False,
        strip=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What people will take home, what they should bring or read. Markdown."),
    )
    place = CleanCharField(
        label=_("Place"), required=False, max_length=200, help_text=_("A room, a building; or “online”.")
    )
    link = AddressField(
        label=_("Video link"), required=False, help_text=_("Shown to those who have a seat, to nobody else.")
    )
    link_before = forms.TypedChoiceField(
        label=_("They see the link"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("As soon as they have a seat")),
            (30, _("From 30 minutes before it begins")),
            (10, _("From 10 minutes before it begins")),
        ],
    )
    capacity = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=Meeting.MOST_SEATS,
        help_text=_("Empty: as many as come. Hosts and presenters are not counted."),
    )
    offer_hours = forms.TypedChoiceField(
        label=_("A seat that is given back"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", _("goes to whoever is next")),
            *((hours, _("is offered to whoever is next, for %(hours)d hours") % {"hours": hours}) for hours in OFFERS),
        ],
    )
    reflection = CleanCharField(
        label=_("A question to think about afterwards"),
        required=False,
        max_length=300,
        help_text=_("Such as: what will you try on Monday?"),
    )

    FIELDS = (
        *("kind", "title", "markdown", "place", "link", "link_before"),
        *("capacity", "offer_hours", "reflection"),
    )

    @property
    def said(self):
        """What it says, as the actions take it."""
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class ForSpace(forms.Form):
    """Who it is for, among the `spaces` that it offers."""

    space = forms.ChoiceField(label=_("Who it is for"))

    def offer(self, spaces):
        self.spaces = {str(space.pk): space for space in spaces}
        self.fields["space"].choices = [
            (key, _("%(space)s: %(readers)s") % {"space": space.name, "readers": space.audience})
            for key, space in self.spaces.items()
        ]

    def clean_space(self):
        return self.spaces[self.cleaned_data["space"]]


class PlanForm(AboutForm, WhenForm, ForSpace):
    """A new meeting."""

    is_tentative = forms.BooleanField(
        label=_("Tentative: the date is not certain yet"),
        required=False,
    )
    submission = SubmissionField()

    def __init__(self, *args, spaces, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(spaces)


class ChangeForm(AboutForm):
    """What is put right of a meeting."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    onwards = forms.TypedChoiceField(
        label=_("What changes"),
        required=False,
        coerce=bool,
        empty_value=False,
        choices=[
            ("", _("This date alone")),
            ("1", _("This date and those after it, but for what they have of their own")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, has_later=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_later:
            del self.fields["onwards"]

    @classmethod
    def of(cls, meeting, data=None, *, has_later=False):
        """`data` as it came in, or what is saved; `has_later` where it is a date of a series that others follow."""
        shown = {name: getattr(meeting, name) for name in cls.FIELDS}
        return cls(data, initial=shown | {"version": meeting.version}, has_later=has_later)

    def again(self, meeting):
        """The same words for the meeting as it is saved now."""
        data = self.data.copy()
        data["version"] = str(meeting.version)
        return type(self).of(meeting, data, has_later="onwards" in self.fields)


class MoveForm(WhenForm):
    """Another time for a meeting."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def of(cls, meeting, data=None):
        return cls(data, initial=cls.initial_of(meeting) | {"version": meeting.version})

    def again(self, meeting):
        data = self.data.copy()
        data["version"] = str(meeting.version)
        return type(self).of(meeting, data)


class CallOffForm(forms.Form):
    reason = CleanCharField(
        label=_("Why"),
        required=False,
        max_length=300,
        help_text=_("Everybody who has a seat or waits for one reads it."),
    )
