"""The words that people find discussions by."""

import re
from unicodedata import category

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from forums.models import Tag

LONGEST = Tag._meta.get_field("name").max_length
_BETWEEN = re.compile(r"[,;،、]")
_SIGNS = frozenset(" _'’./+&()-")


def _require_a_name(value):
    """Letters and digits of whatever script, with the marks on them; after the first one, also a few signs."""
    is_begun = category(value[0])[0] in "LN"
    if not is_begun or any(category(sign)[0] not in "LNM" and sign not in _SIGNS for sign in value):
        refusal = _("“%(value)s” is no tag: it has letters and digits, and begins with one.")
        raise ValidationError(refusal, params={"value": value})


class TagField(CleanCharField):
    """What one tag is called."""

    def __init__(self, **options):
        super().__init__(max_length=LONGEST, validators=[_require_a_name], **options)

    def to_python(self, value):
        return " ".join((super().to_python(value) or "").split())


class TagsField(CleanCharField):
    """A few tags with commas between them; its value is a list of names."""

    def __init__(self, **options):
        super().__init__(required=False, max_length=10 * LONGEST, **options)

    def clean(self, value):
        one = TagField()
        typed = [part for part in _BETWEEN.split(super().clean(value)) if part.strip()]
        names = {name.lower(): name for name in map(one.clean, typed)}
        if len(names) > Tag.MOST:
            raise ValidationError(_("At most %(number)s tags: choose what matters most.") % {"number": Tag.MOST})
        return list(names.values())


class RenameForm(forms.Form):
    """What a tag is called from now on; `joined` is the name with which it may be one, once that was asked."""

    name = TagField(label=_("name"))
    joined = CleanCharField(widget=forms.HiddenInput, required=False, max_length=LONGEST)
