from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from forums.models import SavedReply


class SavedReplyForm(forms.Form):
    """A text that is used again, and which version of it was read."""

    title = CleanCharField(
        label=_("Title"), max_length=80, help_text=_("The team finds it by this. Nobody else reads it.")
    )
    markdown = CleanCharField(
        label=_("Text"),
        max_length=SavedReply.LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("As in a post: Markdown. Whoever uses it changes it before they send it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)
