"""The stages of a plan, a row for each, and the step from one to the next."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from core.forms.rows import Rows
from forums.models import MessageType, Stage, StagePlan


class StageForm(forms.Form):
    title = CleanCharField(
        label=_("name"), max_length=100, error_messages={"required": _("Give the stage a name, or take it away.")}
    )
    help = CleanCharField(
        label=_("what people do"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    days = forms.IntegerField(
        label=_("days"),
        required=False,
        min_value=1,
        max_value=Stage.LONGEST_DAYS,
        help_text=_("Empty: until you go on by hand."),
    )
    words = forms.IntegerField(
        label=_("words in a post"),
        required=False,
        min_value=10,
        max_value=Stage.MOST_WORDS,
        help_text=_("About so many. Nobody is held to it."),
    )
    types = forms.MultipleChoiceField(
        label=_("what posts are called"),
        choices=MessageType,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Who writes chooses one of them."),
    )

    @property
    def called(self):
        """The message types that are ticked, in words."""
        chosen = self["types"].value() or ()
        return [str(kind.label) for kind in MessageType if kind in chosen]


class StageRows(Rows):
    """With `has_now` the first row is of the stage that is going on, which cannot be taken away."""

    name, form = "stages", StageForm
    min_num, max_num, absolute_max = 0, Stage.MOST, Stage.MOST + 1
    add_label = _("Add a stage")

    def __init__(self, data=None, *, has_now=False, **options):
        self.has_now = has_now
        super().__init__(data, **options)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.has_now and index == 0:
            form.empty_permitted = False

    @property
    def plans(self):
        """What was planned, in its order; only when it is valid."""
        return [StagePlan(**row | {"types": tuple(row["types"])}) for row in self.filled]

    def are_among(self, suggestions):
        """Whether nobody wrote them: they are empty, or just those of one of `suggestions` (sequences of StagePlan)."""
        said = [_plain(row) for row in self.typed]
        said = [row for row in said if any(row)]
        return not said or said in [[_plain(row) for row in typed(plans)] for plans in suggestions]

    @property
    def errors_in_rows(self):
        """The fields that need another look."""
        return [field for row in self for field in row if field.errors]


def typed(plans):
    """Stages as rows to begin with."""
    return [
        {"title": plan.title, "help": plan.help, "days": plan.days, "words": plan.words, "types": list(plan.types)}
        for plan in plans
    ]


def _plain(row):
    """A row as texts, whether it was typed or suggested."""
    texts = (" ".join(str(row.get(name) or "").split()) for name in ("title", "help", "days", "words"))
    return (*texts, *sorted(row.get("types") or ()))


class NextStageForm(forms.Form):
    """Which stage was going on where somebody asked for the next one; empty where none was."""

    after = forms.IntegerField(required=False, widget=forms.HiddenInput)
