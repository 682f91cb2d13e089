import uuid

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Role
from communities.queries import ROLES
from core import choices
from core.forms import CleanCharField

# Nobody finds a hidden one, and people cannot be asked in yet.
OFFERED = (Community.Visibility.PUBLIC, Community.Visibility.LISTED)


class CommunityForm(forms.ModelForm):
    """What starting a community takes; its view hands the answers to the action."""

    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[(value.value, capfirst(value.label)) for value in OFFERED],
        initial=Community.Visibility.LISTED,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language you talk in"), choices=choices.languages, initial="en")
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.time_zones,
        help_text=_("Visitors are shown dates in this zone, unless their browser tells its own."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Community
        fields = ["name", "summary", "visibility", "language", "time_zone"]
        field_classes = {"name": CleanCharField, "summary": CleanCharField}
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "name": _("Say what you want to get better at, such as “Feedback in simulation teaching”."),
            "summary": _("Who is it for, and what should be different because of it? One sentence is enough."),
        }


class RoleForm(forms.Form):
    """Which of the four roles a member holds."""

    role = forms.TypedChoiceField(
        label=_("role"),
        coerce=lambda value: Role(int(value)),
        choices=[(role.value, capfirst(role.label)) for role in ROLES],
    )
