"""A series: what its meetings have in common, and a row for each of its dates."""

from datetime import timedelta
from hashlib import sha256

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import choices
from core.forms import CleanCharField, SubmissionField
from core.forms.rows import Rows
from meetings.forms.meetings import AboutForm, ForSpace
from meetings.forms.rhythm import RhythmForm
from meetings.forms.when import FARTHEST, WhenForm
from meetings.models import Series
from meetings.queries.dates import days_met, warnings_of

LONG_AGO = timedelta(days=366)


class DateForm(WhenForm):
    """One date of a series, by the clock of the series; of a row without a day nothing is said."""

    time_zone = None
    zone_name = "UTC"
    far_off = _("Choose a day within the next three years, or in the last one.")
    warnings = ()

    field_order = ["day", "begins", "ends", "which", "which_end"]

    def has_changed(self):
        """A time alone says nothing: every row has one."""
        return "day" in self.changed_data

    def zone_in(self, cleaned):
        return self.zone_name

    @staticmethod
    def takes(starts_at):
        """Also what is over: a series may have begun. That is warned of."""
        return timezone.now() - LONG_AGO < starts_at < timezone.now() + FARTHEST


class DateRows(Rows):
    name, form = "dates", DateForm
    max_num, absolute_max = Series.MOST, Series.MOST + 1
    add_label = _("Add a date")

    def __init__(self, data=None, *, zone_name="UTC", **options):
        self.zone_name = zone_name
        super().__init__(data, **options)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.zone_name = self.zone_name

    @property
    def dated(self):
        """Those that say something, as forms; only when they are valid."""
        return [form for form in self if form.has_changed()]

    @property
    def errors_in_rows(self):
        """The fields that need another look."""
        return [field for row in self for field in row if field.errors]

    @property
    def times(self):
        """The time that the last row says, which a new one takes over."""
        said = [{"begins": row["begins"], "ends": row["ends"]} for row in self.typed if row["begins"] and row["ends"]]
        return said[-1] if said else {}


class _DatesForm(forms.Form):
    """What has dates: the rows, the helper above them, and the warnings beside them, which a tick takes note of."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.time_zones,
        help_text=_("Whose clock all dates are by. Everybody sees them by their own as well."),
    )
    is_tentative = forms.BooleanField(label=_("Tentative: the dates are not certain yet"), required=False)
    anyway = CleanCharField(required=False, max_length=64, widget=forms.HiddenInput)
    submission = SubmissionField()

    own_series = None

    def __init__(self, data=None, *, community, reader, rows=None, rhythm=None, initial=None, **options):
        """`rows` stand in place of what was sent."""
        super().__init__(data, initial=initial, **options)
        self.community, self.reader = community, reader
        self.options = options | {"community": community, "reader": reader}
        zone = (data or initial or {}).get("time_zone") or "UTC"
        known = zone in {name for _region, group in choices.time_zones()[1:] for name, _place in group}
        self.rows = DateRows(data if rows is None else None, initial=rows, zone_name=zone if known else "UTC")
        self.rhythm = rhythm or (RhythmForm.shown(data) if data else RhythmForm(initial=self.first_rhythm()))
        self.warned = ""

    @staticmethod
    def first_rhythm():
        tomorrow = timezone.localdate() + timedelta(days=1)
        return {"first": tomorrow, "weekday": tomorrow.weekday()}

    def _again(self, rows, rhythm=None):
        """The same with other rows, and without a word on what is not finished yet."""
        typed = {name: self[name].value() for name in self.fields}
        return type(self)(initial=typed, rows=rows, rhythm=rhythm or self.rhythm, **self.options)

    def after(self, tool):
        """The same with the `tool` of a row applied."""
        rows = self.rows.after(tool)
        if tool == f"add-{DateRows.name}":
            rows[-1] = dict(self.rows.times)
        form = self._again(rows)
        if tool == f"add-{DateRows.name}":
            form.rows.focus_last()
        return form

    def with_proposals(self):
        """The same with the dates that the rhythm gives, in place of rows without a day; what stands there stays."""
        rhythm = RhythmForm(self.data)
        typed = [row for row in self.rows.typed if row["day"]]
        if not rhythm.is_valid():
            return self._again(self.rows.typed, rhythm)
        there = {str(row["day"]) for row in typed}
        fresh = [day for day in rhythm.days(days_met(self.community, self.reader)) if str(day) not in there]
        rows = [*typed, *(self.rows.times | {"day": day} for day in fresh)][: Series.MOST]
        return self._again(sorted(rows, key=lambda row: str(row["day"])))

    def is_valid(self):
        return all([super().is_valid(), self.rows.is_valid()]) and self._has_dates() and self._is_warned()

    def _has_dates(self):
        if not self.rows.dated:
            self.add_error(None, _("Give at least one date."))
        return bool(self.rows.dated)

    def _is_warned(self):
        """Whether there is nothing to warn of, or they have seen just these warnings and plan it anyway."""
        found = warnings_of(
            self.whens, community=self.community, reader=self.reader, programme=self.programme, series=self.own_series
        )
        for row, said in zip(self.rows.dated, found, strict=True):
            row.warnings = said
        words = "\n".join(f"{row.when} {said}" for row, said in zip(self.rows.dated, found, strict=True) if said)
        self.warned = sha256(words.encode()).hexdigest() if words else ""
        if self.warned != self.cleaned_data["anyway"] and self.warned:
            self.add_error(None, _("Look at the notes beside the dates. You can plan them anyway."))
            return False
        return True

    @property
    def whens(self):
        """When each is, in the order of the rows; only when they are valid."""
        return [row.when for row in self.rows.dated]

    @property
    def programme(self):
        return self.cleaned_data.get("begins_on"), self.cleaned_data.get("ends_on")


class ProgrammeForm(forms.Form):
    """From when until when a programme lasts, where meetings belong to one."""

    begins_on = forms.DateField(
        label=_("Programme from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("If it belongs to a programme: dates outside are pointed out."),
    )
    ends_on = forms.DateField(
        label=_("Programme until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self):
        said = super().clean()
        begins, ends = said.get("begins_on"), said.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("It ends before it begins."))
        return said


class ChangeProgrammeForm(ProgrammeForm):
    """The same of a series that is planned; what it said before goes along, so that nobody undoes another's change."""

    begins_before = forms.DateField(required=False, widget=forms.HiddenInput)
    ends_before = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, series):
        said = {"begins_on": series.begins_on, "ends_on": series.ends_on}
        super().__init__(data, initial=said | {"begins_before": series.begins_on, "ends_before": series.ends_on})

    @property
    def before(self):
        return self.cleaned_data["begins_before"], self.cleaned_data["ends_before"]

    def again(self, series, why):
        """What they typed, beside what the series says by now: sent once more, it stands."""
        data = self.data.copy()
        data["begins_before"], data["ends_before"] = series.begins_on or "", series.ends_on or ""
        form = type(self)(data, series=series)
        form.is_valid()
        form.add_error(None, why)
        return form


class PlanSeriesForm(_DatesForm, ProgrammeForm, AboutForm, ForSpace):
    """A new series."""

    def __init__(self, data=None, *, spaces, **options):
        super().__init__(data, **options)
        self.options |= {"spaces": spaces}
        self.offer(spaces)


class MoreDatesForm(_DatesForm):
    """More dates of a series."""

    def __init__(self, data=None, *, series, **options):
        super().__init__(data, **options)
        self.options |= {"series": series}
        self.own_series = series

    @property
    def programme(self):
        return self.own_series.begins_on, self.own_series.ends_on
