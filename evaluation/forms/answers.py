from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from evaluation.actions.answers import NOTHING_SAID
from evaluation.models import Answer, SurveyQuestion

LONGEST = Answer._meta.get_field("text").max_length


class AnswerForm(forms.Form):
    """What a survey asks, one field for each question; nobody has to answer any single one."""

    def __init__(self, *args, questions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = {f"answer_{question.pk}": question for question in questions}
        for name, question in self.questions.items():
            self.fields[name] = _field(question)

    @property
    def asked(self):
        """(question, its field) in the order in which they are asked."""
        return [(question, self[name]) for name, question in self.questions.items()]

    def clean(self):
        answers = super().clean()
        if not self.errors and not any(answers.values()):
            raise forms.ValidationError(NOTHING_SAID)
        return answers

    @property
    def answers(self):
        """{question: answer} as the action takes it."""
        return {question.pk: self.cleaned_data[name] for name, question in self.questions.items()}


def _field(question):
    told = {"label": question.text, "required": False}
    if question.is_text:
        return CleanCharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **told)
    if question.is_scale:
        steps = [(step, step) for step in SurveyQuestion.STEPS]
        told["help_text"] = escape(_ends(question))
        return _single(steps, **told, coerce=int, empty_value=None)
    places = list(enumerate(question.choices))
    if question.kind == SurveyQuestion.Kind.SINGLE:
        return _single(places, **told, coerce=lambda place: [int(place)], empty_value=[])
    return forms.TypedMultipleChoiceField(
        choices=places, widget=forms.CheckboxSelectMultiple, coerce=int, empty_value=[], **told
    )


def _ends(question):
    """What the two ends of its scale mean."""
    ends = []
    if question.lowest:
        ends.append(_("1 means %(words)s") % {"words": question.lowest})
    if question.highest:
        ends.append(_("5 means %(words)s") % {"words": question.highest})
    return ", ".join(ends)


def _single(choices, **told):
    nothing = ("", _("No answer"))
    return forms.TypedChoiceField(choices=[*choices, nothing], widget=forms.RadioSelect, initial="", **told)
