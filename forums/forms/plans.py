from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, OfferedField, SubmissionField
from core.markdown import MAX_LENGTH
from forums.forms.fields import IdField, MomentField, ReadersField
from forums.forms.stages import StageRows, typed
from forums.forms.tags import TagsField
from forums.forms.unsent import KnownField
from forums.models import Discussion
from forums.queries.kinds import newest_template, template_of, templates
from forums.queries.tags import names_on


@dataclass(frozen=True)
class Offers:
    """What a plan may choose from, and the clock by which it is made."""

    zone: ZoneInfo
    results: Sequence[Any] = ()
    topics: Sequence[Any] = ()
    tags: Sequence[str] = ()  # that the community uses most


class OpenForm(forms.Form):
    """Nothing but for whom the page was made on which somebody opens what was planned."""

    readers = ReadersField()


class ThrowAwayForm(forms.Form):
    """Nothing but the version of the plan that was looked at before somebody threw it away."""

    plan_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


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
    tags = TagsField(
        label=_("tags"), help_text=_("Up to five, with commas between them: people find by them what belongs together.")
    )
    difficulties = CleanCharField(
        label=_("foreseen difficulties"),
        strip=False,
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Private notes for you and whoever runs discussions here. Members never see them."),
    )

    def __init__(self, data=None, *, offers, discussion=None, stages=(), rows=None, **kwargs):
        """`stages` are the rows to begin with, `rows` those that stand in place of what was sent."""
        super().__init__(data, **kwargs)
        self.offers, self.discussion = offers, discussion
        self._offer(offers.results, offers.topics)
        if offers.tags:
            self.fields["tags"].help_text += " " + _("Used here: %(tags)s.") % {"tags": ", ".join(offers.tags)}
        self._ask_when(offers.zone)
        if discussion is None:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["submission"] = SubmissionField()
            self.fields["like"] = IdField(required=False)
            self.fields["readers"] = ReadersField()
            self.fields["known"] = KnownField()
        else:
            self.fields["plan_version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
            self.fields["passed"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, max_value=1000, required=False
            )
            self._leave_what_stays(discussion)
        self.stages = None if discussion and discussion.keeps_stages else self._rows(stages, rows)

    def _offer(self, results, topics):
        if results:
            help_text = _("Which of the community’s expected results this discussion brings nearer.")
            self.fields["result"] = OfferedField(results, label=_("works towards"), help_text=help_text)
        if topics:
            help_text = _("What members want to learn. Those who want it hear when the discussion opens.")
            self.fields["topic"] = OfferedField(topics, label=_("takes up"), help_text=help_text)

    def _ask_when(self, zone):
        self.fields["opens_at"] = MomentField(
            zone=zone, label=_("opens"), help_text=_("Leave it empty to open it by hand.")
        )
        self.fields["closes_at"] = MomentField(
            zone=zone, label=_("closes"), help_text=_("From then on nobody can post, and a summary is drafted.")
        )

    def _rows(self, stages, rows):
        sent = self.data if f"{StageRows.name}-TOTAL_FORMS" in self.data and rows is None else None
        has_now = self.discussion is not None and self.discussion.stage_id is not None
        return StageRows(sent, has_now=has_now, initial=stages if rows is None else rows)

    @classmethod
    def of(cls, discussion, course, *, data, offers, rows=None):
        """The form for changing a plan, filled with it; `course` are its stages."""
        plan = {name: getattr(discussion, name) for name in cls.base_fields}
        times = {"opens_at": discussion.opens_at, "closes_at": discussion.closes_at}
        chosen = {"result": str(discussion.result_id or ""), "topic": str(discussion.topic_id or "")}
        chosen["tags"] = names_on(discussion)
        counts = {"plan_version": discussion.plan_version, "passed": len(course.over)}
        stages = typed(each.stage.plan for each in course.to_come)
        initial = {**plan, **times, **chosen, **counts}
        return cls(data, offers=offers, discussion=discussion, stages=stages, rows=rows, initial=initial)

    def again(self, discussion, course, refusal):
        """The same answers over the plan as it is now; `theirs` is where it differs. Sent again, they replace it.

        Rows of stages that are over by now are left out.
        """
        rows = None
        if self.stages is not None and self.stages.is_bound:
            rows = self.stages.typed[max(0, len(course.over) - (self.cleaned_data["passed"] or 0)) :]
        now = {"plan_version": str(discussion.plan_version), "passed": str(len(course.over))}
        form = PlanForm.of(discussion, course, data=dict(self.data.items()) | now, offers=self.offers, rows=rows)
        form.add_error(None, refusal)
        form.theirs = [form[name] for name in form.changed_data if name not in now]
        form.their_stages = [each.stage.title for each in course.to_come] if rows is not None else []
        return form

    def after(self, tool):
        """The same with the tool of a stage applied, and without a word on what is not finished yet."""
        typed_in = {name: self[name].value() for name in self.fields}
        rows = self.stages.after(tool)
        form = PlanForm(offers=self.offers, discussion=self.discussion, rows=rows, initial=typed_in)
        if tool == f"add-{form.stages.name}":
            form.stages.focus_last()
        return form

    def suggested(self):
        """The same with what its kind suggests in place of what no planner wrote, or None where there is none to take.

        `taken` and `kept` of the form say what came and what stayed, in words.
        """
        kind = self["kind"].value()
        planned = self.discussion if self.discussion and self.discussion.opened_at is None else None
        if kind not in Discussion.Kind.values or self.stages is None or planned is None:
            return None
        template, known = newest_template(kind), [*templates(), *filter(None, [template_of(planned)])]
        typed_in, rows = {name: self[name].value() for name in self.fields}, self.stages.typed
        parts = {"guidelines": _is_among(typed_in["guidelines"], [each.guidelines for each in known])}
        parts["stages"] = self.stages.are_among([each.stages for each in known])
        if parts["guidelines"]:
            typed_in["guidelines"] = template.guidelines
        if parts["stages"]:
            rows = typed(template.stages)
        form = PlanForm(offers=self.offers, discussion=self.discussion, rows=rows, initial=typed_in)
        form.taken = [_PARTS[part] for part, is_free in parts.items() if is_free]
        form.kept = [_PARTS[part] for part, is_free in parts.items() if not is_free]
        return form

    def changes_kind_alone(self, course):
        """Whether the kind changes and what it would suggest stays; only when it is valid."""
        if "kind" not in self.changed_data or _lines(self.plan["guidelines"]) != _lines(self.initial["guidelines"]):
            return False
        return self.plan.get("stages") == [each.stage.plan for each in course.to_come]

    def _leave_what_stays(self, discussion):
        if discussion.opened_at is not None:
            del self.fields["question"], self.fields["opens_at"]
        if (not discussion.is_open and discussion.opened_at is not None) or discussion.introductions_of_id is not None:
            del self.fields["closes_at"]

    def clean(self):
        super().clean()
        plan = self.cleaned_data
        opens_at, closes_at = plan.get("opens_at"), plan.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("It must close after it opens."))
        if self.stages is not None and self.stages.is_bound:
            self._clean_stages(opens_at or timezone.now(), closes_at)
        return plan

    def _clean_stages(self, begins, closes_at):
        if not self.stages.is_valid():
            self.add_error(None, _("Something in the stages is not right yet."))
            return
        plans = self.stages.plans
        days = sum(plan.days or 0 for plan in plans[:-1])
        if closes_at and not self.stages.has_now and begins + timedelta(days=days) >= closes_at:
            self.add_error("closes_at", _("By then not every stage would have begun."))
        self.cleaned_data["stages"] = plans

    @property
    def parts(self):
        """The sets of rows that stand beside its fields."""
        return [self.stages] if self.stages is not None else []

    @property
    def plan(self):
        """What the actions take; only when it is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("passed", "known")}


_PARTS = {"guidelines": _("guidelines"), "stages": _("stages, with their help and what posts are called")}


def _is_among(text, suggestions):
    """Whether nobody wrote a text: it is empty, or what is suggested somewhere."""
    return not _lines(text) or _lines(text) in suggestions


def _lines(text):
    return "\n".join((text or "").splitlines()).strip()
