"""What follows of itself: admitting, ending a membership, forgetting a person."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.models import Community, Membership, Role, Space, SpaceGrant
from core import seams


def open_spaces(community: Community) -> list[Space]:
    """Give a new community its three spaces: Commons, Members' room and Team room."""
    return [
        Space.objects.create(
            community=community, slug=slug, name=name, access=access, position=position, starters=starters
        )
        for position, (slug, name, access, starters) in enumerate(
            [
                ("commons", "Commons", Space.Access.OPEN, Space.Starters.EVERYONE),
                ("members", "Members’ room", Space.Access.MEMBERS, Space.Starters.EVERYONE),
                ("team", "Team room", Space.Access.TEAM, Space.Starters.TEAM),
            ]
        )
    ]


def admit(person: User, community: Community, *, role: Role = Role.PARTICIPANT) -> tuple[Membership, bool]:
    """Make `person` an active member; returns (membership, whether that is new).

    Who is a member already stays what they are. Who left before, or whose time has
    run out, comes back as `role`. Locks nothing: the unique row decides who was first.
    """
    membership, is_new = Membership.objects.get_or_create(community=community, person=person, defaults={"role": role})
    if not is_new:
        if membership.state == Membership.State.ACTIVE and not membership.is_live:
            end_membership(membership)
        is_new = bool(
            Membership.objects.filter(pk=membership.pk, state=Membership.State.LEFT).update(
                state=Membership.State.ACTIVE, role=role, joined_at=timezone.now(), ended_at=None, until=None
            )
        )
        membership.refresh_from_db()
    if is_new:
        Community.objects.filter(pk=community.pk).update(member_count=F("member_count") + 1)
    return membership, is_new


def end_membership(membership: Membership) -> bool:
    """End an active membership and the person's grants there; returns False when it had ended already."""
    ended = Membership.objects.filter(pk=membership.pk, state=Membership.State.ACTIVE).update(
        state=Membership.State.LEFT, ended_at=timezone.now()
    )
    if not ended:
        return False
    Community.objects.filter(pk=membership.community_id).update(member_count=F("member_count") - 1)
    SpaceGrant.objects.filter(user=membership.person_id, content_object__community=membership.community_id).delete()
    membership.refresh_from_db()
    seams.membership_ended.ask(membership)
    return True


def let_in(person: User, space: Space, *, role: Role, source: str, until: datetime | None = None) -> SpaceGrant:
    """Give `person` a grant on `space`; an earlier one is replaced."""
    permission = Permission.objects.get(codename="take_part", content_type__app_label="communities")
    grant, _ = SpaceGrant.objects.update_or_create(
        user=person,
        content_object=space,
        defaults={"permission": permission, "role": role, "source": source, "until": until},
    )
    return grant


def forget_person(person: User) -> None:
    """End every membership of an erased person and delete their grants and requests."""
    for membership in Membership.objects.filter(person=person, state=Membership.State.ACTIVE):
        end_membership(membership)
        record("membership.ended", actor=None, target=membership)
    SpaceGrant.objects.filter(user=person).delete()
    person.join_requests.update(message="")
