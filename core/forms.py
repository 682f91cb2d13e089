from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

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


class SoughtField(CleanCharField):
    """Words to look for, said in the empty box itself."""

    def __init__(self, *, label: Any, max_length: int, placeholder: Any = None) -> None:
        widget = forms.TextInput({"type": "search", "placeholder": placeholder or label})
        super().__init__(label=label, max_length=max_length, required=False, widget=widget)


class FilterForm(forms.Form):
    """What a list is asked for by its address. What cannot be understood is not asked."""

    def __init__(self, asked: Any, **kwargs: Any) -> None:
        super().__init__(asked, auto_id="find-%s", **kwargs)

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(value for name, value in self.wanted.items() if name != "sort")


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
