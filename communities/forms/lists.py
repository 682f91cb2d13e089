import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from communities.forms.invitations import InvitationForm
from communities.forms.lists_reading import decode, read_lines
from communities.models import InvitationList
from core.forms import CleanCharField
from core.markdown import clean

MOST_BYTES = 1024 * 1024


class ListForm(InvitationForm):
    """A list of people to ask in, as a file or pasted, and on which terms."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        help_text=_("One address on each line, or a table as CSV in which one column is headed “email”."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )
    addresses = CleanCharField(
        label=_("Or paste the list"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("One person on each line."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    field_order = ["file", "addresses", "role", "message", "days"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = []
        del self.fields["leave_out"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is too large to be a list of addresses."))
        return clean(file.name)[: InvitationList._meta.get_field("file_name").max_length], decode(file.read())

    def clean_addresses(self):
        text = self.cleaned_data["addresses"]
        if len(text) > MOST_BYTES:
            raise ValidationError(_("That is too long to be a list of addresses."))
        return text

    def clean(self):
        answers = super().clean()
        if self.errors.keys() & {"file", "addresses"}:
            return answers
        if bool(answers.get("file")) is bool(answers.get("addresses")):
            said = (
                _("Take one of the two: a file, or pasted lines.")
                if answers.get("file")
                else _("There is no list yet.")
            )
            self.add_error("addresses", said)
            return answers
        field = "file" if answers.get("file") else "addresses"
        self.lines = read_lines(answers["file"][1] if field == "file" else answers["addresses"])
        most = InvitationList.MOST_LINES
        if not self.lines:
            self.add_error(field, _("There is nothing in this list."))
        elif len(self.lines) > most:
            said = _("At most %(most)s lines at a time; this list has %(number)s.")
            self.add_error(field, said % {"most": number_format(most), "number": number_format(len(self.lines))})
        return answers

    @property
    def wish(self):
        """What the action takes."""
        terms = {name: self.cleaned_data[name] for name in ("role", "message", "days", "submission")}
        return {"lines": self.lines, "file_name": (self.cleaned_data["file"] or ("",))[0], **terms}
