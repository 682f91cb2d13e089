from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Charter, Community, PhaseChange
from communities.queries.life import WORDS, has_results
from core.forms import CleanCharField

LONG_AGO = timedelta(days=3 * 366)


class PhaseForm(forms.Form):
    """The sentence that goes with a step; and where there are no expected results, why there are none."""

    sentence = CleanCharField(
        label=_("A sentence to the members"),
        max_length=PhaseChange._meta.get_field("sentence").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    why_no_results = CleanCharField(
        label=_("Why there are no expected results"),
        max_length=Charter._meta.get_field("why_no_results").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the charter. Or write one to three of them there first; then nobody asks for this."),
    )

    field_order = ["why_no_results", "sentence"]

    def __init__(self, *args, community, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sentence"].help_text = WORDS[step.key].example
        if not step.asks_for_results or has_results(community):
            del self.fields["why_no_results"]


class PrepareForm(forms.Form):
    """With how many members to launch, and when they met for the first time, by the community's calendar."""

    members_to_launch = forms.IntegerField(
        label=_("Members to begin with"),
        min_value=1,
        max_value=Community.MOST_TO_LAUNCH,
        help_text=_("As many as it takes for an answer to every question. Five is usual."),
    )
    introduced_on = forms.DateField(
        label=_("Day of the introductory meeting"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Say welcome, what it is for, what shall come of it, and how you will work."),
    )

    def __init__(self, *args, community, **kwargs):
        fields = ("members_to_launch", "introduced_on")
        super().__init__(*args, initial={field: getattr(community, field) for field in fields}, **kwargs)
        self.zone = community.zone

    def clean_introduced_on(self):
        day = self.cleaned_data["introduced_on"]
        today = timezone.localdate(timezone=self.zone)
        if day is not None and not today - LONG_AGO <= day <= today + LONG_AGO:
            raise forms.ValidationError(_("Choose a day within three years of today."))
        return day
