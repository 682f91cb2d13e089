"""What others ask of communities, and what its pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Community, Membership, Role, Space, SpaceGrant
from communities.rules import LEAST_ROLE, Sight, role_in_community, sight_of
from core.seams import Resolved

ROLES = (Role.PARTICIPANT, Role.FACILITATOR, Role.MODERATOR, Role.LEADER)

CALLINGS = {
    Role.PARTICIPANT: _("Shares what they know, asks, tries things out, and tells what came of it."),
    Role.FACILITATOR: _("Keeps things going from day to day and helps people to take part."),
    Role.MODERATOR: _("Plans discussions, keeps them to their question, and closes them with what was learned."),
    Role.LEADER: _("Keeps the community to its purpose and decides who holds which role."),
}

DEEDS = {
    "post": _("Read, write and answer"),
    "start_discussion": _("Plan and open a discussion where the space leaves that to everyone"),
    "start_discussion_as_team": _("Plan and open a discussion in any space they can see"),
    "run_discussion": _("Close discussions, publish what was learned, reopen"),
    "lead": _("Give roles"),
}


@dataclass(frozen=True)
class Standing:
    """How one reader stands to a community that they may know of."""

    community: Community
    role: Role | None

    @property
    def sight(self) -> Sight:
        return sight_of(self.community, self.role)

    @property
    def sees_purpose(self) -> bool:
        return self.sight >= Sight.PURPOSE

    @property
    def sees_inside(self) -> bool:
        return self.sight >= Sight.INSIDE

    @property
    def is_leader(self) -> bool:
        return self.role == Role.LEADER


def standing_in(community: Community, reader: Any) -> Standing:
    return Standing(community, role_in_community(reader, community))


def use_clock_of(community: Community, reader: Any) -> None:
    """Show times by the community's clock to a visitor, who has none of their own, until the answer is made."""
    if not reader.is_authenticated:
        timezone.activate(community.zone)


def standings_in(communities: Iterable[Community], reader: Any) -> list[Standing]:
    """The standing of `reader` in each of `communities`, in their order, with one query for all."""
    communities = list(communities)
    roles: dict[int, int] = {}
    if reader.is_authenticated:
        held = Membership.objects.live_of(reader).filter(community__in=communities)
        roles = dict(held.values_list("community", "role"))
    return [Standing(each, Role(roles[each.pk]) if each.pk in roles else None) for each in communities]


def team_of(community: Community) -> QuerySet[Membership]:
    """Who holds the roles above participant, highest first."""
    return community.memberships.live().team().select_related("person").order_by("-role", "joined_at", "pk")


def role_table() -> list[tuple[str, list[bool]]]:
    """What each of ROLES may do, as rules.LEAST_ROLE has it: (deed in words, whether each role may)."""
    return [(str(DEEDS[deed]), [role >= least for role in ROLES]) for deed, least in LEAST_ROLE.items()]


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


def resolve_memberships(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Memberships of `reader`, and of those who share a community with them."""
    found = Membership.objects.visible_to(reader).filter(pk__in=ids).select_related("community", "person")
    return {membership.pk: _resolved(membership, membership.community.get_absolute_url()) for membership in found}


def resolve_grants(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """Live grants of `reader`; nobody else's."""
    found = SpaceGrant.objects.live_of(reader).filter(pk__in=ids).select_related("content_object__community")
    return {grant.pk: _resolved(grant, grant.content_object.get_absolute_url()) for grant in found}


def _resolved(thing: Membership | SpaceGrant, url: str) -> Resolved:
    if isinstance(thing, Membership):
        community, title = thing.community, thing.community.name
    else:
        community, title = thing.content_object.community, thing.content_object.name
    return Resolved(
        title=title,
        url=url,
        obj=thing,
        community_name=community.name,
        list_id=community.slug,
        thread=f"communities.community.{community.pk}",
    )


def export_person(person: User) -> dict[str, Any]:
    """Memberships, grants and requests of `person`, and what they started, JSON-ready."""
    memberships = Membership.objects.filter(person=person).select_related("community").order_by("pk")
    grants = SpaceGrant.objects.filter(user=person).select_related("content_object__community").order_by("pk")
    return {
        "started": list(person.communities_started.order_by("pk").values_list("name", flat=True)),
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
                "source": grant.source,
            }
            for grant in grants
        ],
        "requests": [
            {"community": request.community.name, "message": request.message, "state": request.state}
            for request in person.join_requests.select_related("community").order_by("pk")
        ],
    }
