"""Rows of a form, one beneath the other: added, taken away and put in order also without a script."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

MOST_ROWS = 60  # of one part


class Rows(forms.BaseFormSet):
    """Rows in a fixed order, of which any may be empty; at least one is shown."""

    name: str  # of the part, with which the names of its fields begin
    add_label: Any
    min_num, max_num, absolute_max = 0, MOST_ROWS, MOST_ROWS + 1
    validate_min, validate_max = False, True
    can_delete = can_order = False
    renderer = None
    default_error_messages = {
        "missing_management_form": _("This form was incomplete. Please send it again."),
        "too_many_forms": _("At most %(num)d rows fit here."),
    }

    def __init__(self, data: Any = None, *, initial: Sequence[dict[str, Any]] | None = None) -> None:
        self.extra = max(1, len(initial or ()))
        # What was sent says something of itself: a row that is as it was before would count as empty beside it.
        super().__init__(data, initial=initial if data is None else None, prefix=self.name)

    def initial_form_count(self) -> int:
        return 0  # so that a row which was there before may be emptied too

    @cached_property
    def filled(self) -> list[dict[str, Any]]:
        """The rows that say something, in their order; only when they are valid."""
        return [form.cleaned_data for form in self if form.has_changed()]

    @property
    def typed(self) -> list[dict[str, Any]]:
        """What stands in each row, right or wrong."""
        return [{name: form[name].value() for name in form.fields} for form in self]

    @property
    def complete(self) -> list[dict[str, Any]]:
        """The rows that could be kept as they are."""
        alone = [self.form(row) for row in self.typed]
        for form in alone:
            self.add_fields(form, None)
        return [form.cleaned_data for form in alone if form.is_valid()]

    @property
    def count(self) -> int:
        """How many rows say something."""
        return sum(form.has_changed() for form in self)

    @property
    def is_open(self) -> bool:
        """Whether there is something in it to be looked at."""
        return bool(self.count or len(self) > 1 or self.non_form_errors())

    @property
    def takes_more(self) -> bool:
        return len(self) < self.max_num

    def focus_last(self) -> None:
        next(iter(self[-1].fields.values())).widget.attrs["autofocus"] = True

    def after(self, tool: str) -> list[dict[str, Any]]:
        """What is typed once the `tool` is applied: "add-<part>" adds an empty row, "drop-<part>-2" takes one away."""
        rows, (verb, _dash, place) = self.typed, tool.partition("-")
        if place == self.name and verb == "add":
            return [*rows, {}]
        return [row for at, row in enumerate(rows) if tool != f"drop-{self.name}-{at}"]
