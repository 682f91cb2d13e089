"""What somebody has typed so far."""

import re

from django import forms

from core.forms import CleanCharField
from core.markdown import MAX_LENGTH
from forums.models import Unsent
from forums.models.unsent import Known

_KNOWN = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})")


class KnownField(forms.CharField):
    """What a form knows of the kept text that stands in it, as a Known; None where nothing is kept yet."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput({"autocomplete": "off"}), required=False)

    def to_python(self, value):
        match = _KNOWN.fullmatch(super().to_python(value)) if value else None
        return Known(int(match[1]), int(match[2])) if match else None


class UnsentForm(forms.Form):
    """All that is typed in a form of one kind. Whether it will do is asked when it is sent."""

    known = KnownField()
    submission = forms.UUIDField(required=False)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)  # of the post that is edited

    def __init__(self, kind, data):
        super().__init__(data)
        self.typed = Unsent.FIELDS[kind]
        for name in self.typed:
            self.fields[name] = CleanCharField(strip=False, required=False, widget=forms.Textarea)
        if kind == Unsent.Kind.PLAN:
            self.fields["kind"] = CleanCharField(required=False, max_length=20)

    def clean(self):
        super().clean()
        if sum(len(self.cleaned_data.get(name, "")) for name in self.typed) > MAX_LENGTH:
            raise forms.ValidationError("More than can be sent.")
        return self.cleaned_data

    @property
    def said(self):
        """{name of a field: text}, without what is empty."""
        texts = {name: text for name in self.typed if (text := self.cleaned_data[name])}
        kind = self.cleaned_data.get("kind")
        return texts | ({"kind": kind} if texts and kind else {})
