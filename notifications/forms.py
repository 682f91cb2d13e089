from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.hearing import COMMUNITY, SPACE
from notifications.models import Delivery, MailRhythm, Volume

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
LEVELS = [
    (Volume.Level.ALL, _("Everything")),
    (Volume.Level.NORMAL, _("As usual")),
    (Volume.Level.MENTIONS, _("Only mentions")),
    (Volume.Level.MUTE, _("Nothing")),
]


def _as_saved(by, kind):
    """How somebody is told of a kind at this moment, in words."""
    said = _("Now: %(how)s, as is usual") if by == kind.by else _("Now: %(how)s, as you chose")
    return said % {"how": Delivery.By(by).label}


class SettingsForm(forms.Form):
    """How one person is told of each kind, how much of each community, and when their mail comes."""

    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=[(value, capfirst(label)) for value, label in MailRhythm.Rhythm.choices],
        widget=forms.RadioSelect,
    )
    hour = forms.TypedChoiceField(label=_("At"), choices=HOURS, coerce=int)
    weekday = forms.TypedChoiceField(label=_("On, when once a week"), choices=WEEKDAYS, coerce=int)
    quiet_from = forms.TypedChoiceField(
        label=_("From"), choices=[("", _("No quiet hours")), *HOURS], coerce=int, empty_value=None, required=False
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Until"), choices=[("", _("No quiet hours")), *HOURS], coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args, deliveries, rhythm, communities, **kwargs):
        """`deliveries` {kind: by} and `communities` (wishes.Loudness) are how they are now, `rhythm` a MailRhythm."""
        super().__init__(*args, **kwargs)
        for name, kind in kinds.KINDS.items():
            self.fields[f"kind_{name}"] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.hint,
                choices=[(by.value, capfirst(by.label)) for by in kind.ways],
                initial=deliveries[name],
            )
            self.fields[f"kind_{name}"].saved = _as_saved(deliveries[name], kind)
        for row in communities:
            # One that was joined since the page was shown is not in what was sent, and stays as it is.
            self.fields[f"community_{row.scope[1]}"] = forms.ChoiceField(
                label=row.title, choices=LEVELS, initial=row.level, required=False
            )
            self.fields[f"community_{row.scope[1]}"].saved = _("Now: %(how)s") % {"how": dict(LEVELS)[row.level]}
        self.initial = {
            "rhythm": rhythm.digest_rhythm,
            "hour": rhythm.digest_hour,
            "weekday": rhythm.digest_weekday,
            "quiet_from": rhythm.quiet_from,
            "quiet_until": rhythm.quiet_until,
        }

        for name, field in self.fields.items():
            # What the page showed goes with it, so that what was changed elsewhere meanwhile is not put back.
            field.show_hidden_initial = not self.is_bound or self.add_initial_prefix(name) in self.data

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if "quiet_from" in self.errors or "quiet_until" in self.errors:
            return cleaned
        if (begins is None) != (ends is None):
            self.add_error("quiet_until" if ends is None else "quiet_from", _("Quiet hours need both ends."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_until", _("Quiet hours that end when they begin would be none, or all day."))
        return cleaned

    def kinds(self):
        return [self[name] for name in self.fields if name.startswith("kind_")]

    def communities(self):
        return [self[name] for name in self.fields if name.startswith("community_")]

    @property
    def changed(self):
        """What was chosen otherwise than the page showed it, as `actions.change_settings` takes it."""
        new = {name: self.cleaned_data[name] for name in self.changed_data}
        return {
            "deliveries": {name[5:]: by for name, by in new.items() if name.startswith("kind_")},
            "volumes": {
                int(name[10:]): level for name, level in new.items() if level and name.startswith("community_")
            },
            "rhythm": {name: value for name, value in new.items() if not name.startswith(("kind_", "community_"))},
        }


IN_FULL = {
    Volume.Level.ALL: _("Everything: each post, what opens and what closes"),
    Volume.Level.NORMAL: _("As usual: what opens, answers to me, and what follows where I wrote"),
    Volume.Level.MENTIONS: _("Only mentions: when somebody names me"),
    Volume.Level.MUTE: _("Nothing"),
}


class VolumeForm(forms.Form):
    """How much one person hears of one thing (`wish` is a wishes.Wish)."""

    AS_AROUND = "around"  # as of what it stands in

    level = forms.ChoiceField(label=_("What you hear"), widget=forms.RadioSelect)

    def __init__(self, *args, wish, **kwargs):
        super().__init__(*args, **kwargs)
        choices = list(IN_FULL.items())
        if wish.scope[0] != COMMUNITY:
            words = _("As in its community: %(level)s") if wish.scope[0] == SPACE else _("As in its space: %(level)s")
            label = Volume.Level(wish.otherwise).label
            choices.insert(0, (self.AS_AROUND, words % {"level": label}))
        self.fields["level"].choices = choices
        self.initial["level"] = wish.level or (wish.otherwise if wish.scope[0] == COMMUNITY else self.AS_AROUND)

    def clean_level(self):
        level = self.cleaned_data["level"]
        return "" if level == self.AS_AROUND else level
