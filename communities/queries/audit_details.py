"""What leaders find in the audit beside a deed: from what to what, which role, which settings."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Announcement, Community

FIELDS = {
    "visibility": _("who may see it"),
    "admission": _("how people join"),
    "holds_first_posts": _("looking at first posts"),
    "tools": _("what you work with"),
    "meeting_place": _("where you meet"),
    "language": _("language"),
    "time_zone": _("time zone"),
    "subjects": _("subjects"),
}


def changed_fields(data: Mapping[str, Any], _community: Community) -> str:
    return get_text_list([str(FIELDS.get(field, field)) for field in data.get("fields", [])], gettext("and"))


def from_to(choices: Any) -> Callable[[Mapping[str, Any], Community], str]:
    labels = {choice.value: choice.label for choice in choices}

    def brief(value: Any) -> str:
        """The words in front of the colon of its label, in the reader’s language."""
        return str(labels.get(value, "")).partition(":")[0]

    def said(data: Mapping[str, Any], _community: Community) -> str:
        return _span(brief(data.get("from")), brief(data.get("to")))

    return said


def why_halted(data: Mapping[str, Any], _community: Community) -> str:
    return str(dict(Announcement.Stop.choices).get(data.get("because", ""), ""))


def role_from_to(data: Mapping[str, Any], community: Community) -> str:
    return _span(_role(data.get("from"), community), _role(data.get("to"), community))


def role_given(data: Mapping[str, Any], community: Community) -> str:
    """Nothing of what was written down without its role."""
    return _role(data.get("role"), community)


def _role(value: int | None, community: Community) -> str:
    return str(community.role_name(value)) if value else ""


def _span(before: str, after: str) -> str:
    return f"{before} → {after}" if before and after else after
