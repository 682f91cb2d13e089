"""How a discussion is slowed down, and for how long it is paused."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.forms.closings import ReasonField

MINUTES = (
    (0, _("as often as they like")),
    (5, _("once in 5 minutes")),
    (15, _("once in 15 minutes")),
    (60, _("once in an hour")),
    (240, _("once in 4 hours")),
    (1440, _("once a day")),
)
HOURS = (
    (1, _("for an hour")),
    (12, _("for 12 hours")),
    (24, _("for a day")),
    (72, _("for 3 days")),
    (168, _("for a week")),
)


class SlowForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label=_("Each person writes"),
        choices=MINUTES,
        coerce=int,
        help_text=_("Whoever is quicker keeps their text and is told when to send it. The team writes as it likes."),
    )


class PauseForm(forms.Form):
    hours = forms.TypedChoiceField(label=_("How long?"), choices=HOURS, coerce=int, initial=24)
    reason = ReasonField(
        label=_("Why?"), help_text=_("One sentence. It stands where people would write, until the time is over.")
    )
