"""The helper that proposes dates from a rhythm (G24)."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from meetings.forms.when import FARTHEST
from meetings.models import Series
from meetings.rhythm import LAST, Monthly, Weekly, proposed

_WEEKS, _BETWEEN, _MONTHLY = "weeks", "between", "monthly"
MOST_WEEKS = 52


def _day(**options):
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class RhythmForm(forms.Form):
    """How often, on which day, from when until when; `days()` once it is valid."""

    pattern = forms.ChoiceField(
        label=_("Rhythm"),
        choices=[
            (_WEEKS, _("Every so many weeks")),
            (_BETWEEN, _("So many to so many weeks apart")),
            (_MONTHLY, _("Once a month, such as each second Tuesday")),
        ],
    )
    weekday = forms.TypedChoiceField(label=_("Weekday"), coerce=int, choices=list(WEEKDAYS.items()))
    weeks = forms.IntegerField(label=_("Weeks apart"), min_value=1, max_value=MOST_WEEKS, required=False, initial=2)
    at_most = forms.IntegerField(
        label=_("at most"),
        min_value=1,
        max_value=MOST_WEEKS,
        required=False,
    )
    number = forms.TypedChoiceField(
        label=_("Of the month"),
        coerce=int,
        choices=[
            *((1, _("the first")), (2, _("the second")), (3, _("the third")), (4, _("the fourth"))),
            (LAST, _("the last")),
        ],
    )
    first = _day(label=_("From"))
    until = _day(label=_("Until"), required=False)
    dates = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=Series.MOST,
        required=False,
    )

    def __init__(self, data=None, **options):
        super().__init__(data, prefix="rhythm", **options)

    @classmethod
    def shown(cls, data):
        """What was typed into it, without a word on it: nobody has asked for dates."""
        form = cls(data)
        return cls(initial={name: form[name].value() for name in form.fields})

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        if not said["until"] and not said["dates"]:
            self.add_error("dates", _("Say until when, or how many."))
        if said["until"] and said["until"] < said["first"]:
            self.add_error("until", _("It ends before it begins."))
        if abs(said["first"] - timezone.localdate()) > FARTHEST:
            self.add_error("first", _("Choose a day within the next three years."))
        if said["pattern"] != _MONTHLY and not said["weeks"]:
            self.add_error("weeks", _("Say how many weeks lie between them."))
        if said["pattern"] == _BETWEEN and (said["at_most"] or 0) < (said["weeks"] or 0):
            self.add_error("at_most", _("At most so many as at least, or more."))
        return said

    def days(self, busy=()):
        """The days that it proposes; `busy` ones are better left free."""
        return proposed(
            self._rhythm,
            self.cleaned_data["first"],
            until=self.cleaned_data["until"] or timezone.localdate() + FARTHEST - timedelta(days=2),
            number=self.cleaned_data["dates"] or Series.MOST,
            busy=busy,
        )

    @property
    def _rhythm(self):
        said = self.cleaned_data
        if said["pattern"] == _MONTHLY:
            return Monthly(said["weekday"], said["number"])
        return Weekly(said["weekday"], said["weeks"], said["at_most"] or 0 if said["pattern"] == _BETWEEN else 0)
