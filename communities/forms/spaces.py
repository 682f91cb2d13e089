from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.models import Community, Space
from core.forms import CleanCharField


def readers_of(community):
    """{access: who reads a space of this community that has it}."""
    number = community.member_count
    members = ngettext("The one member", "The %(number)s members", number) % {"number": number}
    is_public = community.visibility == Community.Visibility.PUBLIC
    later = _("%(members)s, and everyone on the web should the community become public") % {"members": members}
    return {
        Space.Access.OPEN: _("Everyone on the web") if is_public else later,
        Space.Access.MEMBERS: members,
        Space.Access.TEAM: _("The team: leaders, moderators, facilitators"),
        Space.Access.PRIVATE: _("Only those whom a leader lets in, guests from outside too"),
    }


class SpaceForm(forms.ModelForm):
    """What a space is called, who reads it, and who starts discussions there."""

    access = forms.ChoiceField(label=_("Who may read"), choices=Space.Access.choices, widget=forms.RadioSelect)
    starters = forms.ChoiceField(
        label=_("Who may start a discussion"),
        choices=[(value, capfirst(label)) for value, label in Space.Starters.choices],
        widget=forms.RadioSelect,
        initial=Space.Starters.EVERYONE,
    )

    class Meta:
        model = Space
        fields = ["name", "access", "starters"]
        field_classes = {"name": CleanCharField}
        help_texts = {"name": _("Such as “Writing group” or “Pilot in Lyon”.")}

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["access"].choices = list(readers_of(community).items())
