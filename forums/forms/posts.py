from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from forums.forms.fields import SubmissionField


class ReplyForm(forms.Form):
    """What somebody says. Whether it fits and shows anything is the action's to judge."""

    text = CleanCharField(
        label=_("Your answer"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write a few words.")},
    )
    to = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the number of the post that is answered
    submission = SubmissionField()
