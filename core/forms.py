from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from core.markdown import clean


class FormsRenderer(TemplatesSetting):
    """`{{ form }}` and `{{ field.as_field_group }}` in our look."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


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
