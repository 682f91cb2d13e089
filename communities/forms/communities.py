import uuid

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.forms.subjects import SubjectsField
from communities.models import Community
from core import choices
from core.forms import CleanCharField


class NameForm(forms.Form):
    """A name that was chosen, and whether it is kept although something was said against it."""

    kept_name = CleanCharField(required=False, widget=forms.HiddenInput)  # advice on this very name was shown

    def clean_name(self):
        name = self.cleaned_data["name"]
        if not any(sign.isalnum() for sign in name):
            raise forms.ValidationError(_("A name needs a letter or a digit at least."))
        return name

    def is_name_settled(self, advice):
        """Whether `advice` says nothing against the name, or it is kept although it does."""
        return not advice.hints or self.cleaned_data["name"] == self.cleaned_data["kept_name"]


class CommunityForm(NameForm, forms.ModelForm):
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
    subjects = SubjectsField()
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

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

    @property
    def has_folded_errors(self):
        """Whether something is wrong with what the page folds away: all but the name and the purpose."""
        return bool(self.errors.keys() - {"name", "summary", "__all__"})

    @property
    def answers(self):
        """What the action takes."""
        return {field: value for field, value in self.cleaned_data.items() if field != "kept_name"}
