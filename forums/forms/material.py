"""Laying out items of the library for a discussion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, FilterForm, SoughtField
from forums.forms.fields import IdField
from forums.models import Material


class SoughtItemsForm(FilterForm):
    """What is looked for in the library."""

    q = SoughtField(label=_("Title, text or author"), max_length=200)


class WhyForm(forms.Form):
    """Why people should look at an item."""

    why = CleanCharField(label=_("why"), max_length=Material._meta.get_field("why").max_length, required=False)


class LayOutForm(forms.Form):
    """Which item of the library is laid out."""

    item = IdField()
