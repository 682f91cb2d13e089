import uuid
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import ChoicesField, CleanCharField
from evaluation.actions.questions import TOO_FEW
from evaluation.actions.surveys import CLOSES_FIRST
from evaluation.models import Survey, SurveyQuestion

LONGEST = timedelta(days=365)
USUALLY = timedelta(days=14)


class BeginForm(forms.Form):
    """One click that begins a survey of one kind."""

    kind = forms.ChoiceField(choices=Survey.Kind.choices)
    submission = forms.UUIDField()


class SurveyForm(forms.ModelForm):
    """What a survey is called, what it is for, whom it is put to, and whether with names."""

    is_anonymous = forms.TypedChoiceField(
        label=_("Names"),
        choices=[
            ("True", _("Without names: nobody can tell who said what, and results are shown from five answers on")),
            ("False", _("With names: the team reads who said what, and everybody is told so before they answer")),
        ],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Survey
        fields = ["title", "intro", "space", "is_anonymous"]
        field_classes = {"title": CleanCharField, "intro": CleanCharField}
        widgets = {"intro": forms.Textarea(attrs={"rows": 3})}
        labels = {"space": _("Who is asked")}
        help_texts = {"intro": _("What becomes of the answers, and how long it takes.")}

    def __init__(self, *args, spaces, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.fields["space"].queryset = spaces
        self.fields["space"].empty_label = None
        self.fields["space"].label_from_instance = lambda space: f"{space.name}: {space.audience}"

    def _post_clean(self):
        """The action writes: a form that filled its instance would show what is not saved."""

    @property
    def answers(self):
        """What the action takes besides the version."""
        return {field: self.cleaned_data[field] for field in self._meta.fields}


class OpenForm(forms.Form):
    """From when to when it takes answers, by the community's calendar."""

    opens_on = forms.DateField(
        label=_("Opens on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave it empty to open it now."),
    )
    closes_on = forms.DateField(
        label=_("Last day for answers"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, survey: Survey, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = survey.community.zone
        self.today = timezone.localdate(timezone=self.zone)
        self.initial = self._planned(survey) or {"closes_on": self.today + USUALLY}

    def _planned(self, survey):
        """The days of one that is to open by itself."""
        if survey.opens_at is None:
            return None
        first, last = (timezone.localdate(moment, self.zone) for moment in (survey.opens_at, survey.last_moment))
        return {"opens_on": first, "closes_on": last}

    def clean_opens_on(self):
        return self._coming(self.cleaned_data["opens_on"])

    def clean_closes_on(self):
        return self._coming(self.cleaned_data["closes_on"])

    def _coming(self, day):
        if day is not None and not self.today <= day <= self.today + LONGEST:
            raise ValidationError(_("Choose a day within a year from today."))
        return day

    def clean(self):
        answers = super().clean()
        opens, closes = answers.get("opens_on"), answers.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", CLOSES_FIRST)
        return answers

    @property
    def answers(self):
        """Moments as the action takes them: from the beginning of the first day to the end of the last."""
        opens, closes = self.cleaned_data["opens_on"], self.cleaned_data["closes_on"]
        return {
            "opens_at": opens and datetime.combine(opens, time(), self.zone),
            "closes_at": datetime.combine(closes + timedelta(days=1), time(), self.zone),
        }

    @property
    def opens_later(self):
        """Whether it waits for its first day, which it does not where that is today."""
        opens = self.cleaned_data["opens_on"]
        return opens is not None and opens > self.today

    @property
    def address(self):
        """The days as they go along in an address, those that make sense."""
        days = {name: self.cleaned_data.get(name) for name in ("opens_on", "closes_on")}
        return urlencode({name: day for name, day in days.items() if day})


class LastLookForm(OpenForm):
    """The same days once more, with a mark of what was read above them."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    @property
    def answers(self):
        return super().answers | {"seen": self.cleaned_data["seen"]}


class QuestionForm(forms.ModelForm):
    """One question, how it is answered, and what it is about."""

    choices = ChoicesField(
        most=SurveyQuestion.MOST_CHOICES,
        longest=SurveyQuestion.LONGEST_CHOICE,
        label=_("What can be chosen"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line; only where something is chosen."),
    )
    about = forms.ChoiceField(label=_("What it is about"), required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = SurveyQuestion
        fields = ["text", "kind", "lowest", "highest", "choices"]
        field_classes = {"text": CleanCharField, "lowest": CleanCharField, "highest": CleanCharField}
        widgets = {"kind": forms.RadioSelect}
        help_texts = {
            "text": _("Ask one thing, and only what you will do something about."),
            "lowest": _("Such as “not at all”; for a scale."),
            "highest": _("Such as “every week”; for a scale."),
        }

    def __init__(self, *args, survey, **kwargs):
        super().__init__(*args, **kwargs)
        community = survey.space.community
        self.results = {str(result.pk): result for result in community.results.standing()}
        if (kept := self.instance.result) is not None:  # also one that was dropped since
            self.results[str(kept.pk)] = kept
        about = [("", _("Nothing in particular"))]
        about += [(key, result.text) for key, result in self.results.items()]
        self.fields["about"].choices = [*about, ("plan", _("The action plan"))]
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in SurveyQuestion.Kind]
        if self.instance.pk:
            self.initial["about"] = "plan" if self.instance.is_of_plan else str(self.instance.result_id or "")
            del self.fields["submission"]
        else:
            self.initial.setdefault("kind", SurveyQuestion.Kind.SCALE)

    def clean(self):
        answers = super().clean()
        is_choosing = answers.get("kind") in SurveyQuestion.CHOOSING
        if is_choosing and "choices" not in self.errors and len(answers.get("choices") or []) < 2:
            self.add_error("choices", TOO_FEW)
        return answers

    def _post_clean(self):
        """The action writes it: nothing is put into the instance here."""

    @property
    def answers(self):
        """What the actions take, with the submission of what is new."""
        said = {name: self.cleaned_data[name] for name in self.fields if name != "about"}
        about = self.cleaned_data["about"]
        return said | {"result": self.results.get(about), "is_of_plan": about == "plan"}
