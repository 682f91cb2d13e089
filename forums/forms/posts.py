from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from forums.forms.closings import ReasonField
from forums.forms.fields import SubmissionField


class Box(forms.Textarea):
    """A textarea without a template of its own: every discussion's page holds one."""

    def render(self, name, value, attrs=None, renderer=None):
        attrs = self.build_attrs(self.attrs, attrs)
        return format_html(
            '<textarea name="{}"{}>\n{}</textarea>', name, flatatt(attrs), self.format_value(value) or ""
        )


class SaidField(CleanCharField):
    """What somebody says. Whether it fits and shows anything is the action's to judge."""

    def __init__(self, **options):
        super().__init__(
            strip=False,
            widget=Box(attrs={"rows": 5, "data-behaviour": "kept"}),
            error_messages={"required": _("Please write a few words.")},
            **options,
        )


class ReplyForm(forms.Form):
    text = SaidField(label=_("Your answer"))
    to = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the number of the post that is answered
    submission = SubmissionField()


class SteerForm(forms.Form):
    text = SaidField(label=_("Your post"))
    submission = SubmissionField()


class EditForm(forms.Form):
    text = SaidField(label=_("Your post"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)  # when the person began


class RemoveForm(forms.Form):
    """Of somebody else's post: everybody reads why."""

    reason = ReasonField(
        label=_("Why?"),
        help_text=_("One sentence. It stands in place of the post, and its author gets it by mail."),
    )
    blanks_quotations = forms.BooleanField(
        label=_("It names or describes a patient: blank its words wherever they are quoted, at once and for good."),
        required=False,
    )
