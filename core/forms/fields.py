"""Fields that more than one app asks with."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from core.markdown import clean


class CleanCharField(forms.CharField):
    """Text as it may be stored: without what is invisible and could do harm, before its length is judged.

    Where there is but one line to type in, it stays one; what shows no sign at all counts as empty.
    """

    def to_python(self, value: Any) -> str | None:
        return super().to_python(self._cleaned(value) if isinstance(value, str) else value)

    def _cleaned(self, value: str) -> str:
        value = clean(value)
        if not any(sign.isprintable() and not sign.isspace() for sign in value):
            return ""
        return value if isinstance(self.widget, forms.Textarea) else value.replace("\n", " ")


class ChoicesField(CleanCharField):
    """Several things to choose from, one on each line, `most` of them and each with `longest` signs at most."""

    widget = forms.Textarea

    def __init__(self, *, most: int, longest: int, **options: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        lines = super().to_python(value) or ""
        return list(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def run_validators(self, value: Any) -> None:
        if len(value) > self.most:
            raise ValidationError(_("At most %(number)s choices.") % {"number": self.most})
        if any(len(choice) > self.longest for choice in value):
            raise ValidationError(_("A choice has at most %(number)s characters.") % {"number": self.longest})


class SoughtField(CleanCharField):
    """Words to look for, said in the empty box itself."""

    def __init__(self, *, label: Any, max_length: int, placeholder: Any = None) -> None:
        widget = forms.TextInput({"type": "search", "placeholder": placeholder or label})
        super().__init__(label=label, max_length=max_length, required=False, widget=widget)


class AddressField(forms.URLField):
    """An address on the web, shown in a plain box: a browser would refuse a wrong one where a fold hides it.

    `listed` is the id of a datalist of usual ones.
    """

    default_error_messages = {
        "required": _("Give its address."),
        "invalid": _("Give an address of the web, such as https://example.org/guide."),
    }
    default_validators = [URLValidator(schemes=["http", "https"], message=default_error_messages["invalid"])]

    def __init__(self, *, listed: str = "", **options: Any) -> None:
        attributes = {"inputmode": "url"} | ({"list": listed} if listed else {})
        super().__init__(max_length=500, assume_scheme="https", widget=forms.TextInput(attrs=attributes), **options)

    def to_python(self, value: Any) -> str | None:
        return super().to_python(clean(value) if isinstance(value, str) else value)


class SubmissionField(forms.UUIDField):
    """Made with the form, so that a double click is recognised."""

    default_error_messages = {
        "required": _("This form was incomplete. Please send it again."),
        "invalid": _("This form was damaged. Please send it again."),
    }

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, initial=uuid.uuid4)


class OfferedField(forms.TypedChoiceField):
    """One of the things that are offered, such as an expected result or a topic, or none; its value is the thing."""

    def __init__(self, things: Iterable[Any], **options: Any) -> None:
        offered = {str(thing.pk): thing for thing in things}
        choices = [("", _("None of them"))] + [(key, str(thing)) for key, thing in offered.items()]
        super().__init__(choices=choices, coerce=offered.get, empty_value=None, required=False, **options)
