from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import Space
from core.forms import CleanCharField

READERS = {
    Space.Access.OPEN: _("Everyone, if the community is public; else its members"),
    Space.Access.MEMBERS: _("Members"),
    Space.Access.TEAM: _("The team: leaders, moderators, facilitators"),
    Space.Access.PRIVATE: _("Only those whom a leader lets in, guests from outside too"),
}


class SpaceForm(forms.ModelForm):
    """What a space is called, who reads it, and who starts discussions there."""

    access = forms.ChoiceField(label=_("Who may read"), choices=list(READERS.items()), widget=forms.RadioSelect)
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
