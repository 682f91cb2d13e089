"""What communities answers to the seams."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.queries import addresses_of, blocked_by
from communities.models import (
    Community,
    Invitation,
    Membership,
    Role,
    Space,
    SpaceGrant,
)
from communities.queries.agenda import export_topics
from communities.queries.announcing import export_announcements
from communities.queries.chapters import export_life
from communities.queries.coaching import export_coaching
from communities.queries.handover import export_hand_overs
from communities.queries.institutions import export_institutions
from communities.queries.invitations import export_invitations
from communities.queries.kinship import export_links_between
from communities.queries.links import export_links
from communities.queries.lists import export_lists
from communities.queries.members import export_memberships
from communities.queries.notes import export_notes
from communities.queries.offers import duties_by, leaders_of
from communities.queries.plan import export_plans
from communities.queries.questions import export_answers
from communities.queries.requests import export_requests
from communities.queries.results import export_charters
from communities.queries.roles import CALLINGS
from communities.queries.spaces import export_grants
from communities.queries.statements import export_statements
from communities.queries.suggestions import export_suggestions
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
        invitation.pk: (invitation, reverse("communities:invitations", args=[invitation.community.slug]))
        for invitation in wanted.visible_to(reader)
    }
    is_stranger = isinstance(reader, Stranger)
    to_reader = wanted.live().to([reader.email.lower()] if is_stranger else addresses_of(reader))
    for invitation in to_reader.exclude(invited_by__in=blocked_by(reader)):
        found[invitation.pk] = (invitation, invitation.get_absolute_url())
    leaders = leaders_of(invitation.community_id for invitation, _url in found.values())
    return {
        pk: _resolved_invitation(invitation, url, leaders.get(invitation.community_id, []))
        for pk, (invitation, url) in found.items()
    }


def _resolved_invitation(invitation: Invitation, url: str, leaders: list[str]) -> Resolved:
    return Resolved(
        title=invitation.room.name if invitation.room else invitation.community.name,
        url=url,
        obj=invitation,
        community_name=invitation.community.name,
        list_id=invitation.community.slug,
        thread=f"communities.invitation.{invitation.pk}",
        context={
            "calling": CALLINGS.get(Role(invitation.role), ""),
            "duties": duties_by(invitation.community.charter, invitation.role),
            "leaders": leaders,
        },
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
    """What `person` is, asked, said and did in communities, JSON-ready."""
    return {
        "started": list(person.communities_started.order_by("pk").values_list("name", flat=True)),
        **export_memberships(person),
        **export_grants(person),
        **export_requests(person),
        **export_invitations(person),
        **export_links(person),
        **export_lists(person),
        "answers": export_answers(person),
        **export_notes(person),
        **export_hand_overs(person),
        **export_charters(person),
        **export_plans(person),
        **export_topics(person),
        **export_announcements(person),
        **export_statements(person),
        **export_suggestions(person),
        **export_life(person),
        **export_links_between(person),
        **export_institutions(person),
        **export_coaching(person),
    }
