from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.fields import MemberField
from communities.models import HandOver, Role
from core.forms import CleanCharField


class HandOverForm(forms.Form):
    """Whom a leader asks to lead, and what becomes of themselves once that person accepts."""

    to = MemberField(label=_("Who shall lead"), max_length=200, help_text=_("Name or @handle of a member."))
    afterwards = forms.ChoiceField(label=_("And you, once they accept"), widget=forms.RadioSelect)
    word = CleanCharField(
        label=_("A word to them"),
        required=False,
        max_length=HandOver._meta.get_field("word").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why them, and what awaits them. Nobody else reads it."),
    )

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].among(community)
        becoming = _("I become %(role)s")
        self.fields["afterwards"].choices = [
            ("leader", _("I lead on, together with them")),
            ("moderator", becoming % {"role": community.role_name(Role.MODERATOR)}),
            ("participant", becoming % {"role": community.role_name(Role.PARTICIPANT)}),
            ("leaves", _("I leave the community")),
        ]


class HandOverAnswerForm(forms.Form):
    """What whoever was asked says to it."""

    answer = CleanCharField(
        label=_("A word back"),
        required=False,
        max_length=HandOver._meta.get_field("answer").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
