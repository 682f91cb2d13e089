from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Community
from core import choices
from core.forms import FilterForm, SoughtField


class DirectoryForm(FilterForm):
    q = SoughtField(label=_("Name or purpose"), max_length=200)
    joining = forms.ChoiceField(
        label=_("Joining"),
        required=False,
        choices=[
            ("", _("Joining")),
            (Community.Admission.OPEN, _("Open to join")),
            (Community.Admission.REQUEST, _("On request")),
            (Community.Admission.INVITATION, _("By invitation")),
        ],
    )
    phase = forms.ChoiceField(
        label=_("Phase"),
        required=False,
        choices=[
            ("", _("Phase")),
            *((phase.value, capfirst(phase.label)) for phase in Community.WRITABLE_PHASES),
            ("ended", _("Concluded or otherwise over")),
        ],
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    subject = forms.ChoiceField(label=_("Subject"), required=False)
    profession = forms.ChoiceField(
        label=_("Who is there"),
        required=False,
        choices=[("", _("Who is there")), *((value, capfirst(label)) for value, label in User.Profession.choices)],
    )
    part_of = forms.ChoiceField(label=_("Part of"), required=False)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Liveliest")), ("newest", _("Newest")), ("name", _("By name"))],
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, asked, *, subjects, umbrellas, is_signed_in):
        super().__init__(asked)
        self.fields["subject"].choices = [("", _("Subject")), *((each.slug, each.label) for each in subjects)]
        self.fields["language"].choices = [("", _("Language")), *choices.languages()]
        self.fields["part_of"].choices = [("", _("Part of")), *((each.slug, each.name) for each in umbrellas)]
        if not is_signed_in:
            for name in ("mine", "profession"):  # what people say of themselves is for those who are signed in
                del self.fields[name]

    def say_numbers(self, counts):
        """Let each choice say how many it would leave, as {facet: {value: number}}; those that leave none go."""
        for name, numbers in counts.items():
            if name in self.fields:
                chosen = self.wanted.get(name)
                self.fields[name].choices = [
                    (value, f"{label} ({numbers.get(value, 0)})" if value else label)
                    for value, label in self.fields[name].choices
                    if not value or value == chosen or numbers.get(value)
                ]

    @property
    def facets(self):
        """The fields that are offered: all but the words, and but one that has nothing to choose from."""
        return [
            field
            for field in self
            if field.name != "q" and (field.widget_type == "checkbox" or len(field.field.choices) > 1)
        ]

    @property
    def is_faceted(self):
        """Whether one of them is chosen."""
        return any(value for name, value in self.wanted.items() if name not in ("q", "sort"))


class PeopleForm(FilterForm):
    name = SoughtField(label=_("Name"), max_length=80)
    profession = forms.ChoiceField(
        label=_("Profession"),
        required=False,
        choices=[("", _("Profession")), *((value, capfirst(label)) for value, label in User.Profession.choices)],
    )
    country = SoughtField(label=_("Country"), max_length=60)
    helps = SoughtField(label=_("Can help with"), max_length=200, placeholder=_("Helps with"))
    learns = SoughtField(label=_("Wants to learn"), max_length=200, placeholder=_("Learns"))
