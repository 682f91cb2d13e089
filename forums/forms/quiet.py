from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import AddressField, CleanCharField, OfferedField


class CallInForm(forms.Form):
    """What one person is told who reads along, and what they may want to look at first."""

    words = CleanCharField(
        label=_("Your words to them"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why their voice would help here. They alone read it."),
    )
    url = AddressField(
        label=_("Or something on the web"), required=False, help_text=_("An article, a recording: its address.")
    )

    def __init__(self, data=None, *, items):
        super().__init__(data)
        self.fields["item"] = OfferedField(
            items, label=_("Something to look at first"), help_text=_("From the library, of what they may see there.")
        )
        self.order_fields(["words", "item", "url"])

    def clean(self):
        if self.cleaned_data.get("item") and self.cleaned_data.get("url"):
            self.add_error("url", _("One thing to look at is enough: choose the one, or give the other."))
        return self.cleaned_data
