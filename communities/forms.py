import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Exclusion, JoinRequest, Role, RoleChange
from communities.queries import ROLES
from core import choices
from core.forms import CleanCharField

LONGEST_SUSPENSION = timedelta(days=731)


@dataclass(frozen=True)
class Preset:
    """A usual way to begin; it fills the form, and everything can still be changed (G16)."""

    key: str
    title: Any
    text: Any
    visibility: str
    admission: str


PRESETS = {
    preset.key: preset
    for preset in (
        Preset(
            "interest",
            _("Open interest group"),
            _("For people anywhere who care about one thing. Everyone finds it and reads along; whoever wants joins."),
            Community.Visibility.PUBLIC,
            Community.Admission.OPEN,
        ),
        Preset(
            "organisation",
            _("Private, for my organisation"),
            _("For your practice, ward or school. Nobody else learns that it exists; you ask people in by mail."),
            Community.Visibility.HIDDEN,
            Community.Admission.INVITATION,
        ),
    )
}


class CommunityForm(forms.ModelForm):
    """What starting a community takes; its view hands the answers to the action."""

    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[(value.value, capfirst(value.label)) for value in Community.Visibility],
        widget=forms.RadioSelect,
    )
    admission = forms.ChoiceField(
        label=_("How people join"),
        choices=[(value.value, capfirst(value.label)) for value in Community.Admission],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language you talk in"), choices=choices.languages, initial="en")
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.time_zones,
        help_text=_("Visitors are shown dates in this zone, unless their browser tells its own."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kept_name = CleanCharField(required=False, widget=forms.HiddenInput)  # advice on this very name was shown

    class Meta:
        model = Community
        fields = ["name", "summary", "visibility", "admission", "language", "time_zone"]
        field_classes = {"name": CleanCharField, "summary": CleanCharField}
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "name": _("Say what you want to achieve together, and what you will have made or decided in the end."),
            "summary": _("Who is it for, and what should be different because of it? One sentence is enough."),
        }

    def clean(self):
        answers = super().clean()
        is_hidden = answers.get("visibility") == Community.Visibility.HIDDEN
        if is_hidden and answers.get("admission") not in (None, Community.Admission.INVITATION):
            self.add_error("admission", _("Nobody finds a hidden community: people come in by invitation."))
        return answers

    def clean_name(self):
        name = self.cleaned_data["name"]
        if not any(sign.isalnum() for sign in name):
            raise forms.ValidationError(_("A name needs a letter or a digit at least."))
        return name

    def is_name_settled(self, advice):
        """Whether `advice` says nothing against the name, or it is kept although it does."""
        return not advice.hints or self.cleaned_data["name"] == self.cleaned_data["kept_name"]

    @property
    def answers(self):
        """What the action takes."""
        return {field: value for field, value in self.cleaned_data.items() if field != "kept_name"}


class AskForm(forms.Form):
    """What somebody says who asks to join."""

    message = CleanCharField(
        label=_("Say in a sentence what brings you"),
        required=False,
        max_length=JoinRequest._meta.get_field("message").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The team reads it beside your name and what your profile says of your work."),
    )


class AnswerForm(forms.Form):
    """Which requests are answered, and what is said with it."""

    request = forms.ModelMultipleChoiceField(
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        label=_("requests"),
        error_messages={
            "required": _("Choose at least one request."),
            "invalid_choice": _("Choose among the requests to this community."),
            "invalid_pk_value": _("Choose among the requests to this community."),
        },
    )
    reason = CleanCharField(
        label=_("A word to them"),
        required=False,
        max_length=JoinRequest._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the mail that each of them gets."),
    )

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["request"].queryset = community.join_requests.select_related("person").order_by("pk")


class RoleForm(forms.Form):
    """Which of the four roles a member holds, and why they get it."""

    role = forms.TypedChoiceField(
        label=_("role"),
        coerce=lambda value: Role(int(value)),
        choices=[(role.value, capfirst(role.label)) for role in ROLES],
    )
    note = CleanCharField(
        label=_("A word about it"),
        required=False,
        max_length=RoleChange._meta.get_field("note").max_length,
        help_text=_("The member and the team read it."),
    )


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
        day = self.cleaned_data["until"]
        if day is None:
            return None
        today = timezone.localdate(timezone=self.zone)
        if not today < day <= today + LONGEST_SUSPENSION:
            raise forms.ValidationError(_("Choose a day after today, within two years."))
        return datetime.combine(day, time(), self.zone)
