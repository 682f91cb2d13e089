"""The agenda of a meeting, a row for each item."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.queries import members_named
from core.forms import CleanCharField
from core.forms.rows import Rows
from meetings.actions.agenda import Line
from meetings.forms.merging import SeenField
from meetings.merging import marks_of
from meetings.models import AgendaItem, Meeting

PEOPLE = "agenda-people"  # the list of those who have a seat, which the page offers to choose from


class PresenterField(CleanCharField):
    """Who brings an item: a member by @handle, whose value is that person, or anybody else by name.

    The form says by `among` whose members may be named; whoever is in `kept` stays named although they have left.
    """

    community, kept = None, ()

    def __init__(self):
        super().__init__(
            label=_("who"),
            required=False,
            max_length=AgendaItem._meta.get_field("presenter_name").max_length,
            widget=forms.TextInput({"list": PEOPLE, "autocomplete": "off"}),
        )

    def among(self, community, kept):
        self.community, self.kept = community, kept

    def prepare_value(self, value):
        return f"@{value.handle}" if isinstance(value, User) else value

    def clean(self, value):
        said = super().clean(value)
        return self._member(said) if said.startswith("@") else said

    def _member(self, said):
        known = [person for person in self.kept if _is_called(person, said)]
        found = known or [each.person for each in members_named(self.community, said) if _is_called(each.person, said)]
        if not found:
            raise ValidationError(
                _("No member has the handle %(handle)s. Write the name alone for somebody who is not a member."),
                params={"handle": said},
            )
        return found[0]


def _is_called(person, handle):
    return f"@{person.handle}".casefold() == handle.casefold()


class StepForm(forms.Form):
    title = CleanCharField(
        label=_("what"),
        max_length=AgendaItem._meta.get_field("title").max_length,
        error_messages={"required": _("Say what it is, or take the row away.")},
    )
    minutes = forms.IntegerField(
        label=_("minutes"), required=False, min_value=1, max_value=int(Meeting.LONGEST.total_seconds()) // 60
    )
    kind = forms.ChoiceField(
        label=_("kind"),
        choices=[(kind.value, capfirst(kind.label)) for kind in AgendaItem.Kind],
        initial=AgendaItem.Kind.DISCUSSION,
    )
    presenter = PresenterField()

    def has_changed(self):
        """A kind alone says nothing: every row has one."""
        return bool({"title", "presenter", "minutes"}.intersection(self.changed_data))


class AgendaRows(Rows):
    name, form = "agenda", StepForm
    max_num, absolute_max = AgendaItem.MOST, AgendaItem.MOST + 1
    add_label = _("Add an item")

    def __init__(self, data=None, *, community, kept, **options):
        self.community, self.kept = community, kept
        super().__init__(data, **options)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["presenter"].among(self.community, self.kept)

    @property
    def errors_in_rows(self):
        """The fields that need another look."""
        return [field for row in self for field in row if field.errors]


class AgendaForm(forms.Form):
    """All items of `meeting` at once, in their order."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = SeenField()

    def __init__(self, data=None, *, meeting, rows=None):
        """`rows` stand in place of what was sent, or of what is saved."""
        items = list(meeting.agenda.select_related("presenter"))
        super().__init__(
            data, initial={"version": meeting.version, "seen": marks_of({"agenda": [item.said for item in items]})}
        )
        self.meeting = meeting
        saved = [_shown(item) for item in items]
        self.rows = AgendaRows(
            data if rows is None else None,
            initial=saved if rows is None else rows,
            community=meeting.community,
            kept=[item.presenter for item in items if item.presenter],
        )

    def after(self, tool):
        """The same with the `tool` of a row applied, and without a word on what is not finished yet."""
        form = AgendaForm(self.data, meeting=self.meeting, rows=self.rows.after(tool))
        if tool == f"add-{AgendaRows.name}":
            form.rows.focus_last()
        return form

    def again(self, meeting, refusal):
        """The same words for the meeting as it is saved now."""
        data = self.data.copy()
        fresh = AgendaForm(meeting=meeting)
        for name in ("version", "seen"):
            data[name] = fresh[name].value()
        form = AgendaForm(data, meeting=meeting)
        form.rows.kept += self.rows.kept
        form.add_error(None, refusal)
        return form

    def is_valid(self):
        return all([super().is_valid(), self.rows.is_valid()])

    @property
    def lines(self):
        """What the action takes; only when it is valid."""
        return [Line(**row) for row in self.rows.filled]


def _shown(item):
    return {"kind": item.kind, "title": item.title, "minutes": item.minutes} | {
        "presenter": item.presenter or item.presenter_name
    }
