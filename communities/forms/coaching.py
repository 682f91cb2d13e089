from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import CoachingRequest
from core.forms import CleanCharField


class CoachingForm(forms.Form):
    """What leaders would like to talk about with a coach."""

    message = CleanCharField(
        label=_("What would you like to talk about?"),
        max_length=CoachingRequest._meta.get_field("message").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Where you are with your community, what you have tried, and when you could talk."),
    )


class CoachingAnswerForm(forms.Form):
    """What a coach answers."""

    is_accepted = forms.TypedChoiceField(
        label=_("Will you talk with them?"),
        choices=[("yes", _("Yes")), ("no", _("Not this time"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = CleanCharField(
        label=_("A word to them"),
        max_length=CoachingRequest._meta.get_field("answer").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "If yes: when, and where you meet, such as a link to your room or a number. If no: who else might."
        ),
    )
