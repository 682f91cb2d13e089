import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import FacilitationNote
from core.forms import CleanCharField


class NoteForm(forms.Form):
    """What a member of the team noted of somebody."""

    text = CleanCharField(
        label=_("Note"),
        max_length=FacilitationNote._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What they know, what they have done, what they would like to learn, what they were asked to do."),
    )


class NewNoteForm(NoteForm):
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
