from datetime import timedelta

from django import forms
from django.db.models import BigIntegerField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.queries.audiences import audience_of, read_audience
from core.templatetags.copse import clock_name

LONGEST_PLAN = timedelta(days=5 * 365)


class ReadersField(forms.CharField):
    """For whom the page was made on which somebody writes, as an Audience; None where nothing was sent."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, required=False)

    def to_python(self, value):
        text = super().to_python(value)
        return read_audience(text) if text else None


class IdField(forms.IntegerField):
    """Which row of a table, as a hidden field."""

    def __init__(self, **options):
        super().__init__(widget=forms.HiddenInput, min_value=1, max_value=BigIntegerField.MAX_BIGINT, **options)


def ask_again(form, space, refusal, *, at="text"):
    """Refuse what was sent, and let the same sent once more be meant for those who read `space` now."""
    form.data = form.data.copy()
    form.data["readers"] = str(audience_of(space))
    form.add_error(at, refusal)


class MomentField(forms.DateTimeField):
    """A date and time on the clock of `zone`, given and shown without naming it; the hint beneath says which clock.

    It is still to come, unless it stays `kept`: what it was before, which can have come while a discussion is paused.
    """

    def __init__(self, *, zone, kept=None, help_text="", **options):
        self.zone, self.kept = zone, kept and kept.replace(second=0, microsecond=0)  # as its widget shows it
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        on_clock = _("%(zone)s time.") % {"zone": clock_name(zone)}
        super().__init__(required=False, widget=widget, help_text=f"{on_clock} {help_text}".strip(), **options)

    def to_python(self, value):
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value):
        with timezone.override(self.zone):
            return super().prepare_value(value)

    def validate(self, value):
        super().validate(value)
        if value in (None, self.kept):
            return
        if not timezone.now() < value < timezone.now() + LONGEST_PLAN:
            raise forms.ValidationError(_("Please choose a moment that is still to come, within the next five years."))
