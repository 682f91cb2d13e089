import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_PLAN = timedelta(days=5 * 365)


class SubmissionField(forms.UUIDField):
    """Made with the form, so that a double click is recognised."""

    default_error_messages = {
        "required": _("This form was incomplete. Please send it again."),
        "invalid": _("This form was damaged. Please send it again."),
    }

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4)


class MomentField(forms.DateTimeField):
    """A date and time on the clock of `zone`, given and shown without naming it."""

    def __init__(self, *, zone, **options):
        self.zone = zone
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(required=False, widget=widget, **options)

    def to_python(self, value):
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)

    def validate(self, value):
        super().validate(value)
        if value is not None and not timezone.now() < value < timezone.now() + LONGEST_PLAN:
            raise forms.ValidationError(_("Please choose a moment that is still to come, within the next five years."))
