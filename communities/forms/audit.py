from django import forms
from django.utils.translation import gettext_lazy as _

from activity import audit
from communities.queries.audit import Wanted
from core.forms import FilterForm


class AuditForm(FilterForm):
    """What of the changes somebody looks for."""

    kind = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *audit.KINDS.items()])
    person = forms.ModelChoiceField(label=_("Who"), required=False, queryset=None, empty_label=_("Anybody"))
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, asked, *, people):
        super().__init__(asked)
        self.fields["person"].queryset = people

    @property
    def wanted(self):
        self.is_valid()
        found = self.cleaned_data
        person = found.get("person")
        return Wanted(found.get("kind", ""), person and person.pk, found.get("since"), found.get("until"))
