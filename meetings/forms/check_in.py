from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField


class CheckInForm(forms.Form):
    """The code that the host's screen shows."""

    code = CleanCharField(
        label=_("The code on the screen"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )
