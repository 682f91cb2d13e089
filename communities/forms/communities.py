import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from core import choices
from core.forms import CleanCharField


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
