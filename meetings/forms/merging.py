"""Forms for what several people may change at once: they know what they began with."""

from django import forms

from core.forms import CleanCharField
from meetings.merging import changed_in, changed_twice, marks_of


class SeenField(CleanCharField):
    """The marks of what a page showed, by the name of each field; of an older page none."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def prepare_value(self, value):
        return " ".join(f"{name}:{mark}" for name, mark in value.items()) if isinstance(value, dict) else value

    def clean(self, value):
        parts = (part.partition(":") for part in super().clean(value).split())
        return {name: mark for name, _colon, mark in parts}


class MergedForm(forms.Form):
    """A form for what is saved of a meeting, field by field: `said_by` a meeting, and by whoever fills it in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = SeenField()

    conflicts = ()  # the fields that both have changed, each with what is saved now

    @staticmethod
    def said_by(meeting):
        """What is saved of it, by the name of each field."""
        raise NotImplementedError

    @classmethod
    def of(cls, meeting, data=None, **options):
        """`data` as it came in, or what is saved."""
        shown = cls.said_by(meeting)
        return cls(data, initial=shown | {"version": meeting.version, "seen": marks_of(shown)}, **options)

    def again(self, meeting, refusal, **options):
        """The same words for the meeting as it is saved now; what was not touched here is what it says now."""
        now, seen = self.said_by(meeting), self.cleaned_data["seen"]
        said = {name: self.cleaned_data[name] for name in now}
        data = self.data.copy()
        for name in now.keys() - changed_in(said, seen):
            value = now[name]
            data.setlist(name, value if isinstance(value, list) else ["" if value is None else str(value)])
        data["version"] = str(meeting.version)
        data["seen"] = self.fields["seen"].prepare_value(marks_of(now))
        form = type(self).of(meeting, data, **options)
        form.conflicts = [(form[name], _words(form.fields[name], now[name])) for name in changed_twice(said, now, seen)]
        form.add_error(None, refusal)
        return form


def _words(field, value):
    """What is saved, as one reads it."""
    if not hasattr(field, "choices") or isinstance(value, list):
        return value
    return dict(field.choices).get("" if value is None else value, value)
