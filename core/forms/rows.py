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
        """What is typed once the `tool` is applied: "add-<part>" adds an empty row, "drop-<part>-2" takes one away.

        "up-<part>-2" puts a row before the one above it, "down-<part>-2" behind the one below.
        """
        rows = self.typed
        if tool == f"add-{self.name}":
            return [*rows, {}]
        for at in range(len(rows)):
            if tool == f"drop-{self.name}-{at}":
                return rows[:at] + rows[at + 1 :]
            if tool in (f"up-{self.name}-{at + 1}", f"down-{self.name}-{at}") and at + 1 < len(rows):
                return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]
        return rows

    def focused_after(self, tool: str) -> str:
        """Once they stand as `after` has it, the tool that gets the focus: that of the row that was moved."""
        verb, _dash, row = tool.partition(f"-{self.name}-")
        place = int(row) + {"up": -1, "down": 1}.get(verb, 0) if row.isascii() and row.isdecimal() else -1
        if verb not in ("up", "down") or not 0 <= place < len(self):
            return f"add-{self.name}" if verb == "drop" else ""
        if verb == "up":
            return f"up-{self.name}-{place}" if place else f"down-{self.name}-0"
        return f"down-{self.name}-{place}" if place + 1 < len(self) else f"up-{self.name}-{place}"
