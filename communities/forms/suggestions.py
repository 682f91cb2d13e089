import uuid

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import Suggestion
from core.forms import CleanCharField


class SuggestionForm(forms.Form):
    """How this might work better, with a name or without."""

    text = CleanCharField(
        label=_("How might this work better for you?"),
        max_length=Suggestion._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_signed = forms.TypedChoiceField(
        label=_("Your name"),
        choices=[
            ("True", _("With my name: I am told what becomes of it")),
            ("False", _("Without my name: nothing says that it is mine, so nobody can tell me")),
        ],
        coerce=lambda value: value == "True",
        initial="True",
        widget=forms.RadioSelect,
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class SuggestionAnswerForm(forms.Form):
    """What becomes of a suggestion."""

    state = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(value.value, capfirst(value.label)) for value in Suggestion.ANSWERED],
        widget=forms.RadioSelect,
    )
    answer = CleanCharField(
        label=_("A word from the team"),
        required=False,
        max_length=Suggestion._meta.get_field("answer").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("All members read the suggestion and this."),
    )

    def clean(self):
        answers = super().clean()
        if answers.get("state") == Suggestion.State.NOT_NOW and not answers.get("answer") and not self.errors:
            self.add_error("answer", _("Say in a few words why not now."))
        return answers
