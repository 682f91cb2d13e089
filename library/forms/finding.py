from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import FilterForm, SoughtField
from library.models import Item


class ItemsForm(FilterForm):
    """What is looked for in a library."""

    q = SoughtField(label=_("Title, text or author"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Every kind")), *((kind.value, capfirst(kind.label)) for kind in Item.Kind)],
    )
    subject = forms.ChoiceField(label=_("Subject"), required=False)

    def __init__(self, asked, *, subjects):
        super().__init__(asked)
        if subjects:
            offered = [(subject.slug, subject.label) for subject in subjects]
            self.fields["subject"].choices = [("", _("Every subject")), *offered]
        else:
            del self.fields["subject"]
