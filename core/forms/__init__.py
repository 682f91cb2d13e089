"""What the forms of every app are made of; rows, one beneath the other, are in `core.forms.rows`."""

from django.http import HttpRequest, QueryDict

from core.forms.fields import (
    AddressField,
    ChoicesField,
    CleanCharField,
    OfferedField,
    SoughtField,
    SubmissionField,
)
from core.forms.finding import FilterForm
from core.forms.rendering import FormsRenderer

__all__ = [
    "AddressField",
    "ChoicesField",
    "CleanCharField",
    "FilterForm",
    "FormsRenderer",
    "OfferedField",
    "SoughtField",
    "SubmissionField",
    "posted",
]


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: all that a POST has sent, be it nothing; None for whoever only looks."""
    return request.POST if request.method == "POST" else None
