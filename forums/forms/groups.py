"""Parting a discussion into groups, who goes into which, and what a group reports."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.forms import CleanCharField, SoughtField
from core.forms.rows import Rows
from core.markdown import is_blank, render
from core.paging import number_in
from forums.forms.fields import IdField, MomentField, ReadersField
from forums.forms.posts import OnceForm, SaidField
from forums.models import Grouping, Subgroup

_WHO = ((False, _("the team says who goes where")), (True, _("people choose for themselves")))
LONGEST_TASK = 5_000  # characters
DEALT = (
    ("part", _("those who have written or read here")),
    ("all", _("everybody who may write here")),
)


def _is_yes(value):
    return value in (True, "True")


class GroupForm(forms.Form):
    name = CleanCharField(
        label=_("name"),
        max_length=Subgroup._meta.get_field("name").max_length,
        error_messages={"required": _("Give the group a name, or take it away.")},
    )
    task = CleanCharField(
        label=_("a task of its own"),
        strip=False,
        max_length=LONGEST_TASK,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Empty: what all groups do."),
    )

    def clean_task(self):
        task = self.cleaned_data["task"]
        if task.strip() and is_blank(render(task)):
            raise forms.ValidationError(_("Nothing of this would be seen. Write a few words, or leave it empty."))
        return task


class GroupRows(Rows):
    name, form = "groups", GroupForm
    max_num, absolute_max = Grouping.MOST_GROUPS, Grouping.MOST_GROUPS + 1
    add_label = _("Add a group")

    @property
    def names(self):
        """In their order; only when they are valid."""
        return [row["name"] for row in self.filled]

    @property
    def tasks(self):
        """{name: task} of the groups that have one of their own; only when they are valid."""
        return {row["name"]: row["task"] for row in self.filled if row["task"].strip()}


class TermsForm(forms.Form):
    """How people come into the groups, when these report, and, where there are some already, what others there are."""

    rows_shown, makes = 1, False

    shown = forms.CharField(widget=forms.HiddenInput, required=False)  # see forums.queries.groups.terms_shown
    people_choose = forms.TypedChoiceField(
        label=_("who is in which group"), choices=_WHO, coerce=_is_yes, initial=False, widget=forms.RadioSelect
    )
    places = forms.IntegerField(
        label=_("places in each group"),
        required=False,
        min_value=2,
        max_value=Grouping.MOST_PLACES,
        help_text=_("Where people choose. Empty: as many as come."),
    )

    def __init__(self, data=None, *, zone, rows=None, **kwargs):
        """`rows` of groups stand in place of what was sent."""
        super().__init__(data, **kwargs)
        self.zone = zone
        sent = data if rows is None and data is not None and f"{GroupRows.name}-TOTAL_FORMS" in data else None
        self.groups = GroupRows(sent, initial=[{}] * self.rows_shown if rows is None else rows)
        self.fields["reports_by"] = MomentField(
            zone=zone,
            label=_("report back by"),
            help_text=_("Whoever has not reported is reminded two days before. Empty: no date."),
        )

    def after(self, tool):
        """The same with a group more or less, and without a word on what is not finished yet."""
        typed = {name: self[name].value() for name in self.fields}
        form = type(self)(zone=self.zone, rows=self.groups.after(tool), initial=typed)
        if tool == f"add-{GroupRows.name}":
            form.groups.focus_last()
        return form

    def again(self, now, groups, refusal):
        """The same answers over the terms that stand `now`; `theirs` says where these differ, and which `groups` there
        are. Sent again, they replace it. Only when it is valid.
        """
        data = self.data.copy()
        data["shown"] = now["shown"]
        form = type(self)(data, zone=self.zone, initial=now)
        form.add_error(None, refusal)
        said = now | {"people_choose": dict(_WHO)[now["people_choose"]]}
        others = [name for name in now if name != "shown" and now[name] != self.cleaned_data[name]]
        form.theirs = [(form[name].label, said[name]) for name in others] + [(_("the groups"), ", ".join(groups))]
        return form

    def clean(self):
        said = super().clean() | {"names": [], "tasks": {}}
        if not self.groups.is_bound:
            return said
        if not self.groups.is_valid():
            raise forms.ValidationError(_("Something in the groups is not right yet."))
        return said | {"names": self.groups.names, "tasks": self.groups.tasks}

    @property
    def parts(self):
        """The rows that stand beside its fields."""
        return [self.groups]


class PartForm(TermsForm):
    task = SaidField(
        label=_("what the groups do"),
        help_text=_("Each room begins with it. Say what you want back: three points, a proposal, a question."),
    )
    readers = ReadersField()
    shown = None  # there is nothing yet
    rows_shown, makes = 2, True


class PlacesForm(forms.Form):
    """For each of `people`, with the `group` (id) that they are in, one of the groups or none."""

    @classmethod
    def over(cls, earlier, *, people, groups):
        """The same for `people`, where each is now, but for those who were picked in an `earlier` one."""
        form = cls(people=people, groups=groups)
        data = {}
        for name, person in form.people.items():
            initial = form.add_initial_prefix(name)
            if name in earlier.picked:
                data |= {name: earlier.data[name], initial: earlier.data.get(initial, "")}
            else:
                data |= dict.fromkeys((name, initial), str(person.group or ""))
        return cls(data, people=people, groups=groups)

    def __init__(self, data=None, *, people, groups):
        super().__init__(data)
        self.people = {f"person-{person.pk}": person for person in people}
        self.groups = {str(each.pk): each for each in groups}
        choices = [("", "–"), *((key, group.name) for key, group in self.groups.items())]
        for key, person in self.people.items():
            self.fields[key] = forms.ChoiceField(
                label=person.name, choices=choices, required=False, initial=person.group or "", show_hidden_initial=True
            )

    @classmethod
    def people_in(cls, data):
        """Whose places stand in what was sent: their ids."""
        numbers = (number_in(key.removeprefix("person-")) for key in data if key.startswith("person-"))
        return [number for number in numbers if number is not None]

    @property
    def picked(self):
        """The names of those who were put elsewhere here, also where that is not to be kept yet."""
        return [name for name in self.changed_data if name in self.data and name not in self.errors]

    @property
    def rows(self):
        """(person, field, whether it was picked here and is not kept yet) of each."""
        picked = self.picked if self.is_bound else ()
        return [(person, self[key], key in picked) for key, person in self.people.items()]

    @property
    def places(self):
        """{id: group or None} of those whom whoever sent it has put elsewhere; only when it is valid."""
        return {self.people[key].pk: self.groups.get(self.cleaned_data[key]) for key in self.changed_data}


class DealForm(forms.Form):
    among = forms.ChoiceField(label=_("Among the groups go"), choices=DEALT, initial="part", widget=forms.RadioSelect)

    def __init__(self, data=None, *, free=None):
        """`free` says of each choice how many people it is (forums.queries.groups.count_free)."""
        super().__init__(data)
        if free is not None:
            self.fields["among"].choices = [(key, _counted(label, free[key])) for key, label in DEALT]


def _counted(label, number):
    said = ngettext("%(who)s: %(number)s person", "%(who)s: %(number)s people", number)
    return said % {"who": label, "number": number}


class LateForm(forms.Form):
    """Who came late; nobody: whoever sends it."""

    person = IdField(required=False)


class RapporteurForm(forms.Form):
    """Which of the `people` of a group reports for it."""

    person = forms.TypedChoiceField(
        label=_("Who reports for the group"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    def __init__(self, data=None, *, group, is_unseen=False):
        """`is_unseen`: somebody reports whom the reader may not know, and who does so until another one is chosen."""
        super().__init__(data, initial={"person": group.rapporteur.pk if group.rapporteur else ""})
        people = [(person.pk, person.name) for person in group.people]
        nobody = _("as it is now") if is_unseen else _("nobody in particular")
        self.fields["person"].choices = [("", nobody), *people]


class FindForm(forms.Form):
    q = SoughtField(label=_("Find somebody"), max_length=60)


class GroupReportForm(OnceForm):
    text = SaidField(label=_("What your group came to"))
    readers = ReadersField()
