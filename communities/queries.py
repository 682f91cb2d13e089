"""What others ask of communities."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from communities.models import Community, Membership, Space, SpaceGrant
from core.seams import Resolved


def readable_space_ids(reader: Any) -> QuerySet:
    """The ids of the spaces that `reader` may read, as a subquery."""
    return Space.objects.visible_to(reader).order_by().values("pk")


def resolve_communities(ids: list[int], reader: Any) -> dict[int, Resolved]:
    found = Community.objects.visible_to(reader).filter(pk__in=ids)
    return {
        community.pk: Resolved(
            title=community.name,
            url=community.get_absolute_url(),
            obj=community,
            community_name=community.name,
            list_id=community.slug,
            thread=f"communities.community.{community.pk}",
        )
        for community in found
    }


def export_person(person: User) -> dict[str, Any]:
    """Memberships, grants and requests of `person`, JSON-ready."""
    memberships = Membership.objects.filter(person=person).select_related("community").order_by("pk")
    grants = SpaceGrant.objects.filter(user=person).select_related("content_object__community").order_by("pk")
    return {
        "memberships": [
            {
                "community": membership.community.name,
                "role": membership.get_role_display(),
                "state": membership.state,
                "joined_at": membership.joined_at.isoformat(),
                "ended_at": membership.ended_at and membership.ended_at.isoformat(),
            }
            for membership in memberships
        ],
        "grants": [
            {
                "space": grant.content_object.name,
                "role": grant.get_role_display(),
                "until": grant.until and grant.until.isoformat(),
            }
            for grant in grants
        ],
        "requests": [
            {"community": request.community.name, "message": request.message, "state": request.state}
            for request in person.join_requests.select_related("community").order_by("pk")
        ],
    }
