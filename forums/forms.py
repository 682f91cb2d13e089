import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.markdown import MAX_LENGTH
from forums.drafting.lines import Line, apply_tool, is_prefix, join_lines
from forums.models import Closing, Discussion

LONGEST_PLAN = timedelta(days=5 * 365)


class SubmissionField(forms.UUIDField):
    """Made with the form, so that a double click is recognised."""

    default_error_messages = {
        "required": _("This form was incomplete. Please send it again."),
        "invalid": _("This form was damaged. Please send it again."),
    }

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4)


class ReplyForm(forms.Form):
    """What somebody says. Whether it fits and shows anything is the action's to judge."""

    text = CleanCharField(
        label=_("Your answer"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write a few words.")},
    )
    to = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the number of the post that is answered
    submission = SubmissionField()


class MomentField(forms.DateTimeField):
    """A date and time on the clock of `zone`, given and shown without naming it."""

    def __init__(self, *, zone, **options):
        self.zone = zone
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(required=False, widget=widget, **options)

    def to_python(self, value):
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)

    def validate(self, value):
        super().validate(value)
        if value is not None and not timezone.now() < value < timezone.now() + LONGEST_PLAN:
            raise forms.ValidationError(_("Please choose a moment that is still to come, within the next five years."))


class PlanForm(forms.Form):
    """The plan of a discussion: what for, which question, how, from when to when."""

    title = CleanCharField(
        label=_("title"), max_length=200, help_text=_("What it is about, so that people know whether it concerns them.")
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

    def __init__(self, *args, zone, discussion=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
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
    def of(cls, discussion, *, zone, data):
        """The form for changing a plan, filled with it."""
        plan = {name: getattr(discussion, name) for name in cls.base_fields}
        times = {"opens_at": discussion.opens_at, "closes_at": discussion.closes_at}
        initial = {**plan, **times, "plan_version": discussion.plan_version}
        return cls(data, zone=zone, discussion=discussion, initial=initial)

    def again(self, discussion, refusal):
        """The same answers over the plan as it is now; `theirs` is where it differs. Sent again, they replace it."""
        data = dict(self.data.items()) | {"plan_version": str(discussion.plan_version)}
        form = PlanForm.of(discussion, zone=self.zone, data=data)
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


class ReasonField(CleanCharField):
    """One sentence for those who took part."""

    def __init__(self, **options):
        super().__init__(max_length=300, widget=forms.Textarea(attrs={"rows": 2}), **options)


class CloseForm(forms.Form):
    reason = ReasonField(
        label=_("Why now?"),
        help_text=_(
            "One sentence for those who took part: the question is answered, the time is up, it leads nowhere."
        ),
    )


class ReopenForm(forms.Form):
    reason = ReasonField(label=_("Why?"), help_text=_("One sentence that those who took part will read."))


class SummaryWidget(forms.Textarea):
    """Reads a summary from one box, or from one for each of its lines with the tool that was used on them."""

    def value_from_datadict(self, data, files, name):
        texts = data.getlist(f"{name}-line")
        if not texts:
            return super().value_from_datadict(data, files, name)
        prefixes = (prefix if is_prefix(prefix) else "" for prefix in data.getlist(f"{name}-prefix"))
        lines = [Line(prefix, text) for prefix, text in zip(prefixes, texts, strict=False)]
        return join_lines(apply_tool(lines, data.get("tool", "")))


class DraftForm(forms.Form):
    """Which draft, and its version when the person began with it."""

    closing = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ClosingForm(DraftForm):
    """What a discussion came to. Whether there is anything to read in it is the action's to judge."""

    summary = CleanCharField(label=_("summary"), strip=False, required=False, widget=SummaryWidget(attrs={"rows": 24}))
    result = forms.ChoiceField(label=_("what came of it"), choices=Closing.Result)
