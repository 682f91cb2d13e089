from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.paging import number_in
from forums.models import HeldPost


class TurnDownForm(forms.Form):
    """Why a first post is not shown."""

    words = CleanCharField(
        label=_("Why not?"),
        max_length=HeldPost._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence for its author, who keeps the text. Nobody else reads it."),
    )


class VersionForm(forms.Form):
    """Which version of a text somebody has read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReadWithField(forms.MultipleChoiceField):
    """What stood beside it and was ticked, each as "id-version": {id: version}."""

    def valid_value(self, value):
        return None not in map(number_in, value.partition("-")[::2])

    def clean(self, value):
        return {int(pk): int(version) for pk, _dash, version in (each.partition("-") for each in super().clean(value))}


class LetThroughForm(VersionForm):
    """The same, with what else of its author was read and is let through with it."""

    others = ReadWithField(required=False)
