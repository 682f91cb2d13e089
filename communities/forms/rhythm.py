from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import Break, Rhythm
from core.forms import CleanCharField

FAR = timedelta(days=2 * 366)


def _day(label):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class RhythmForm(forms.Form):
    """How often a discussion opens, and how many members are asked to follow at once."""

    discussion_weeks = forms.TypedChoiceField(
        label=_("A new discussion opens"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("When it suits")), *((value, capfirst(label)) for value, label in Rhythm.Every.choices)],
        help_text=_("A rhythm that you can keep in a bad month is better than one that needs a good one."),
    )
    most_open = forms.IntegerField(
        label=_("Open at once, at most"),
        required=False,
        min_value=1,
        max_value=Rhythm.MOST_OPEN,
        help_text=_(
            "As many as somebody follows who comes twice a week. Two or three is usual; leave it empty for no limit."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, rhythm, **kwargs):
        """`rhythm` is what is set now, or None."""
        now = rhythm or Rhythm()
        fields = ("discussion_weeks", "most_open", "version")
        super().__init__(*args, initial={field: getattr(now, field) for field in fields}, **kwargs)


class BreakForm(forms.Form):
    """From when until when a community rests, and why, by its own calendar."""

    word = CleanCharField(
        label=_("What for"),
        max_length=Break._meta.get_field("word").max_length,
        help_text=_("Such as “Summer” or “Exams”. Members read it."),
    )
    begins_on = _day(_("From"))
    ends_on = _day(_("Until, that day included"))

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate(timezone=community.zone)

    def clean(self):
        answers = super().clean()
        begins_on, ends_on = answers.get("begins_on"), answers.get("ends_on")
        if begins_on and abs(begins_on - self.today) > FAR:
            self.add_error("begins_on", _("Choose a day within two years of today."))
        elif begins_on and ends_on and ends_on < begins_on:
            self.add_error("ends_on", _("Choose a day that is not before the first one."))
        elif begins_on and ends_on and ends_on - begins_on >= Break.LONGEST:
            self.add_error("ends_on", _("Half a year at most. For longer, conclude the community and renew it later."))
        return answers
