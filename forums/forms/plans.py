from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.markdown import MAX_LENGTH
from forums.forms.fields import MomentField, SubmissionField
from forums.models import Discussion


class ResultField(forms.TypedChoiceField):
    """One of the expected results that are offered, or none; its value is the result."""

    def __init__(self, results):
        offered = {str(result.pk): result for result in results}
        choices = [("", _("None of them"))] + [(key, result.text) for key, result in offered.items()]
        super().__init__(
            label=_("works towards"),
            choices=choices,
            coerce=offered.get,
            empty_value=None,
            required=False,
            help_text=_("Which of the community’s expected results this discussion brings nearer."),
        )


class PlanForm(forms.Form):
    """The plan of a discussion: what for, which question, how, from when to when."""

    title = CleanCharField(
        label=_("title"), max_length=200, help_text=_("Short and plain: people see from it whether it concerns them.")
    )
    kind = forms.ChoiceField(label=_("kind"), choices=Discussion.Kind, initial=Discussion.Kind.OPEN)
    question = CleanCharField(
        label=_("opening question"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One question that people can answer from their own practice. It becomes the first post."),
    )
    objective = CleanCharField(
        label=_("objective"),
        max_length=300,
        required=False,
        help_text=_("What should be there at the end that is not there now?"),
    )
    guidelines = CleanCharField(
        label=_("guidelines"),
        strip=False,
        required=False,
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How to take part: language, length, how to build on one another. Shown with the plan."),
    )
    difficulties = CleanCharField(
        label=_("foreseen difficulties"),
        strip=False,
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Private notes for you and whoever runs discussions here. Members never see them."),
    )

    def __init__(self, *args, zone, results=(), discussion=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone, self.results = zone, results
        if results:
            self.fields["result"] = ResultField(results)
        on_clock = _("By the clock of %(zone)s.") % {"zone": zone.key.replace("_", " ")}
        self.fields["opens_at"] = MomentField(
            zone=zone, label=_("opens"), help_text=_("Leave it empty to open it by hand.") + " " + on_clock
        )
        self.fields["closes_at"] = MomentField(
            zone=zone, label=_("closes"), help_text=_("From then on nobody can post, and a summary is drafted.")
        )
        if discussion is None:
            self.fields["submission"] = SubmissionField()
        else:
            self.fields["plan_version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
            self._leave_what_stays(discussion)

    @classmethod
    def of(cls, discussion, *, zone, data, results=()):
        """The form for changing a plan, filled with it."""
        plan = {name: getattr(discussion, name) for name in cls.base_fields}
        times = {"opens_at": discussion.opens_at, "closes_at": discussion.closes_at}
        initial = {**plan, **times, "plan_version": discussion.plan_version, "result": str(discussion.result_id or "")}
        return cls(data, zone=zone, results=results, discussion=discussion, initial=initial)

    def again(self, discussion, refusal):
        """The same answers over the plan as it is now; `theirs` is where it differs. Sent again, they replace it."""
        data = dict(self.data.items()) | {"plan_version": str(discussion.plan_version)}
        form = PlanForm.of(discussion, zone=self.zone, results=self.results, data=data)
        form.add_error(None, refusal)
        form.theirs = [form[name] for name in form.changed_data if name != "plan_version"]
        return form

    def _leave_what_stays(self, discussion):
        if discussion.opened_at is not None:
            del self.fields["question"], self.fields["opens_at"]
        if not discussion.is_open and discussion.opened_at is not None:
            del self.fields["closes_at"]

    def clean(self):
        super().clean()
        plan = self.cleaned_data
        opens_at, closes_at = plan.get("opens_at"), plan.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("It must close after it opens."))
        return plan
