from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class SpaceField(forms.ModelChoiceField):
    """One of the spaces that are offered, each with who reads it."""

    def label_from_instance(self, space):
        return gettext("%(name)s, read by %(audience)s") % {"name": space.name, "audience": space.audience}


class MoveForm(forms.Form):
    """Where a discussion is taken, and where it was found."""

    to = SpaceField(queryset=None, label=_("Where to"), widget=forms.RadioSelect, empty_label=None)
    found_in = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, targets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = targets
