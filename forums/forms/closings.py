from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from forums.drafting.lines import Line, apply_tool, is_prefix, join_lines
from forums.effects.drafts import Draft
from forums.forms.rows import LinkRows, NoteRows, ThanksRows
from forums.models import Acknowledgement, Closing, FollowOn


class ReasonField(CleanCharField):
    """One sentence for those who took part."""

    def __init__(self, **options):
        super().__init__(max_length=300, widget=forms.Textarea(attrs={"rows": 2}), **options)


class ValueField(CleanCharField):
    """What it was worth, and to whom: a value statement, in a sentence or two."""

    def __init__(self):
        super().__init__(
            label=_("what it is worth, and to whom"),
            required=False,
            max_length=Closing._meta.get_field("value").max_length,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Who does what differently now, and what they gain by it. One or two sentences."),
        )


class CloseForm(forms.Form):
    reason = ReasonField(
        label=_("Why now?"),
        help_text=_(
            "One sentence for those who took part: the question is answered, the time is up, it leads nowhere."
        ),
    )


class CorrectForm(forms.Form):
    """What a published closing says, put right in its place."""

    summary = CleanCharField(label=_("summary"), strip=False, required=False, widget=forms.Textarea(attrs={"rows": 24}))
    result = forms.ChoiceField(label=_("what came of it"), choices=Closing.Result)
    value = ValueField()
    reason = ReasonField(label=_("What do you put right?"), help_text=_("One sentence. It stands beneath the summary."))
    forgets = forms.BooleanField(
        label=_("Keep no copy of the old words: they name a patient, or somebody asked to be taken out."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)  # when the person began


class ReopenForm(forms.Form):
    reason = ReasonField(label=_("Why?"), help_text=_("One sentence that those who took part will read."))


class SummaryWidget(forms.Textarea):
    """Reads a summary from one box, or from one for each of its lines with the tool that was used on them."""

    def value_from_datadict(self, data, files, name):
        texts = data.getlist(f"{name}-line")
        if not texts:
            return super().value_from_datadict(data, files, name)
        prefixes = (prefix if is_prefix(prefix) else "" for prefix in data.getlist(f"{name}-prefix"))
        lines = [Line(prefix, text) for prefix, text in zip(prefixes, texts, strict=False)]
        return join_lines(apply_tool(lines, data.get("tool", "")))


class ChosenToPublish(forms.ChoiceField):
    """A choice that a draft may leave open; that it is made in the end is the action's to judge."""

    def __init__(self, **options):
        super().__init__(**options)
        self.widget.use_required_attribute = lambda initial: False

    def validate(self, value):
        if value:
            super().validate(value)


class DraftForm(forms.Form):
    """Which draft, and its version when the person began with it."""

    closing = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ClosingForm(DraftForm):
    """What a discussion came to, with the rows that stand beside the summary.

    Whether there is anything to read in it is the action's to judge.
    """

    summary = CleanCharField(label=_("summary"), strip=False, required=False, widget=SummaryWidget(attrs={"rows": 24}))
    result = ChosenToPublish(
        label=_("what came of it"), choices=[("", _("Choose what fits best")), *Closing.Result.choices]
    )
    value = ValueField()

    def __init__(self, data=None, *, author, contributors, rows=None, **options):
        """`rows` are {part: [{field: value}]} to begin with, where the rows are not in `data`."""
        super().__init__(data, **options)
        self.author, self.contributors = author, contributors
        self.people = {one.person.pk: one.person for one in contributors}
        written_to = [one for one in contributors if one.is_reader and one.person != author]
        sent, rows = (None, rows) if rows is not None else (data, {})
        self.thanks = ThanksRows(sent, initial=rows.get("thanks"), people=contributors, author=author)
        self.notes = NoteRows(sent, initial=rows.get("notes"), people=written_to)
        self.links = LinkRows(sent, initial=rows.get("links"), author=author)

    @property
    def parts(self):
        return [self.thanks, self.notes, self.links]

    def is_valid(self):
        return all([super().is_valid(), *(part.is_valid() for part in self.parts)])

    @property
    def row_errors(self):
        """The fields of rows that need another look."""
        return [field for part in self.parts for row in part for field in row if field.errors]

    @property
    def part_errors(self):
        return [error for part in self.parts for error in part.non_form_errors()]

    def after(self, tool):
        """The same form with the tool of a row applied, and without a word on what is not finished yet."""
        rows = {part.name: part.after(tool) for part in self.parts}
        form = ClosingForm(self.data, author=self.author, contributors=self.contributors, rows=rows)
        for part in form.parts:
            if tool == f"add-{part.name}":
                part.focus_last()
        return form

    def draft(self):
        """What the actions take; only when it is valid."""
        return Draft(
            self.cleaned_data["summary"],
            self.cleaned_data["result"],
            thanks=[(row["person"], row["words"]) for row in self.thanks.filled],
            notes=[(row["person"], row["text"]) for row in self.notes.filled],
            follow_ons=[(row["kind"], row["title"], row["url"]) for row in self.links.filled],
            value=self.cleaned_data["value"],
        )

    def shown(self):
        """What participants will see beside the summary, as far as the rows are complete."""
        return self.tail(self.thanks.complete, self.links.complete, self["value"].value() or "")

    def tail(self, thanks, links, value):
        """These as participants see them, where the people wrote here; nothing is stored."""
        named = [(self.people.get(row["person"]), row["words"]) for row in thanks]
        return {
            "thanks": [Acknowledgement(person=person, words=words) for person, words in named if person],
            "follow_ons": [FollowOn(**row) for row in links],
            "value": value,
        }
