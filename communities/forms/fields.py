from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from communities.models import Role
from communities.queries import ROLES, members_named
from core.forms import CleanCharField


def offered_roles(community, most=Role.LEADER):
    """The roles up to `most`, for a choice, as the community calls them."""
    return [(role.value, capfirst(community.role_name(role))) for role in ROLES if role <= most]


def beginning_of(day, zone, longest):
    """The beginning of a day after today by the clock `zone`, `longest` away at most; None for none."""
    if day is None:
        return None
    today = timezone.localdate(timezone=zone)
    if not today < day <= today + longest:
        years = longest.days // 365
        said = ngettext(
            "Choose a day after today, within a year.", "Choose a day after today, within %(years)s years.", years
        )
        raise ValidationError(said % {"years": years})
    return datetime.combine(day, time(), zone)


class MemberField(CleanCharField):
    """A member of one community, by name or @handle; its value is the person, or None.

    The form says which community by `among`, and who stays named there although they have left. Its page holds
    `<datalist id="members-found">`.
    """

    community = kept = None

    def among(self, community, kept=None):
        self.community, self.kept = community, kept
        found_url = reverse("communities:members-found", args=[community.slug])
        self.widget.attrs |= {"list": "members-found", "autocomplete": "off", "spellcheck": "false"}
        self.widget.attrs |= {"hx-get": found_url, "hx-trigger": "input changed delay:250ms"}
        self.widget.attrs |= {"hx-target": "#members-found", "hx-swap": "innerHTML"}

    def clean(self, value):
        words = super().clean(value).strip()
        if not words:
            return None
        if self.kept is not None and words == self.prepare_value(self.kept):
            return self.kept
        found = members_named(self.community, words)
        if not found:
            raise ValidationError(_("No member is called that. Take the name as the list of members has it."))
        if len(found) > 1:
            handles = ", ".join(f"@{membership.person.handle}" for membership in found)
            raise ValidationError(_("Several members are called that: %(handles)s.") % {"handles": handles})
        return found[0].person

    def prepare_value(self, value):
        return f"@{value.handle}" if hasattr(value, "handle") else value
