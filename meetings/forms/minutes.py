"""What a meeting came to, and how the library keeps it."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import AddressField, CleanCharField
from core.markdown import MAX_LENGTH
from library.models import Item
from library.queries.proposals import WRITTEN_KINDS


class _TextField(CleanCharField):
    def __init__(self, *, rows, **options):
        widget = forms.Textarea(attrs={"rows": rows, "data-behaviour": "kept"})
        super().__init__(required=False, strip=False, max_length=MAX_LENGTH, widget=widget, **options)


class MinutesForm(forms.Form):
    markdown = _TextField(
        label=_("what was talked about"), rows=10, help_text=_("What somebody who was not there would want to know.")
    )
    decisions = _TextField(label=_("what was decided"), rows=4, help_text=_("One on each line is enough."))
    follows = _TextField(label=_("what follows"), rows=4, help_text=_("Who does what, and until when."))
    recording = AddressField(
        label=_("recording"),
        required=False,
        help_text=_("Its address. Ask those who are heard in it before you publish it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    TEXTS = ("markdown", "decisions", "follows")

    @classmethod
    def of(cls, meeting, minutes, data=None):
        """`data` as it came in, or what is saved; `minutes` may be None."""
        shown = {name: getattr(minutes, name) for name in cls.TEXTS} if minutes else {}
        version = minutes.version if minutes else 0
        return cls(data, initial=shown | {"recording": meeting.recording, "version": version})

    def again(self, meeting, minutes, refusal):
        """The same words for the minutes as they are saved now."""
        data = self.data.copy()
        data["version"] = str(minutes.version)
        form = MinutesForm.of(meeting, minutes, data)
        form.add_error(None, refusal)
        return form

    def clean(self):
        said = super().clean()
        if not self.errors and not any(said[name].strip() for name in (*self.TEXTS, "recording")):
            raise forms.ValidationError(_("Write a few words first."))
        return said


class KeepForm(forms.Form):
    """What the item of the library is called that keeps the minutes, and whose it is."""

    kind = forms.ChoiceField(label=_("kind"), choices=[(kind.value, capfirst(kind.label)) for kind in WRITTEN_KINDS])
    title = CleanCharField(
        label=_("title"), max_length=200, help_text=_("Plain words: people see from it whether it helps them.")
    )
    authors = forms.MultipleChoiceField(
        label=_("authors"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who wrote the minutes, hosted or presented. Each of them is told."),
        error_messages={"required": _("Choose at least one.")},
    )
    licence = forms.ChoiceField(
        label=_("what others may do with it"),
        choices=[(licence.value, capfirst(licence.label)) for licence in Item.Licence],
    )

    def __init__(self, data=None, *, proposal):
        super().__init__(data, initial={name: getattr(proposal, name) for name in ("kind", "title", "licence")})
        self.offered = {author.key: author for author in proposal.authors}
        self.fields["authors"].choices = [(key, str(author)) for key, author in self.offered.items()]
        self.initial["authors"] = [author.key for author in proposal.authors if author.is_named]

    def clean_authors(self):
        chosen = [author.who for key, author in self.offered.items() if key in self.cleaned_data["authors"]]
        if len(chosen) > Item.MOST_AUTHORS:
            raise forms.ValidationError(_("At most %(most)d authors.") % {"most": Item.MOST_AUTHORS})
        return chosen
