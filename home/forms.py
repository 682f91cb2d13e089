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
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Liveliest")), ("newest", _("Newest")), ("name", _("By name"))],
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, asked, *, languages, is_signed_in):
        super().__init__(asked)
        named = [(code, name) for code, name in choices.languages() if code in languages]
        self.fields["language"].choices = [("", _("Language")), *named]
        if not is_signed_in:
            del self.fields["mine"]


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
