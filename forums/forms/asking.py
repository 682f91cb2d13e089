from django import forms
from django.utils.translation import gettext_lazy as _

from forums.models import Asked


class AskForm(forms.Form):
    """Whom a question is put to, of those who are offered and those who were asked already."""

    people = forms.TypedMultipleChoiceField(
        label=_("Who may know?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one."),
            "invalid_choice": _("One of them cannot be asked any more. Please choose again."),
        },
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.offered = {person.pk: person for person in people}
        self.fields["people"].choices = [(person.pk, person.name) for person in people]

    def clean_people(self):
        chosen = self.cleaned_data["people"]
        if len(chosen) > Asked.MOST_OF_A_QUESTION:
            raise forms.ValidationError(_("Five people at most, so that each of them feels meant."))
        return [self.offered[pk] for pk in chosen]
