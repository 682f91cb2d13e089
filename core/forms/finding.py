"""What a list is asked for."""

from typing import Any

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext

from core.markdown import clean


class FilterForm(forms.Form):
    """What a list is asked for by its address. What cannot be understood is not asked, and `left_out` says so."""

    def __init__(self, asked: Any, **kwargs: Any) -> None:
        super().__init__(asked, auto_id="find-%s", **kwargs)

    @property
    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data

    @property
    def left_out(self) -> str:
        """The fields that could not be understood, with what stood there."""
        said = [f"{self[name].label} “{clean(str(self[name].value()))[:60]}”" for name in self.errors]
        return get_text_list(said, gettext("and"))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(value for name, value in self.wanted.items() if name != "sort")
