"""What came of asking people in: how many were invited, looked, came in, and take part (P29, P30)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Invitation, InvitationLink, InvitationList, LinkUse, Membership
from core import seams

ACTIVE_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Stage:
    """What came of one list, of one link, or of all single invitations.

    Of a link nobody knows to whom it went or who looked. `active` are those who came in, are members still, and have
    read on or written in a discussion there within ACTIVE_WITHIN.
    """

    kind: str  # single, list, link or total
    title: Any
    accepted: int
    active: int
    invited: int | None = None
    opened: int | None = None
    declined: int | None = None
    waiting: int | None = None
    thing: InvitationList | InvitationLink | None = None


@dataclass(frozen=True)
class Funnel:
    """All of it; the total of the invited says nothing of those who came by a link."""

    stages: list[Stage]
    total: Stage

    @property
    def by_invitation(self) -> int:
        return sum(stage.accepted for stage in self.stages if stage.invited is not None)

    @property
    def active_by_invitation(self) -> int:
        return sum(stage.active for stage in self.stages if stage.invited is not None)


def funnel_of(community: Community) -> Funnel:
    """Constant queries; guests of a room are not counted."""
    active = _active_in(community)
    stages = [*_of_invitations(community, active), *_of_links(community, active)]
    counted = [stage for stage in stages if stage.invited is not None]
    total = Stage(
        "total",
        _("All together"),
        accepted=sum(stage.accepted for stage in stages),
        active=sum(stage.active for stage in stages),
        invited=sum(stage.invited or 0 for stage in counted),
        opened=sum(stage.opened or 0 for stage in counted),
        declined=sum(stage.declined or 0 for stage in counted),
        waiting=sum(stage.waiting or 0 for stage in counted),
    )
    return Funnel(stages, total)


def unanswered(community: Community) -> QuerySet[Invitation]:
    """Those that still wait for an answer, the oldest first (P29)."""
    waiting = community.invitations.live().filter(room=None)
    return waiting.select_related("invited_by").order_by("sent_at", "pk")


def _active_in(community: Community) -> list[int]:
    """Members who took part lately, as the apps above know."""
    answers = seams.active_in.ask(community.pk, timezone.now() - ACTIVE_WITHIN).values()
    people = set().union(*answers)
    members = Membership.objects.live().filter(community=community, person__in=people)
    return list(members.values_list("person", flat=True))


def _of_invitations(community: Community, active: list[int]) -> Iterator[Stage]:
    State = Invitation.State
    accepted = Q(state=State.ACCEPTED)
    rows = community.invitations.filter(room=None).order_by().values("from_list")
    rows = rows.annotate(
        invited=Count("pk"),
        # Who answers from the list of invitations to them has read it there.
        opened=Count("pk", filter=Q(opened_at__isnull=False) | Q(state__in=(State.ACCEPTED, State.DECLINED))),
        accepted=Count("pk", filter=accepted),
        active=Count("pk", filter=accepted & Q(person__in=active)),
        declined=Count("pk", filter=Q(state=State.DECLINED)),
        waiting=Count("pk", filter=Q(state__in=Invitation.LIVE, expires_at__gt=timezone.now())),
    )
    found: dict[int | None, dict[str, Any]] = {}
    for row in rows:
        figures: dict[str, Any] = {**row}
        found[figures.pop("from_list")] = figures
    if None in found:
        yield Stage("single", _("Single invitations"), **found[None])
    lists = InvitationList.objects.filter(pk__in=[pk for pk in found if pk]).select_related("by").order_by("-pk")
    for each in lists:
        yield Stage("list", each.file_name or _("List of people"), **found[each.pk], thing=each)


def _of_links(community: Community, active: list[int]) -> Iterator[Stage]:
    used = LinkUse.objects.filter(link__community=community, person__in=active).order_by()
    numbers = dict(used.values_list("link").annotate(number=Count("pk")))
    for link in community.invitation_links.order_by("-pk"):
        yield Stage("link", link.label, accepted=link.uses, active=numbers.get(link.pk, 0), thing=link)
