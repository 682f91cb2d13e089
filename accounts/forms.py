import zoneinfo

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import choices
from core.forms import CleanCharField


class SignupFieldsForm(forms.Form):
    """The fields that sign-up asks beside e-mail and password: what to be called, and the clock."""

    display_name = CleanCharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    time_zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-behaviour": "time-zone"}))

    field_order = ["display_name", "email", "password1"]

    def clean_time_zone(self):
        # Filled by the browser; whatever is not a zone falls back to UTC, which the profile can mend.
        value = self.cleaned_data["time_zone"]
        return value if value in zoneinfo.available_timezones() else "UTC"

    def signup(self, request, user: User):
        """allauth asks for this; the fields are saved with the person, by `accounts.adapter`."""


class ProfileForm(forms.ModelForm):
    """What a person says about themselves; all but the name may stay empty."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=choices.time_zones,
        help_text=_(
            "Mail and the dates of your plans go by this clock. Pages do too, unless your browser tells its own."
        ),
    )

    class Meta:
        model = User
        fields = [
            "display_name",
            "pronouns",
            "profession",
            "organisation",
            "sector",
            "country",
            "time_zone",
            "bio",
            "interests",
            "can_help_with",
            "takes_questions",
            "wants_to_learn",
            "is_simulation_educator",
            "is_lay_member",
            "works_in_industry",
            "declared_interests",
            "profile_audience",
        ]
        field_classes = dict.fromkeys(
            [
                "display_name",
                "pronouns",
                "organisation",
                "sector",
                "country",
                "bio",
                "interests",
                "can_help_with",
                "wants_to_learn",
                "declared_interests",
            ],
            CleanCharField,
        )
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "name"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "country": forms.TextInput(attrs={"autocomplete": "country-name"}),
            "bio": forms.Textarea(attrs={"rows": 5}),
            "interests": forms.Textarea(attrs={"rows": 2}),
            "can_help_with": forms.Textarea(attrs={"rows": 2}),
            "wants_to_learn": forms.Textarea(attrs={"rows": 2}),
            "declared_interests": forms.Textarea(attrs={"rows": 2}),
            "profile_audience": forms.RadioSelect,
        }
        help_texts = {
            "takes_questions": _("At most three times a week; “not me” is always an answer."),
            "sector": _("Such as hospital, primary care, university, social care, charity."),
            "works_in_industry": _("Such as a maker of drugs, devices or software. Then say beneath for whom."),
            "declared_interests": _("Whatever others should know to weigh what you say, such as paid work."),
        }

    groups = (
        (_("Who you are"), ("display_name", "pronouns", "profession", "organisation", "sector", "country")),
        (
            _("What you bring, what you look for"),
            ("bio", "interests", "can_help_with", "takes_questions", "wants_to_learn"),
        ),
        (
            _("Where you stand"),
            ("is_simulation_educator", "is_lay_member", "works_in_industry", "declared_interests"),
        ),
        (_("Settings"), ("time_zone", "profile_audience")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("profession", "profile_audience"):
            self.fields[name].choices = [(value, capfirst(label)) for value, label in self.fields[name].choices]
        profession = self.fields["profession"]
        profession.choices = [("", _("No answer")), *profession.choices[1:]]
        clock = self.fields["time_zone"]
        if not clock.valid_value(self.instance.time_zone):
            # An older name for a place, as some browsers tell it.
            clock.choices = [(self.instance.time_zone, self.instance.time_zone.replace("_", " ")), *clock.choices]
        answers = [("unknown", _("No answer")), ("true", _("Yes")), ("false", _("No"))]
        self.fields["is_simulation_educator"].widget.choices = answers

    def clean(self):
        answers = super().clean()
        if answers.get("works_in_industry") and not answers.get("declared_interests", "-"):
            self.add_error("declared_interests", _("Say in a sentence for whom you work, so that others can weigh it."))
        return answers

    def fieldsets(self):
        return [(legend, [self[name] for name in names]) for legend, names in self.groups]


class AgreementForm(forms.Form):
    version = forms.DateField(widget=forms.HiddenInput)


class EraseForm(forms.Form):
    is_meant = forms.BooleanField(label=_("I know that this cannot be undone"))
