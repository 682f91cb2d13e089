from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.questions import AnswersForm
from communities.models import JoinRequest
from core.forms import CleanCharField


class AskForm(AnswersForm):
    """What somebody says who asks to join, and answers to what the community asks."""

    message = CleanCharField(
        label=_("Say in a sentence what brings you"),
        required=False,
        max_length=JoinRequest._meta.get_field("message").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The team reads it beside your name and what your profile says of your work."),
    )


class AnswerForm(forms.Form):
    """Which requests are answered, and what is said with it."""

    request = forms.ModelMultipleChoiceField(
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        label=_("requests"),
        error_messages={
            "required": _("Choose at least one request."),
            "invalid_choice": _("Choose among the requests to this community."),
            "invalid_pk_value": _("Choose among the requests to this community."),
        },
    )
    reason = CleanCharField(
        label=_("A word to them"),
        required=False,
        max_length=JoinRequest._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the mail that each of them gets."),
    )

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["request"].queryset = community.join_requests.select_related("person").order_by("pk")
