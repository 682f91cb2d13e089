from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Community
from core import choices
from core.forms import CleanCharField


class SoughtField(CleanCharField):
    """Words to look for, said in the empty box itself."""

    def __init__(self, *, label, max_length, placeholder=None):
        widget = forms.TextInput({"type": "search", "placeholder": placeholder or label})
        super().__init__(label=label, max_length=max_length, required=False, widget=widget)


class FilterForm(forms.Form):
    """What a list is asked for by its address. What cannot be understood is not asked."""

    def __init__(self, asked, **kwargs):
        super().__init__(asked, auto_id="find-%s", **kwargs)

    @property
    def wanted(self):
        self.is_valid()
        return self.cleaned_data

    @property
    def is_narrowed(self):
        """Whether anything but the order is asked for."""
        return any(value for name, value in self.wanted.items() if name != "sort")


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
