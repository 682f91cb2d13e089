import uuid

from django import forms
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import RegistrationAnswer, RegistrationQuestion
from core.forms import ChoicesField, CleanCharField

Kind = RegistrationQuestion.Kind
LONGEST_ANSWER = RegistrationAnswer._meta.get_field("text").max_length
LONGEST_CHOICE = 80
MOST_CHOICES = 12


class AnswersForm(forms.Form):
    """What a community asks of whoever comes in; one field for each question."""

    def __init__(self, *args, questions=(), given=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {f"answer_{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field(question, (given or {}).get(question.pk, ""))

    @property
    def asked(self):
        """The fields of the questions."""
        return [self[name] for name in self.questions]

    @property
    def answers(self):
        """{question: answer} as the actions take it."""
        return {question.pk: self.cleaned_data[name] for name, question in self.questions.items()}

    @property
    def is_untouched(self):
        """Whether it was sent from a page that did not show the questions."""
        return self.is_bound and bool(self.questions) and not any(name in self.data for name in self.questions)


def _field(question, given):
    told = {
        "label": question.text,
        "help_text": escape(question.help),
        "required": question.is_required,
        "initial": given,
    }
    if question.kind == Kind.TEXT:
        area = forms.Textarea(attrs={"rows": 3})
        return CleanCharField(max_length=LONGEST_ANSWER, widget=area, **told)
    offered = list(question.offered)
    if not question.is_required:
        offered.append(("", _("I would rather not say")))
    return forms.ChoiceField(choices=offered, widget=forms.RadioSelect, **told)


class QuestionForm(forms.ModelForm):
    """A question as leaders write it. How it is answered is settled when it is first asked."""

    choices = ChoicesField(
        most=MOST_CHOICES,
        longest=LONGEST_CHOICE,
        label=_("What can be chosen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line, where one of several is chosen; else leave it empty."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = RegistrationQuestion
        fields = ["text", "help", "kind", "choices", "is_required"]
        field_classes = {"text": CleanCharField, "help": CleanCharField}
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "text": _("Ask what helps you to welcome them, and nothing that you will not use."),
            "help": _("Stands beneath the question."),
            "is_required": _("Nobody comes in without an answer to it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["kind"], self.fields["submission"]
            if self.instance.kind != Kind.CHOICE:
                del self.fields["choices"]
        else:
            self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in Kind]

    def clean(self):
        answers = super().clean()
        is_choice = answers.get("kind", self.instance.kind) == Kind.CHOICE
        choices = answers.setdefault("choices", [])
        if is_choice and "choices" not in self.errors and len(choices) < 2:
            self.add_error("choices", _("Give at least two to choose from."))
        if not is_choice:
            answers["choices"] = []
        return answers

    def _post_clean(self):
        """The action writes it: nothing is put into the instance here."""
