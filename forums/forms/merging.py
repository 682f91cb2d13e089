from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import FilterForm, SoughtField
from forums.forms.closings import ReasonField


class TargetForm(FilterForm):
    """By which words another discussion is sought."""

    q = SoughtField(label=_("Words of its title"), max_length=200)


class MergeForm(forms.Form):
    """Why one discussion goes on in another, and what whoever decides that was shown of who reads them."""

    reason = ReasonField(
        label=_("Why?"),
        help_text=_("One sentence. It stands above what comes along, and the log that the leaders read leads there."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=100)
