"""Requests to join: how a reader stands at the door, and what waits for those who answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import Community, Exclusion, Invitation, JoinRequest, Membership
from communities.queries.invitations import invitations_to
from communities.queries.standings import Standing
from communities.rules import LEAST_ROLE, may_ask, may_join
from core.seams import Resolved


class Way(StrEnum):
    """What somebody at the door of a community finds there."""

    INSIDE = "inside"  # a member
    JOIN = "join"
    ASK = "ask"
    ASKED = "asked"  # and waits
    DECLINED = "declined"  # lately
    SHUT_OUT = "shut_out"  # suspended or removed
    INVITED = "invited"  # somebody asks them in
    INVITATION = "invitation"  # by invitation alone
    OVER = "over"  # it takes nobody any more


@dataclass(frozen=True)
class Door:
    """The way in for one reader; a visitor is told how they would come in once they have an account."""

    way: Way
    request: JoinRequest | None = None  # their own that waits, or was declined lately
    exclusion: Exclusion | None = None
    invitation: Invitation | None = None  # to them, as a member or else as a guest, which waits for an answer

    @property
    def answer_url(self) -> str:
        """Where the invitation is accepted."""
        return reverse("communities:invitation-accept", args=[self.invitation.token]) if self.invitation else ""


def door_to(standing: Standing, reader: Any) -> Door:
    community = standing.community
    if standing.role is not None:
        return Door(Way.INSIDE)
    if reader.is_authenticated:
        exclusion = Exclusion.objects.in_force().filter(membership__person=reader, membership__community=community)
        if found := exclusion.first():
            return Door(Way.SHUT_OUT, exclusion=found)
    if not community.is_writable:
        return Door(Way.OVER)
    if reader.is_authenticated:
        invitation = (
            invitations_to(reader).filter(community=community).order_by(F("room").asc(nulls_first=True)).first()
        )
        return Door(Way.INVITED, invitation=invitation) if invitation else _way_of(reader, community)
    ways = {Community.Admission.OPEN: Way.JOIN, Community.Admission.REQUEST: Way.ASK}
    return Door(ways.get(Community.Admission(community.admission), Way.INVITATION))


def _way_of(reader: Any, community: Community) -> Door:
    declined_lately = Q(state=JoinRequest.State.DECLINED, decided_at__gt=timezone.now() - JoinRequest.PATIENCE)
    own = JoinRequest.objects.visible_to(reader).filter(community=community)
    request = own.filter(Q(state=JoinRequest.State.PENDING) | declined_lately).last()
    if may_join(reader, community):
        return Door(Way.JOIN)
    if not may_ask(reader, community):
        return Door(Way.INVITATION)
    if request is None:
        return Door(Way.ASK)
    return Door(Way.ASKED if request.state == JoinRequest.State.PENDING else Way.DECLINED, request=request)


def resolve_requests(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Own ones, and those that wait for `reader` as well: for the latter it leads to where they are answered."""
    if not reader.is_authenticated:
        return {}
    approving = Membership.objects.live_of(reader).holding(LEAST_ROLE["approve_requests"])
    is_own = Q(person=reader, community__in=Community.objects.visible_to(reader))
    is_asked = Q(community__in=approving.values("community"), state=JoinRequest.State.PENDING)
    found = JoinRequest.objects.filter(is_own | is_asked, pk__in=ids).select_related("community", "person")
    return {request.pk: _resolved(request, is_own=request.person_id == reader.pk) for request in found}


def _resolved(request: JoinRequest, *, is_own: bool) -> Resolved:
    community = request.community
    return Resolved(
        title=community.name if is_own else request.person.name,
        url=community.get_absolute_url() if is_own else reverse("communities:requests", args=[community.slug]),
        obj=request,
        community_name=community.name,
        list_id=community.slug,
        thread=f"communities.joinrequest.{request.pk}",
    )


def export_requests(person: User) -> dict[str, Any]:
    """Where `person` asked to join, JSON-ready."""
    return {
        "requests": [
            {
                "community": request.community.name,
                "message": request.message,
                "state": request.state,
                "asked_at": request.created_at.isoformat(),
                "reason": request.reason,
            }
            for request in person.join_requests.select_related("community").order_by("pk")
        ],
    }
