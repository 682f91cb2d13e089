from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from forums.drafting.lines import Line, apply_tool, is_prefix, join_lines
from forums.models import Closing


class ReasonField(CleanCharField):
    """One sentence for those who took part."""

    def __init__(self, **options):
        super().__init__(max_length=300, widget=forms.Textarea(attrs={"rows": 2}), **options)


class CloseForm(forms.Form):
    reason = ReasonField(
        label=_("Why now?"),
        help_text=_(
            "One sentence for those who took part: the question is answered, the time is up, it leads nowhere."
        ),
    )


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


class DraftForm(forms.Form):
    """Which draft, and its version when the person began with it."""

    closing = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ClosingForm(DraftForm):
    """What a discussion came to. Whether there is anything to read in it is the action's to judge."""

    summary = CleanCharField(label=_("summary"), strip=False, required=False, widget=SummaryWidget(attrs={"rows": 24}))
    result = forms.ChoiceField(label=_("what came of it"), choices=Closing.Result)
