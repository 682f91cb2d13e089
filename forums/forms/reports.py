from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import CleanCharField
from forums.models import Report, Ruling

Kind = Report.Kind


class ReportForm(forms.Form):
    """What is wrong with a post, in the reader's own words."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(value, capfirst(label)) for value, label in Kind.choices],
        widget=forms.RadioSelect,
    )
    words = CleanCharField(
        label=_("In your words"),
        required=False,
        max_length=Report._meta.get_field("words").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only moderators and leaders read this. Whom it is about does not learn who wrote it."),
    )

    def clean(self):
        answers = super().clean()
        if answers.get("kind") == Kind.OTHER and not answers.get("words") and "words" not in self.errors:
            self.add_error("words", _("Say in a few words what it is."))
        return answers


class PersonReportForm(ReportForm):
    """What a member does: a post is reported where it stands."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fitting = (Kind.UNKIND, Kind.ADVERTISING, Kind.OTHER)
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in fitting]
        self.fields["words"].required = True


class _WordsForm(forms.Form):
    words = CleanCharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = self.said


class DecideForm(_WordsForm):
    said = (
        _("Why?"),
        _("One sentence for who reported it and whom it is about. In place of a removed post everybody reads it."),
    )
    verdict = forms.ChoiceField(choices=[("uphold", ""), ("dismiss", "")], widget=forms.HiddenInput)

    @property
    def is_upheld(self):
        return self.cleaned_data["verdict"] == "uphold"


class AnswerAppealForm(_WordsForm):
    said = (_("Your answer"), _("One sentence for whom it is about."))
    verdict = forms.ChoiceField(choices=[("grant", ""), ("stand", "")], widget=forms.HiddenInput)

    @property
    def is_granted(self):
        return self.cleaned_data["verdict"] == "grant"


class AppealForm(forms.Form):
    words = CleanCharField(
        label=_("What do you want to say?"),
        max_length=Ruling._meta.get_field("appeal").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("You can do this once. Somebody else of the team looks again, where there is somebody."),
    )
