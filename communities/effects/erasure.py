"""What communities does when somebody is forgotten."""

from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.effects.invitations import forget_invitations
from communities.effects.lists import forget_lists
from communities.effects.memberships import end_membership, hand_on
from communities.effects.questions import forget_answers
from communities.models import (
    Community,
    Exclusion,
    JoinRequest,
    Membership,
    RoleChange,
    SpaceGrant,
    TermChange,
)
from communities.queries import led_alone
from core.locks import lock_all


def lock_communities_of(person: User) -> None:
    """Lock every community where an erased person has a membership, before anything else is touched."""
    lock_all(Community.objects.filter(memberships__person=person))


def forget_person(person: User) -> None:
    """End every membership and request of an erased person, delete their grants, blank what was said to them.

    What they led alone is handed on first.
    """
    forget_invitations(person)
    forget_answers(person)
    forget_lists(person)
    for leader in led_alone(person).order_by("community"):
        hand_on(leader)
    for membership in Membership.objects.filter(person=person, state=Membership.State.ACTIVE):
        end_membership(membership)
        record("membership.ended", actor=None, target=membership)
    now = timezone.now()
    exclusions = Exclusion.objects.filter(membership__person=person)
    exclusions.in_force().update(lifted_at=now)
    exclusions.update(reason="")
    person.memberships.filter(state=Membership.State.SUSPENDED).update(state=Membership.State.LEFT, ended_at=now)
    RoleChange.objects.filter(membership__person=person).update(note="")
    TermChange.objects.filter(membership__person=person).update(reason="")
    SpaceGrant.objects.filter(user=person).delete()
    person.join_requests.pending().update(state=JoinRequest.State.WITHDRAWN, decided_at=now)
    person.join_requests.update(message="", reason="")
