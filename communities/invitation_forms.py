import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.models import Invitation, Role
from communities.queries import ROLES
from communities.rules import LEAST_ROLE
from core.forms import CleanCharField

AT_ONCE = 200
DAYS = (7, 14, 30, 60)
BAD_LINES_NAMED = 10
LONGEST_LIST = 100 * AT_ONCE  # signs

_IN_BRACKETS = re.compile(r"<([^<>]*)>")
_NAMED = re.compile(r"[^,;<>]*<[^<>]*>")
_is_address = EmailValidator()
_fits = MaxLengthValidator(Invitation._meta.get_field("email").max_length)


def read_addresses(text: str) -> tuple[list[str], list[str]]:
    """(addresses, each once; what is none) of a pasted list: lines, commas, and “Name <address>” as mail shows it."""
    found: dict[str, str] = {}
    bad = []
    for line in text.splitlines():
        words = _words(line)
        addresses = [word for word in words if _is_one(word)]
        found.update({word.lower(): found.get(word.lower(), word) for word in addresses})
        bad += [word for word in words if word not in addresses] if addresses else [line.strip()] * bool(words)
    return list(found.values()), bad


def _is_one(word: str) -> bool:
    try:
        _is_address(word)
        _fits(word)
    except ValidationError:
        return False
    return True


def _words(line: str) -> list[str]:
    named = _IN_BRACKETS.findall(line)
    if not named:
        return [word for word in re.split(r"[\s,;]+", line) if word]
    # What stands beside brackets is a name, perhaps with a comma in it, unless it looks like an address.
    beside = [word for word in re.split(r"[\s,;]+", _NAMED.sub(" ", line)) if "@" in word]
    return [word.strip() for word in named] + beside


class AddressesField(CleanCharField):
    """One or many addresses; every one that is none is named."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return []
        if len(text) > LONGEST_LIST:
            raise ValidationError(_("That is too long to be a list of addresses."))
        addresses, bad = read_addresses(text)
        if bad:
            raise ValidationError([self._named(word) for word in bad[:BAD_LINES_NAMED]] + self._rest(bad))
        if len(addresses) > AT_ONCE:
            raise ValidationError(_("At most %(number)s addresses at a time, please.") % {"number": AT_ONCE})
        return addresses

    def _named(self, word: str) -> Any:
        shown = word if len(word) <= 60 else f"{word[:60]}…"
        return _("“%(word)s” is no e-mail address.") % {"word": shown}

    def _rest(self, bad: list[str]) -> list[str]:
        number = len(bad) - BAD_LINES_NAMED
        if number <= 0:
            return []
        return [ngettext("And %(number)s more.", "And %(number)s more.", number) % {"number": number}]

    def run_validators(self, value: Any) -> None:
        """The text is judged while it is read."""


class InvitationForm(forms.Form):
    """Whom to ask in, as what, and what to say. Who may ask one person at a time chooses no role."""

    addresses = AddressesField(
        label=_("E-mail addresses"),
        help_text=_("One or many, each on its own line or with commas between. “Name &lt;address&gt;” is fine too."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.TypedChoiceField(
        label=_("They join as"), coerce=lambda value: Role(int(value)), initial=Role.PARTICIPANT
    )
    message = CleanCharField(
        label=_("Your message"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why you would like them to come. It stands in the mail, beneath what the community is for."),
    )
    days = forms.TypedChoiceField(
        label=_("They can answer for"),
        coerce=int,
        initial=14,
        choices=[(days, ngettext("%(number)s day", "%(number)s days", days) % {"number": days}) for days in DAYS],
    )

    def __init__(self, *args, held: Role, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_team = held >= LEAST_ROLE["invite_many"]
        offered = [role for role in ROLES if role <= held] if self.is_team else [Role.PARTICIPANT]
        self.fields["role"].choices = [(role.value, capfirst(role.label)) for role in offered]
        if not self.is_team:
            del self.fields["role"]
            self.fields["addresses"].label = _("E-mail address")
            self.fields["addresses"].help_text = _("Of the person whom you would like to see here.")
            self.fields["addresses"].widget.attrs["rows"] = 2

    def clean_addresses(self):
        addresses = self.cleaned_data["addresses"]
        if not self.is_team and len(addresses) > 1:
            raise ValidationError(_("One person at a time, please. The team can invite many at once."))
        return addresses

    @property
    def wish(self) -> dict[str, Any]:
        """What the action takes."""
        wish = dict(self.cleaned_data)
        return {"emails": wish.pop("addresses"), **wish}


class UntilForm(forms.Form):
    """The last day of something, by the community's clock."""

    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        today = timezone.localtime(timezone=self.zone).date()
        if not today <= day <= today + timedelta(days=3 * 366):
            raise ValidationError(_("A day from today on, within three years."))
        return day

    @property
    def until(self) -> datetime:
        """The last second of that day, which says the day that was chosen."""
        return datetime.combine(self.cleaned_data["last_day"], time(23, 59, 59), self.zone)


class GuestForm(UntilForm):
    """Whom to let into one room, until when, and what to say."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    message = CleanCharField(
        label=_("Your message"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ["email", "last_day", "message"]
