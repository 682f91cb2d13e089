import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Statement, StatementRevision
from core.forms import CleanCharField


class StatementForm(forms.Form):
    """What a community says in its name."""

    title = CleanCharField(label=_("Title"), max_length=Statement._meta.get_field("title").max_length)
    markdown = CleanCharField(
        label=_("Text"),
        max_length=Statement._meta.get_field("markdown").max_length,
        widget=forms.Textarea(attrs={"rows": 14, "data-behaviour": "kept"}),
        help_text=_("Say what you stand for, why, and what you ask of whom. No patients, no names."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class DraftForm(StatementForm):
    """One that was begun."""

    submission = None
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class CorrectionForm(DraftForm):
    """One that was published, with the reason for changing it."""

    reason = CleanCharField(
        label=_("Why it is corrected"),
        max_length=StatementRevision._meta.get_field("reason").max_length,
        help_text=_("Its readers find this beneath it."),
    )


class WithdrawForm(forms.Form):
    """Why a community says something no more."""

    reason = CleanCharField(
        label=_("Why it is withdrawn"),
        max_length=Statement._meta.get_field("withdrawn_because").max_length,
        help_text=_("This takes the place of the text for everybody but the team."),
    )


class PublishForm(forms.Form):
    """What its leader has read."""

    version = forms.IntegerField(min_value=0)
