from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from meetings.models import Meeting


class RemindersForm(forms.Form):
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
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @classmethod
    def of(cls, meeting, data=None):
        """`data` as it came in, or what is saved."""
        shown = {"kinds": meeting.reminders, "text": meeting.reminder_text, "version": meeting.version}
        return cls(data, initial=shown)

    def again(self, meeting, refusal):
        """The same words for the meeting as it is saved now."""
        data = self.data.copy()
        data["version"] = str(meeting.version)
        form = type(self).of(meeting, data)
        form.add_error(None, refusal)
        return form
