import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator
from django.utils import timezone
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.forms.fields import offered_roles
from communities.models import Community, Invitation, Role
from communities.rules import LEAST_ROLE
from core.forms import CleanCharField

DAYS = (7, 14, 30, 60)
BAD_LINES_NAMED = 10
LONGEST_WORD = 60
LONGEST_LIST = 100 * Invitation.AT_ONCE  # signs

_IN_BRACKETS = re.compile(r"<([^<>]*)>")
_NAMED = re.compile(r"[^,;<>]*<[^<>]*>")
_PIECE = re.compile(r'(?:"[^"]*"|“[^”]*”|[^,;])+')  # what stands between commas, those in quotation marks aside
_MARKS = "\"'“”‘’"
_is_address = EmailValidator()
_fits = MaxLengthValidator(Invitation._meta.get_field("email").max_length)


def read_addresses(text: str) -> tuple[list[str], list[str]]:
    """(addresses, each once; what is none) of a pasted list: lines, commas, and “Name <address>” as mail shows it.

    A domain in other letters is given as mail writes it ("exämple.org" is "xn--exmple-cua.org").
    """
    found: dict[str, str] = {}
    bad = []
    for line in text.splitlines():
        pieces = _pieces(line)
        addresses = [address for piece in pieces for word in piece if (address := _address(word))]
        found.update({address.lower(): found.get(address.lower(), address) for address in addresses})
        rests = [" ".join(word for word in piece if not _address(word)) for piece in pieces]
        bad += [rest for rest in rests if rest] if addresses else [line.strip()] * bool(pieces)
    return list(found.values()), bad


def _address(word: str) -> str:
    """`word` as an address, or an empty string."""
    name, at, domain = word.strip(_MARKS).rpartition("@")
    try:
        address = f"{name}{at}{punycode(domain)}"
        _is_address(address)
        _fits(address)
    except (UnicodeError, ValidationError):
        return ""
    return address


def _pieces(line: str) -> list[list[str]]:
    """The words of a line, those together that no comma parts."""
    named = _IN_BRACKETS.findall(line)
    if not named:
        return [words for piece in _PIECE.findall(line) if (words := piece.split())]
    # What stands beside brackets is a name, perhaps with a comma in it, unless it looks like an address.
    beside = [word for word in re.split(r"[\s,;]+", _NAMED.sub(" ", line)) if "@" in word]
    return [[word.strip()] for word in named] + [[word] for word in beside]


class AddressesField(CleanCharField):
    """One or many addresses; its value is what `read_addresses` found."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return ()
        if len(text) > LONGEST_LIST:
            raise ValidationError(_("That is too long to be a list of addresses."))
        return read_addresses(text)

    def run_validators(self, value: Any) -> None:
        """The text is judged when it is read."""


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
        initial=Invitation.OPEN_FOR,
        choices=[(days, ngettext("%(number)s day", "%(number)s days", days) % {"number": days}) for days in DAYS],
    )
    leave_out = forms.BooleanField(required=False, widget=forms.HiddenInput)  # what is no address

    field_order = ["leave_out"]  # is known when the addresses are judged

    def __init__(self, *args, community: Community, held: Role, **kwargs):
        super().__init__(*args, **kwargs)
        self.bad: list[str] = []
        self.is_team = held >= LEAST_ROLE["invite_many"]
        self.fields["role"].choices = offered_roles(community, held if self.is_team else Role.PARTICIPANT)
        if not self.is_team:
            del self.fields["role"]
            self.fields["addresses"].label = _("E-mail address")
            self.fields["addresses"].help_text = _("Of the person whom you would like to see here.")
            self.fields["addresses"].widget.attrs["rows"] = 2

    def clean_addresses(self):
        addresses, self.bad = self.cleaned_data["addresses"]
        if not addresses:
            raise ValidationError(_("There is no e-mail address in this."))
        if self.bad and not self.cleaned_data["leave_out"]:
            number = len(self.bad)
            said = ngettext("One entry is no e-mail address.", "%(number)s entries are no e-mail addresses.", number)
            raise ValidationError(said % {"number": number}, code="bad")
        if len(addresses) > Invitation.AT_ONCE:
            said = _("At most %(number)s addresses at a time, please.")
            raise ValidationError(said % {"number": Invitation.AT_ONCE})
        if not self.is_team and len(addresses) > 1:
            raise ValidationError(_("One person at a time, please. The team can invite many at once."))
        return addresses

    @property
    def may_leave_out(self) -> bool:
        """Whether it could go on without what is no address."""
        return self.has_error("addresses", "bad")

    @property
    def bad_named(self) -> list[str]:
        """The first of what is no address, in short."""
        return [word if len(word) <= LONGEST_WORD else f"{word[:LONGEST_WORD]}…" for word in self.bad[:BAD_LINES_NAMED]]

    @property
    def bad_unnamed(self) -> int:
        """How many more there are."""
        return max(0, len(self.bad) - BAD_LINES_NAMED)

    @property
    def wish(self) -> dict[str, Any]:
        """What the action takes."""
        wish = {name: value for name, value in self.cleaned_data.items() if name != "leave_out"}
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
