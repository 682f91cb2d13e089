from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User, validate_time_zone


class SignupFieldsForm(forms.Form):
    """The fields that sign-up asks beside e-mail and password: what to be called, and the clock."""

    display_name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-behaviour": "time-zone"}))

    field_order = ["display_name", "email", "password1"]

    def clean_time_zone(self):
        # Filled by the browser; whatever is not a zone falls back to UTC, which the profile can mend.
        value = self.cleaned_data["time_zone"]
        try:
            validate_time_zone(value)
        except forms.ValidationError:
            return "UTC"
        return value

    def signup(self, request, user: User):
        user.display_name = self.cleaned_data["display_name"]
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["display_name", "time_zone"])
