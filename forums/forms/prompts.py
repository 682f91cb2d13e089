"""Writing a question that is put later, and saying where it stands."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField, SubmissionField
from forums.forms.fields import MomentField, ReadersField


class PromptForm(forms.Form):
    """A question for the queue; one that waits there already has a `version`."""

    text = CleanCharField(
        label=_("question"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write a few words.")},
        help_text=_("What people can answer from their own practice once the first answers are there."),
    )
    readers = ReadersField()

    def __init__(self, data=None, *, zone, prompt=None, **options):
        super().__init__(data, **options)
        self.fields["release_at"] = MomentField(
            zone=zone,
            kept=prompt and prompt.release_at,
            label=_("put it by itself on"),
            help_text=_("Leave it empty to put it by hand."),
        )
        if prompt is None:
            self.fields["submission"] = SubmissionField()
        else:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @property
    def said(self):
        """What the actions take; only when it is valid."""
        fields = dict(self.cleaned_data)
        return {"markdown": fields.pop("text"), **fields}

    def over(self, prompt, refusal):
        """Refuse what was sent, and let the same sent once more take the place of the prompt as it is now."""
        self.data = self.data.copy()
        self.data["version"] = str(prompt.version)
        self.add_error(None, refusal)
