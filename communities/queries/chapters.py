"""How a community came to where it is: the steps that were taken, and what the site was asked."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import LEAST_ROLE, Approval, Community, Membership, PhaseChange
from core.seams import Resolved

HAPPENED = {
    "launch": _("Launched"),
    "give-up": _("Did not launch"),
    "try-again": _("Taken up again"),
    "wind-down": _("Began to conclude"),
    "go-on": _("Went on after all"),
    "conclude": _("Concluded"),
    "renew": _("Renewed"),
    "archive": _("Archived"),
    "reopen": _("Taken out of the archive"),
}

# What a launch lacked, as it is said afterwards.
LACKED = {
    "leader": _("a leader"),
    "moderator": _("a moderator"),
    "charter": _("a whole charter"),
    "members": _("its first members"),
    "meeting": _("an introductory meeting"),
    "discussion": _("a first discussion"),
}


@dataclass(frozen=True)
class Chapter:
    """One moment in the life of a community."""

    change: PhaseChange
    lacked: list[Any]  # in words

    @property
    def title(self) -> Any:
        return HAPPENED[self.change.step]


def chapters_of(community: Community) -> list[Chapter]:
    """Its life so far, from its beginning; for whoever sees its inside. One query."""
    changes = community.phase_changes.select_related("by").order_by("at", "pk")
    return [Chapter(change, [LACKED[key] for key in change.lacking]) for change in changes]


def resolve_phase_changes(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Those of communities whose inside `reader` sees."""
    found = PhaseChange.objects.visible_to(reader).filter(pk__in=ids).select_related("community")
    return {
        change.pk: _resolved(change, change.community, f"{change.community.get_absolute_url()}#life")
        for change in found
    }


def resolve_approvals(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """What waits, for site staff, who answer it; and to the leaders what was answered."""
    found = Approval.objects.visible_to(reader).filter(pk__in=ids).select_related("community", "asked_by")
    leading = Membership.objects.live_of(reader).holding(LEAST_ROLE["change_settings"])
    led = set(leading.values_list("community", flat=True))
    return {
        approval.pk: _resolved(
            approval,
            approval.community,
            approval.community.get_absolute_url()
            if approval.community_id in led and approval.state != Approval.State.PENDING
            else reverse("communities:approvals"),
        )
        for approval in found
        if approval.community_id in led or approval.state == Approval.State.PENDING
    }


def _resolved(thing: PhaseChange | Approval, community: Community, url: str) -> Resolved:
    return Resolved(
        title=community.name,
        url=url,
        obj=thing,
        community_name=community.name,
        list_id=community.slug,
        thread=f"communities.community.{community.pk}",
    )


def export_life(person: User) -> dict[str, Any]:
    """The steps that `person` took with what they said, and what they asked of the site, JSON-ready."""
    changes = PhaseChange.objects.filter(by=person).select_related("community").order_by("pk")
    asked = Approval.objects.filter(asked_by=person).select_related("community").order_by("pk")
    return {
        "phase_changes": [
            {
                "community": change.community.name,
                "before": change.before,
                "after": change.after,
                "sentence": change.sentence,
                "at": change.at.isoformat(),
            }
            for change in changes
        ],
        "approvals": [
            {
                "community": approval.community.name,
                "wish": approval.wish,
                "state": approval.state,
                "sentence": approval.sentence,
                "at": approval.asked_at.isoformat(),
            }
            for approval in asked
        ],
    }
