import uuid

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import Announcement, Role
from core.forms import CleanCharField

Audience = Announcement.Audience
_ROLES = {
    Audience.PARTICIPANTS: Role.PARTICIPANT,
    Audience.FACILITATORS: Role.FACILITATOR,
    Audience.MODERATORS: Role.MODERATOR,
    Audience.LEADERS: Role.LEADER,
}


class AnnouncementForm(forms.Form):
    """What a team tells members, and whom."""

    audience = forms.ChoiceField(label=_("To whom"), initial=Audience.ALL)
    title = CleanCharField(label=_("Title"), max_length=Announcement._meta.get_field("title").max_length)
    markdown = CleanCharField(
        label=_("Text"),
        max_length=Announcement._meta.get_field("markdown").max_length,
        widget=forms.Textarea(attrs={"rows": 10, "data-behaviour": "kept"}),
        help_text=_("What happens, when, and what you ask of them. You see it as it will look, and who gets it, next."),
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, community, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [(each.value, _named(community, each)) for each in _ROLES]
        levels = [(each.value, capfirst(each.label)) for each in Announcement.LEVELS]
        self.fields["audience"].choices = [
            (Audience.ALL.value, capfirst(Audience.ALL.label)),
            (_("By role"), [(Audience.TEAM.value, capfirst(Audience.TEAM.label)), *roles]),
            (_("By how much they take part (they do not learn that)"), levels),
        ]


def _named(community, audience):
    """What those of a role are called, which a community may have named otherwise."""
    role = _ROLES[audience]
    own = community.role_labels.get(str(int(role)))
    return _("Everybody who is %(role)s") % {"role": own} if own else capfirst(audience.label)


class AnnouncementChangeForm(AnnouncementForm):
    """One that was begun."""

    submission = None
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SendForm(forms.Form):
    """What the sender was shown."""

    version = forms.IntegerField(min_value=0)
    number = forms.IntegerField(min_value=0)
