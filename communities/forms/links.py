import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.forms.fields import offered_roles
from communities.models import InvitationLink, Role
from core.forms import CleanCharField

DAYS = (1, 7, 14, 30, 90)


class LinkForm(forms.Form):
    """An address that lets several people in: what for, as what, for how many and how long."""

    label = CleanCharField(
        label=_("What it is for"),
        max_length=InvitationLink._meta.get_field("label").max_length,
        help_text=_("Such as “Slide at the spring meeting”. The team sees it, those who come in do not."),
    )
    role = forms.TypedChoiceField(
        label=_("They join as"), coerce=lambda value: Role(int(value)), initial=Role.PARTICIPANT
    )
    use_limit = forms.IntegerField(
        label=_("For how many people"), min_value=1, max_value=InvitationLink.MOST_USES, initial=30
    )
    days = forms.TypedChoiceField(
        label=_("It can be used for"),
        coerce=int,
        initial=14,
        choices=[(days, ngettext("%(number)s day", "%(number)s days", days) % {"number": days}) for days in DAYS],
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, community, held, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = offered_roles(community, held)

    def clean(self):
        wish = super().clean()
        most = InvitationLink.MOST_USES_IN_TEAM
        if wish.get("role", Role.PARTICIPANT) > Role.PARTICIPANT and wish.get("use_limit", 0) > most:
            said = _("A link into the team is for %(number)s people at most, because it can be passed on.")
            self.add_error("use_limit", ValidationError(said % {"number": most}))
        return wish
