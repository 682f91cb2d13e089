from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import Subject
from communities.queries.subjects import choosable


class SubjectsField(forms.ModelMultipleChoiceField):
    """The few subjects that a community is about; its value is a list.

    The form says by `among` which community's own stay offered although they are retired.
    """

    def __init__(self, **options):
        options = {
            "label": _("What it is about"),
            "required": False,
            "widget": forms.CheckboxSelectMultiple,
            "help_text": _("Up to five subjects, by which people find you."),
        } | options
        super().__init__(queryset=choosable(), **options)

    def among(self, community):
        self.queryset = choosable(community)

    def clean(self, value):
        chosen = list(super().clean(value))
        if len(chosen) > Subject.MOST:
            raise ValidationError(
                _("At most %(number)s subjects: choose what matters most.") % {"number": Subject.MOST}
            )
        return chosen
