"""People from outside, as a host writes them and as they answer."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from core import choices
from core.forms import CleanCharField
from meetings.actions.guests import Guest
from meetings.models import Seat

AT_ONCE = 50
LONGEST_NAME = Seat._meta.get_field("name").max_length
LONGEST_ADDRESS = Seat._meta.get_field("email").max_length

_LAST_WORD = re.compile(r"^(.*?)[\s,;<]*([^\s,;<>]+)[\s,;>]*$")
_is_address = EmailValidator()


class GuestsField(CleanCharField):
    """Several people, one on each line: a name, and the address behind it. Its value is a list of Guest."""

    widget = forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value):
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > AT_ONCE:
            raise ValidationError(_("At most %(number)s people at a time."), params={"number": AT_ONCE})
        guests, wrong = {}, []
        for line in lines:
            guest = _guest(line)
            if guest is None:
                wrong.append(ValidationError(_("“%(line)s” has no e-mail address at its end."), params={"line": line}))
            else:
                guests.setdefault(guest.email.lower(), guest)
        if wrong:
            raise ValidationError(wrong[:10])
        return list(guests.values())


def _guest(line):
    found = _LAST_WORD.match(line)
    if found is None:
        return None
    name, address = found[1].strip(" \"'“”,;"), found[2]
    local, at, domain = address.rpartition("@")
    try:
        address = f"{local}{at}{punycode(domain)}"
        _is_address(address)
    except (UnicodeError, ValidationError):
        return None
    if len(address) > LONGEST_ADDRESS or len(name) > LONGEST_NAME:
        return None
    return Guest(address, name)


class GuestsForm(forms.Form):
    guests = GuestsField(
        label=_("Who, one on each line"),
        max_length=AT_ONCE * (LONGEST_NAME + LONGEST_ADDRESS),
        help_text=_("A name and an e-mail address, such as: Ana Ruiz ana@example.org"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="guests-%s", **kwargs)


class ZoneForm(forms.Form):
    """By whose clock a page without an account says when something is."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=choices.time_zones)
