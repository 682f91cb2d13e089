from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import AddressField, CleanCharField, SubmissionField
from core.markdown import MAX_LENGTH
from meetings.forms.merging import MergedForm, SeenField
from meetings.forms.when import WhenForm
from meetings.merging import marks_of
from meetings.models import Meeting

OFFERS = (6, 12, 24, 48, 72)  # hours


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


class ChangeForm(MergedForm, AboutForm):
    """What is put right of a meeting."""

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
        """`has_later` where it is a date of a series that others follow."""
        super().__init__(*args, **kwargs)
        if not has_later:
            del self.fields["onwards"]

    @staticmethod
    def said_by(meeting):
        return {name: getattr(meeting, name) for name in AboutForm.FIELDS}


class MoveForm(WhenForm):
    """Another time for a meeting."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = SeenField()

    @classmethod
    def of(cls, meeting, data=None):
        shown = cls.initial_of(meeting) | {"version": meeting.version, "seen": marks_of({"when": meeting.time})}
        return cls(data, initial=shown)

    def again(self, meeting):
        data = self.data.copy()
        fresh = type(self).of(meeting)
        for name in ("version", "seen"):
            data[name] = fresh[name].value()
        return type(self).of(meeting, data)


class CallOffForm(forms.Form):
    reason = CleanCharField(
        label=_("Why"),
        required=False,
        max_length=300,
        help_text=_("Everybody who has a seat or waits for one reads it."),
    )
