from datetime import timedelta

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.forms.fields import beginning_of, offered_roles
from communities.models import Community, Exclusion, Role, RoleChange, TermChange
from communities.queries import ROLES
from communities.queries.kinds import KindOfMember
from core.forms import CleanCharField, FilterForm, SoughtField

LONGEST_SUSPENSION = timedelta(days=731)
LONGEST_TERM = timedelta(days=5 * 366)
LONGEST_PAUSE = timedelta(days=366)


class MembersForm(FilterForm):
    """Whom among the members one looks for."""

    name = SoughtField(label=_("Name"), max_length=80)
    profession = forms.ChoiceField(
        label=_("Profession"),
        required=False,
        choices=[("", _("Profession")), *((value, capfirst(label)) for value, label in User.Profession.choices)],
    )
    kind = forms.ChoiceField(
        label=_("Kind of member"),
        required=False,
        choices=[("", _("Kind of member")), *((kind.value, kind.label) for kind in KindOfMember)],
    )
    organisation = SoughtField(label=_("Organisation"), max_length=120)
    interests = SoughtField(label=_("Interests"), max_length=200)
    helps = SoughtField(label=_("Can help with"), max_length=200, placeholder=_("Helps with"))
    role = forms.TypedChoiceField(label=_("Role"), required=False, coerce=int, empty_value=None)

    def __init__(self, asked, *, community):
        super().__init__(asked)
        self.fields["role"].choices = [("", _("Role")), *offered_roles(community)]


class RoleForm(forms.Form):
    """Which of the four roles a member holds, and why they get it."""

    role = forms.TypedChoiceField(label=_("role"), coerce=lambda value: Role(int(value)))
    note = CleanCharField(
        label=_("A word about it"),
        required=False,
        max_length=RoleChange._meta.get_field("note").max_length,
        help_text=_("The member and the team read it."),
    )

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = offered_roles(community)


class LabelsForm(forms.Form):
    """What a community calls its roles; empty: as everywhere."""

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        for role in ROLES:
            self.fields[role.name.lower()] = CleanCharField(
                label=role.label,
                required=False,
                max_length=Community.LONGEST_LABEL,
                initial=community.role_labels.get(str(role.value), ""),
            )

    @property
    def wish(self):
        return {role: self.cleaned_data[role.name.lower()].strip() for role in ROLES}


class RemovalForm(forms.Form):
    """Why somebody is removed."""

    reason = CleanCharField(
        label=_("Why"),
        max_length=Exclusion._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They are told this, in your words."),
    )


class SuspensionForm(RemovalForm):
    """Why somebody is suspended, and when they come back by themselves, by the community's clock."""

    until = forms.DateField(
        label=_("They come back on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Without a day it lasts until somebody lifts it."),
    )

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_until(self):
        """The beginning of that day."""
        return beginning_of(self.cleaned_data["until"], self.zone, LONGEST_SUSPENSION)


class TermForm(forms.Form):
    """When a membership ends by itself, by the community's clock, and why."""

    until = forms.DateField(
        label=_("Ends on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Without a day it goes on."),
    )
    reason = CleanCharField(
        label=_("Why"),
        max_length=TermChange._meta.get_field("reason").max_length,
        help_text=_("The member and the team read it."),
    )

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_until(self):
        return beginning_of(self.cleaned_data["until"], self.zone, LONGEST_TERM)


class PauseForm(forms.Form):
    """Until when a member is to be left alone, by the community's clock."""

    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On that day everything is as before, by itself."),
    )

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, auto_id="pause_%s", **kwargs)
        self.zone = zone

    def clean_until(self):
        return beginning_of(self.cleaned_data["until"], self.zone, LONGEST_PAUSE)
