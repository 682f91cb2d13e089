"""What communities answers to the seams."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.queries import addresses_of
from communities.models import (
    Community,
    Exclusion,
    Invitation,
    Membership,
    Role,
    RoleChange,
    Space,
    SpaceGrant,
    TermChange,
)
from communities.queries.agenda import export_topics
from communities.queries.chapters import export_life
from communities.queries.links import export_links
from communities.queries.lists import export_lists
from communities.queries.offers import duties_of
from communities.queries.plan import export_plans
from communities.queries.questions import export_answers
from communities.queries.results import export_charters
from communities.queries.roles import CALLINGS
from core.seams import Resolved
from notifications.models import Stranger


def readable_space_ids(reader: Any) -> QuerySet:
    """The ids of the spaces that `reader` may read, as a subquery."""
    return Space.objects.visible_to(reader).order_by().values("pk")


def own_spaces(people: Collection[int]) -> list[tuple[int, int, int | None]]:
    """(person, community, space) of what is these people's own: by membership, or by a grant. Three queries.

    With None for the space stands what belongs to no space of a community in which the person is a member. Of what is
    public it gives members alone; otherwise it says of each person what `Space.objects.visible_to` does.
    """
    live = Membership.objects.live().filter(person__in=people).order_by()
    spaces = Space.objects.exclude(access=Space.Access.PRIVATE).order_by().values_list("community", "pk", "access")
    opened: dict[int, list[tuple[int, str]]] = {}
    for community, space, access in spaces.filter(community__in=live.values("community")):
        opened.setdefault(community, []).append((space, access))
    rows: set[tuple[int, int, int | None]] = set()
    for person, community, role in live.values_list("person", "community", "role"):
        rows.add((person, community, None))
        for space, access in opened.get(community, ()):
            if access != Space.Access.TEAM or role >= Role.FACILITATOR:
                rows.add((person, community, space))
    granted = SpaceGrant.objects.live().filter(user__in=people).order_by()
    rows.update(granted.values_list("user", "content_object__community", "content_object"))
    return list(rows)


def resting(people: Collection[int]) -> set[tuple[int, int]]:
    """(person, community) of these people's memberships in which they asked to be left alone."""
    return set(Membership.objects.resting().filter(person__in=people).values_list("person", "community"))


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


def resolve_invitations(ids: list[int], reader: Any) -> dict[int, Resolved]:
    """What is open for `reader` leads to its page; the rest of what they may see, to the list of who was asked in.

    A `Stranger`, who reads an address that nobody has confirmed, sees what was sent to it.
    """
    wanted = Invitation.objects.filter(pk__in=ids).select_related("community__charter", "room", "invited_by")
    found = {
        invitation.pk: _resolved_invitation(
            invitation, reverse("communities:invitations", args=[invitation.community.slug])
        )
        for invitation in wanted.visible_to(reader)
    }
    is_stranger = isinstance(reader, Stranger)
    for invitation in wanted.live().to([reader.email.lower()] if is_stranger else addresses_of(reader)):
        found[invitation.pk] = _resolved_invitation(invitation, invitation.get_absolute_url())
    return found


def _resolved_invitation(invitation: Invitation, url: str) -> Resolved:
    return Resolved(
        title=invitation.room.name if invitation.room else invitation.community.name,
        url=url,
        obj=invitation,
        community_name=invitation.community.name,
        list_id=invitation.community.slug,
        thread=f"communities.invitation.{invitation.pk}",
        context={"calling": CALLINGS.get(Role(invitation.role), ""), "duties": duties_of(invitation.role)},
    )


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
                "paused_until": membership.paused_until and membership.paused_until.isoformat(),
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
            {
                "community": request.community.name,
                "message": request.message,
                "state": request.state,
                "asked_at": request.created_at.isoformat(),
                "reason": request.reason,
            }
            for request in person.join_requests.select_related("community").order_by("pk")
        ],
        "invitations": _invitations_to(person),
        "invited": _invitations_from(person),
        **export_links(person),
        **export_lists(person),
        "answers": export_answers(person),
        "role_changes": [
            {
                "community": change.membership.community.name,
                "before": change.get_before_display(),
                "after": change.get_after_display(),
                "note": change.note,
                "at": change.at.isoformat(),
            }
            for change in _of_memberships(RoleChange, person)
        ],
        "term_changes": [
            {
                "community": change.membership.community.name,
                "until": change.until and change.until.isoformat(),
                "reason": change.reason,
                "at": change.at.isoformat(),
            }
            for change in _of_memberships(TermChange, person)
        ],
        "exclusions": [
            {
                "community": exclusion.membership.community.name,
                "kind": exclusion.kind,
                "reason": exclusion.reason,
                "until": exclusion.until and exclusion.until.isoformat(),
                "at": exclusion.at.isoformat(),
                "lifted_at": exclusion.lifted_at and exclusion.lifted_at.isoformat(),
            }
            for exclusion in _of_memberships(Exclusion, person)
        ],
        **export_charters(person),
        **export_plans(person),
        **export_topics(person),
        **export_life(person),
    }


def _invitations_to(person: User) -> list[dict[str, Any]]:
    return [
        {
            "community": invitation.community.name,
            "room": invitation.room and invitation.room.name,
            "email": invitation.email,
            "role": invitation.get_role_display(),
            "until": invitation.until and invitation.until.isoformat(),
            "message": invitation.message,
            "state": invitation.state,
            "at": invitation.created_at.isoformat(),
            "sent_at": invitation.sent_at.isoformat(),
            "reminded_at": invitation.reminded_at and invitation.reminded_at.isoformat(),
            "opened_at": invitation.opened_at and invitation.opened_at.isoformat(),
            "answered_at": invitation.answered_at and invitation.answered_at.isoformat(),
        }
        for invitation in Invitation.objects.concerning(person).select_related("community", "room").order_by("pk")
    ]


def _invitations_from(person: User) -> list[dict[str, Any]]:
    """What they wrote; to whom is another's address."""
    from_them = Invitation.objects.filter(invited_by=person).select_related("community").order_by("pk")
    return [
        {"community": each.community.name, "message": each.message, "at": each.created_at.isoformat()}
        for each in from_them
    ]


def _of_memberships(model: type[RoleChange] | type[Exclusion] | type[TermChange], person: User) -> QuerySet:
    return model.objects.filter(membership__person=person).select_related("membership__community").order_by("pk")
