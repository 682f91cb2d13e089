from django import forms
from django.core.validators import MaxLengthValidator
from django.urls import reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import Institution
from communities.queries.institutions import Unlisted, institution_named, institutions_like
from core.forms import AddressField, CleanCharField


class InstitutionForm(forms.Form):
    """An institution by its name; of one that nobody has named before, what it is and where.

    Its page holds `<datalist id="institutions-found">`, and buttons that send the `likely` ones.
    """

    name = CleanCharField(
        label=_("Institution"),
        max_length=200,
        help_text=_("Type a few letters and choose one, or give the full name of a new one."),
    )
    country = CleanCharField(
        label=_("Country"), required=False, max_length=Institution._meta.get_field("country").max_length
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=[("", _("Choose")), *((value, capfirst(label)) for value, label in Institution.Kind.choices)],
    )
    website = AddressField(
        label=_("Website"),
        required=False,
        validators=[MaxLengthValidator(Institution._meta.get_field("website").max_length)],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.likely = []
        for name in ("country", "kind"):
            self.fields[name].is_needed = True  # of one that is not in the list yet
        found_url = reverse_lazy("communities:institutions-found")
        self.fields["name"].widget.attrs |= {"list": "institutions-found", "autocomplete": "off", "spellcheck": "false"}
        self.fields["name"].widget.attrs |= {"hx-get": found_url, "hx-trigger": "input changed delay:250ms"}
        self.fields["name"].widget.attrs |= {"hx-target": "#institutions-found", "hx-swap": "innerHTML"}

    @property
    def is_new(self):
        """Whether more is asked, because nobody has named it before."""
        return any(name in self.errors for name in ("country", "kind", "website"))

    def clean(self):
        answers = super().clean()
        if self.errors:
            return answers
        name, country = answers["name"], answers["country"]
        found = institution_named(f"{name}, {country}" if country else name)
        if len(found) > 1:
            self.likely = found
            self.add_error("name", _("Several are called that. Choose one, or say the country."))
        elif found:
            answers["institution"] = found[0]
        else:
            self._ask_more(answers)
        return answers

    def _ask_more(self, answers):
        """What is needed to add it; with those that it might be."""
        name = answers["name"]
        if len(name) > Institution._meta.get_field("name").max_length:
            self.add_error("name", _("This is too long for a name."))
        if not any(sign.isalnum() for sign in name):
            self.add_error("name", _("A name needs a letter or a digit at least."))
        if not answers["country"]:
            self.likely = institutions_like(name)
            self.add_error("country", _("Nobody has named this one before. In which country is it?"))
        if not answers["kind"]:
            self.add_error("kind", _("Say what it is."))
        if not self.errors:
            answers["institution"] = Unlisted(**{field: answers[field] for field in Unlisted.__annotations__})
