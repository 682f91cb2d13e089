"""Links that let several people in, and what they give."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from communities.models import Community, InvitationLink, LinkUse, Membership, Role
from communities.rules import LEAST_ROLE


def links_of(community: Community, reader: Any) -> QuerySet[InvitationLink]:
    """Newest first, with who made them."""
    seen = InvitationLink.objects.visible_to(reader).filter(community=community)
    return seen.select_related("community", "made_by").order_by("-pk")


def role_by_link(link: InvitationLink) -> Role:
    """What somebody becomes who comes in by it now: no more than who made it may give at this moment.

    Where they are no part of the team any more, that is a participant.
    """
    maker = Membership.objects.live_of(link.made_by_id).filter(community=link.community_id).first()
    if maker is None or maker.role < LEAST_ROLE["invite_many"]:
        return Role.PARTICIPANT
    return Role(min(link.role, maker.role))


def export_links(person: User) -> dict[str, Any]:
    """The links that `person` made, and those by which they came in, JSON-ready."""
    made = InvitationLink.objects.filter(made_by=person).select_related("community").order_by("pk")
    used = LinkUse.objects.filter(person=person).select_related("link__community").order_by("pk")
    return {
        "links_made": [
            {"community": link.community.name, "label": link.label, "at": link.created_at.isoformat()} for link in made
        ],
        "links_used": [{"community": use.link.community.name, "at": use.at.isoformat()} for use in used],
    }
