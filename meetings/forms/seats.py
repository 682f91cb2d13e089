from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField


class ApologyForm(forms.Form):
    """Why somebody cannot come, if they want to say so."""

    reason = CleanCharField(
        label=_("Why you cannot come"),
        required=False,
        max_length=300,
        help_text=_("Those who host the meeting read it, nobody else."),
    )
