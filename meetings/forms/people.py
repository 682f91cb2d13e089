from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from meetings.models import Seat
from meetings.queries.people import readers_named

AT_ONCE = 50  # people that are added
LONGEST_NAME = 160

_Role = Seat.Role


def _choices(*roles):
    return [(role.value, capfirst(role.label)) for role in roles]


class _Readers:
    """What two fields have alike: the form says by `among` whose meeting it is, and so who may be named."""

    space = None

    def among(self, space):
        self.space = space

    def person_called(self, words):
        found = readers_named(self.space, words)
        if not found:
            raise ValidationError(
                _("Nobody who reads “%(space)s” is called that."),
                params={"space": self.space.name},
            )
        if len(found) > 1:
            handles = ", ".join(f"@{person.handle}" for person in found)
            raise ValidationError(_("Several people are called that: %(handles)s."), params={"handles": handles})
        return found[0]


class PersonField(_Readers, CleanCharField):
    """Somebody who reads one space, by name or @handle; its value is the person.

    Its page holds `<datalist id="members-found">`.
    """

    def among(self, space):
        super().among(space)
        self.widget.attrs |= {"list": "members-found", "autocomplete": "off", "spellcheck": "false"}
        self.widget.attrs |= {"hx-get": reverse("communities:members-found", args=[space.community.slug])}
        self.widget.attrs |= {"hx-trigger": "input changed delay:250ms", "hx-target": "#members-found"}
        self.widget.attrs |= {"hx-swap": "innerHTML"}

    def clean(self, value):
        return self.person_called(super().clean(value).strip())


class PeopleField(_Readers, CleanCharField):
    """Several of them, one on each line; its value is a list. Each line that cannot be taken is named."""

    widget = forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > AT_ONCE:
            raise ValidationError(_("At most %(number)s people at a time."), params={"number": AT_ONCE})
        people, wrong = {}, []
        for line in dict.fromkeys(lines):
            try:
                person = self.person_called(line)
            except ValidationError as error:
                said = {"line": line, "why": " ".join(error.messages)}
                wrong.append(ValidationError(_("“%(line)s”: %(why)s"), params=said))
            else:
                people[person.pk] = person
        if wrong:
            raise ValidationError(wrong)
        return list(people.values())


class _ListForm(forms.Form):
    role = forms.ChoiceField(label=_("Comes as"), choices=_choices(_Role.ATTENDEE, _Role.PRESENTER, _Role.COHOST))

    def __init__(self, *args, space, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, _Readers):
                field.among(space)


class AddForm(_ListForm):
    """Somebody who is put on the list."""

    person = PersonField(label=_("Who"), max_length=LONGEST_NAME, help_text=_("By name or @handle."))

    field_order = ["person", "role"]


class SeveralForm(_ListForm):
    """Several people who are put on the list at once."""

    people = PeopleField(
        label=_("Who, one on each line"),
        max_length=AT_ONCE * LONGEST_NAME,
        help_text=_("By name or @handle. Nobody is added until each line can be taken."),
    )

    field_order = ["people", "role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="several-%s", **kwargs)


class RoleForm(forms.Form):
    """What somebody on the list comes as."""

    role = forms.ChoiceField(choices=_choices(_Role.HOST, _Role.COHOST, _Role.PRESENTER, _Role.ATTENDEE))
