from django import forms

from core.markdown import clean


class CleanCharField(forms.CharField):
    """Text as it may be stored: without what is invisible and could do harm, before its length is judged."""

    def to_python(self, value):
        return super().to_python(clean(value) if isinstance(value, str) else value)
