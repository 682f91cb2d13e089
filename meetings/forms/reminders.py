from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from meetings.forms.merging import MergedForm
from meetings.models import Meeting


class RemindersForm(MergedForm):
    """Of what those with a seat are told, and what is said beside the time."""

    kinds = forms.MultipleChoiceField(
        label=_("They are told"), required=False, choices=Meeting.Remind, widget=forms.CheckboxSelectMultiple
    )
    text = CleanCharField(
        label=_("Your own words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5, "data-behaviour": "kept"}),
        help_text=_(
            "What to bring, read or know; it stands in each reminder. Title, time and place stand there anyway."
        ),
    )

    @staticmethod
    def said_by(meeting):
        return {"kinds": meeting.reminders, "text": meeting.reminder_text}
