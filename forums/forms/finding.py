from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, FilterForm, SoughtField


class PostsForm(FilterForm):
    """What is looked for in a discussion: words, and whose (a handle)."""

    q = SoughtField(label=_("Words in this discussion"), max_length=200)
    by = CleanCharField(max_length=60, required=False, widget=forms.HiddenInput)
