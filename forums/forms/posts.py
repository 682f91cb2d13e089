from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, SubmissionField
from forums.forms.closings import ReasonField
from forums.forms.fields import ReadersField
from forums.forms.unsent import KnownField
from forums.models import MessageType
from forums.queries.sending import mark_of


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


class TypeField(forms.ChoiceField):
    """What somebody’s post is, of the message types of a stage."""

    def __init__(self, types, **options):
        missing = _("Please say what your post is: this stage asks for it.")
        super().__init__(
            label=_("Your post is"),
            choices=[(kind.value, capfirst(kind.label)) for kind in MessageType if kind in types],
            widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
            **options,
        )


class OnceForm(forms.Form):
    """A text that comes in once: the same from the same page once more is a double click, another one is not.

    Two tabs may hold the same page, and what was changed after a lost answer is to arrive.
    """

    submission = SubmissionField()

    def clean(self):
        said = super().clean()
        if "submission" in said and "text" in said:
            said["submission"] = mark_of(said["submission"], said["text"])
        return said


class ReplyForm(OnceForm):
    text = SaidField(label=_("Your answer"))
    to = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the number of the post that is answered
    readers = ReadersField()
    known = KnownField()

    def __init__(self, data=None, *, stage=None, is_sent=True, **options):
        """`stage` is the one now, which may ask what the post is; before it is sent that may stay open."""
        super().__init__(data, **options)
        if stage and len(stage.types) > 1:
            self.fields["message_type"] = TypeField(stage.types, required=is_sent)


class SteerForm(OnceForm):
    text = SaidField(label=_("Your post"))
    readers = ReadersField()
    known = KnownField()


class EditForm(forms.Form):
    text = SaidField(label=_("Your post"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)  # when the person began
    readers = ReadersField()
    known = KnownField()


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
