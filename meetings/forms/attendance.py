from django import forms
from django.core.validators import MaxValueValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from meetings.forms.people import PersonField
from meetings.models import AttendanceChange, Counting, Seat
from meetings.queries.people import guests_named, readers_named

_Mark = Seat.Attendance


def reason_field(**options):
    return CleanCharField(
        label=_("Why you correct it"), required=False, max_length=AttendanceChange.LONGEST_REASON, **options
    )


class MarkForm(forms.Form):
    """Whether somebody came, and once the meeting is finished why that is corrected."""

    to = forms.ChoiceField(choices=[(mark.value, capfirst(mark.label)) for mark in _Mark])
    reason = reason_field()


class ComerField(PersonField):
    """A person, or somebody from outside who was asked to the meeting, by name or address; its value is either."""

    def at(self, meeting):
        self.meeting = meeting
        self.among(meeting.space)

    def person_called(self, words):
        guests = guests_named(self.meeting, words)
        if not guests:
            return super().person_called(words)
        if len(guests) > 1 or readers_named(self.space, words):
            several = _("Several people are called that. Give the @handle, or the address of somebody from outside.")
            raise forms.ValidationError(several)
        return guests[0]


class WalkInForm(forms.Form):
    """Somebody who came without a seat."""

    comer = ComerField(
        label=_("Who"),
        max_length=Seat._meta.get_field("email").max_length,
        help_text=_("By name or @handle. Whoever was asked from outside: by name or address."),
    )
    reason = reason_field(help_text=_("The meeting is finished, so a few words are kept with it."))

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, auto_id="walk-in-%s", **kwargs)
        self.fields["comer"].at(meeting)
        self.fields["reason"].is_needed = True
        if not meeting.is_finished:
            del self.fields["reason"]


class FinishForm(forms.Form):
    """What is true of those of whom nothing is said."""

    default = forms.ChoiceField(
        label=_("Of whoever is not marked"),
        widget=forms.RadioSelect,
        initial=_Mark.ABSENT.value,
        choices=[
            (_Mark.ABSENT.value, _("they were absent")),
            (_Mark.PRESENT.value, _("they were present")),
            (_Mark.UNMARKED.value, _("leave it open; they count neither way")),
        ],
    )


class CountingForm(forms.ModelForm):
    """How a community counts who came."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    conflicts = ()  # what somebody else has set otherwise meanwhile, each with what is saved now

    class Meta:
        model = Counting
        fields = ("late_counts", "left_early_counts", "excused_leaves", "late_after", "left_before")
        labels = {
            "late_counts": _("Whoever was late was there"),
            "left_early_counts": _("Whoever left early was there"),
            "excused_leaves": _("Whoever was excused is left out; otherwise they count as not there"),
            "late_after": _("Late after how many minutes"),
            "left_before": _("Left early when so many minutes before the end"),
        }
        help_texts = {
            "late_after": _("For whoever checks in, and for lists of a video service. A host marks as they see fit."),
            "left_before": _("For lists of a video service."),
        }

    def __init__(self, data, *, counting):
        super().__init__(data, instance=counting, initial={"version": counting.version})
        for name in ("late_after", "left_before"):
            self.fields[name].validators.append(MaxValueValidator(Counting.MOST_MINUTES))
            self.fields[name].widget.attrs["max"] = Counting.MOST_MINUTES

    def _post_clean(self):
        """The action saves it, under its lock; nothing is put into what was read."""

    def again(self, counting, refusal):
        """The same answers for what is saved now, so that a second try knows what somebody else has set."""
        self.data = self.data.copy()
        self.data["version"] = str(counting.version)
        now = {name: getattr(counting, name) for name in self.Meta.fields}
        self.conflicts = [
            (self[name], {True: _("Yes"), False: _("No")}[saved] if isinstance(saved, bool) else saved)
            for name, saved in now.items()
            if saved != self.cleaned_data[name]
        ]
        self.add_error(None, str(refusal))
