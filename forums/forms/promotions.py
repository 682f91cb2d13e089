from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from library.models import Item
from library.queries.proposals import WRITTEN_KINDS


class KeepForm(forms.Form):
    """What an item of the library is called that keeps a post; its text is what was said."""

    kind = forms.ChoiceField(label=_("kind"), choices=[(kind.value, capfirst(kind.label)) for kind in WRITTEN_KINDS])
    title = CleanCharField(
        label=_("title"), max_length=200, help_text=_("Plain words: people see from it whether it helps them.")
    )
    licence = forms.ChoiceField(
        label=_("what others may do with it"),
        choices=[(licence.value, capfirst(licence.label)) for licence in Item.Licence],
    )

    def __init__(self, data=None, *, proposal):
        super().__init__(data, initial={name: getattr(proposal, name) for name in ("kind", "title", "licence")})


class KeepClosingForm(KeepForm):
    """The same of a closing, with those of its people who are named as authors."""

    authors = forms.MultipleChoiceField(
        label=_("authors"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whom the closing thanks and cites. Each of them is told."),
        error_messages={"required": _("Choose at least one.")},
    )
    field_order = ["kind", "title", "authors", "licence"]

    def __init__(self, data=None, *, proposal):
        super().__init__(data, proposal=proposal)
        self.offered = {author.key: author for author in proposal.authors}
        self.fields["authors"].choices = [(key, str(author)) for key, author in self.offered.items()]
        self.initial["authors"] = [author.key for author in proposal.authors if author.is_named]

    def clean_authors(self):
        chosen = [self.offered[key].who for key in self.offered if key in self.cleaned_data["authors"]]
        if len(chosen) > Item.MOST_AUTHORS:
            raise forms.ValidationError(_("At most %(most)d authors.") % {"most": Item.MOST_AUTHORS})
        return chosen
