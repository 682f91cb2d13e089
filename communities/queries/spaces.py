"""What leaders see of their community's spaces: that they are there, who reads them, but not what is written."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.models import Community, Invitation, Membership, Role, Space, SpaceGrant
from core.seams import Resolved

FOUND_AT_ONCE = 8


def spaces_of(community: Community) -> QuerySet[Space]:
    """All of them, archived ones last, each with `let_in`, how many hold a grant on it."""
    live = Q(grants__until=None) | Q(grants__until__gt=timezone.now())
    counted = community.spaces.select_related("community").annotate(let_in=Count("grants", filter=live))
    return counted.order_by(F("archived_at").asc(nulls_first=True), "position", "pk")


def grants_on(space: Space) -> QuerySet[SpaceGrant]:
    """Who is let in now, the highest role first; those whose end is near before the rest of their role."""
    return space.grants.live().select_related("user", "given_by").order_by("-role", "until", "created_at", "pk")


@dataclass(frozen=True)
class Room:
    """Who is in a space by being let in, whom a leader could let in, and which guests are asked."""

    grants: list[SpaceGrant]
    asked: list[Invitation]
    found: list[Membership]  # members of the name that was looked for, who are not in yet
    own: Membership | None  # the leader's own, where they are not in yet


def room(space: Space, reader: Any, *, name: str = "") -> Room:
    """`name` is a part of the name of the member whom `reader`, a leader, looks for."""
    grants = list(grants_on(space))
    inside = {grant.user_id for grant in grants}
    members = Membership.objects.visible_to(reader).filter(community=space.community_id).exclude(person__in=inside)
    members = members.select_related("person")
    found = members.filter(person__display_name__icontains=name).exclude(person=reader).order_by("person__display_name")
    asked = Invitation.objects.live().filter(room=space).select_related("invited_by").order_by("-pk")
    return Room(
        grants=grants,
        asked=list(asked),
        found=list(found[:FOUND_AT_ONCE]) if name else [],
        own=members.filter(person=reader).first(),
    )


def companions(space: Space) -> list[SpaceGrant]:
    """Who reads a private room, for those who read it themselves; each grant says who gave it, be it to themselves."""
    return list(grants_on(space)) if space.access == Space.Access.PRIVATE else []


def own_grant(space: Space, reader: Any, role: Role | None) -> SpaceGrant | None:
    """What lets `reader`, who holds `role` in `space`, into it; None without a query where membership does."""
    is_let_in = role is not None and (role == Role.GUEST or space.access == Space.Access.PRIVATE)
    return SpaceGrant.objects.live_of(reader).filter(content_object=space).first() if is_let_in else None


def export_grants(person: User) -> dict[str, Any]:
    """The spaces that `person` is let into, JSON-ready."""
    grants = SpaceGrant.objects.filter(user=person).select_related("content_object__community").order_by("pk")
    return {
        "grants": [
            {
                "space": grant.content_object.name,
                "role": grant.get_role_display(),
                "until": grant.until and grant.until.isoformat(),
                "source": grant.source,
            }
            for grant in grants
        ],
    }


def resolve_spaces(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """For whoever reads them; they lead to what `reader` wrote there."""
    found = Space.objects.visible_to(reader).filter(pk__in=ids).select_related("community")
    return {
        space.pk: Resolved(
            title=space.name,
            url=reverse("forums:written", args=[space.community.slug, space.slug]),
            obj=space,
            community_name=space.community.name,
            list_id=space.community.slug,
            thread=f"communities.space.{space.pk}",
        )
        for space in found
    }
