import uuid

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import LearningTopic
from core.forms import CleanCharField


class TopicForm(forms.Form):
    """Something that a member wants to learn with the others."""

    title = CleanCharField(
        label=_("What do you want to learn together?"),
        max_length=LearningTopic._meta.get_field("title").max_length,
        help_text=_("Such as “How do you give feedback when time is short?”"),
    )
    why = CleanCharField(
        label=_("Why it matters to you"),
        required=False,
        max_length=LearningTopic._meta.get_field("why").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class TopicAnswerForm(forms.Form):
    """What the team does with a topic."""

    state = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[(value, capfirst(label)) for value, label in LearningTopic.State.choices],
    )
    scheduled_on = forms.DateField(
        label=_("When"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    answer = CleanCharField(
        label=_("A word from the team"),
        required=False,
        max_length=LearningTopic._meta.get_field("answer").max_length,
        help_text=_("Whoever proposed it or voted for it reads this."),
    )

    def clean(self):
        answers = super().clean()
        is_scheduled = answers.get("state") == LearningTopic.State.SCHEDULED
        if is_scheduled and not answers.get("scheduled_on") and "scheduled_on" not in self.errors:
            self.add_error("scheduled_on", _("Say on which day it begins."))
        return answers
