from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import SubmissionField
from forums.forms.fields import ReadersField
from forums.forms.posts import SaidField
from forums.queries.welcoming import hello_prompts, hello_text


class HelloForm(forms.Form):
    """An introduction: a small box for each of its questions, of which any may be left out."""

    submission = SubmissionField()
    readers = ReadersField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, asked in hello_prompts().items():
            self.fields[name] = SaidField(label=asked, required=False)
            self.fields[name].widget.attrs["rows"] = 3

    @property
    def boxes(self):
        return [self[name] for name in hello_prompts()]

    @property
    def longest(self):
        """The name of the box to shorten where all of them together are too much."""
        return max(hello_prompts(), key=lambda name: len(self.cleaned_data[name]))

    @property
    def text(self):
        return hello_text(self.cleaned_data)

    def clean(self):
        answers = super().clean()
        if not self.errors and not hello_text(answers):
            raise forms.ValidationError(_("Please write a few words under one of the questions."))
        return answers
