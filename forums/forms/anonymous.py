from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, SubmissionField
from forums.forms.fields import ReadersField
from forums.models import AnonymousQuestion, Unmasking


class UnnamedForm(forms.Form):
    """A question as its asker puts it to the columnists."""

    title = CleanCharField(label=_("what it is about"), max_length=200, help_text=_("A few words, short and plain."))
    question = CleanCharField(
        label=_("your question"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Leave out names, places and dates by which somebody could tell who you are, or a patient."),
    )
    submission = SubmissionField()


class PublishForm(forms.Form):
    """The same as everybody will read it."""

    title = CleanCharField(label=_("title"), max_length=200)
    question = CleanCharField(
        label=_("opening question"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "As it was asked. Take out only what could give somebody away. Once it is open, moderators alone change it."
        ),
    )
    readers = ReadersField()


class DeclineForm(forms.Form):
    """Why a question is not published."""

    words = CleanCharField(
        label=_("Why not?"),
        max_length=AnonymousQuestion._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A word for whoever asked. It reaches them, and you do not learn who they are."),
    )


class UnmaskForm(forms.Form):
    """Why a name has to be known."""

    reason = CleanCharField(
        label=_("why you need to know"),
        min_length=AnonymousQuestion.SHORTEST_REASON,
        max_length=Unmasking._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In a sentence or two. Whoever asked reads it, and so do the other leaders."),
    )
