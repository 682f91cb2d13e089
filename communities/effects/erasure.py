"""What communities does when somebody is forgotten."""

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.effects.announcements import forget_announcements
from communities.effects.coaching import forget_coaching
from communities.effects.invitations import forget_invitations
from communities.effects.lists import forget_lists
from communities.effects.memberships import end_membership, end_suspended, hand_on
from communities.effects.notes import forget_notes_on
from communities.effects.questions import forget_answers
from communities.models import (
    Community,
    Exclusion,
    HandOver,
    JoinRequest,
    Membership,
    RoleChange,
    SpaceGrant,
    Suggestion,
    TermChange,
)
from communities.queries import led_alone


def communities_of(person: User) -> QuerySet[Community]:
    """Those where an erased person has a membership, which ends."""
    return Community.objects.filter(memberships__person=person)


def forget_person(person: User) -> None:
    """End every membership and request of an erased person, delete their grants, blank what was said to them.

    What they led alone is handed on first.
    """
    forget_invitations(person)
    forget_answers(person)
    forget_announcements(person)
    forget_lists(person)
    forget_coaching(person)
    Suggestion.objects.filter(author=person).update(author=None)
    for leader in led_alone(person).order_by("community"):
        hand_on(leader)
    for membership in Membership.objects.filter(person=person, state=Membership.State.ACTIVE):
        end_membership(membership)
        record("membership.ended", actor=None, target=membership)
    now = timezone.now()
    exclusions = Exclusion.objects.filter(membership__person=person)
    exclusions.in_force().update(lifted_at=now)
    exclusions.update(reason="")
    for membership in person.memberships.filter(state=Membership.State.SUSPENDED):
        end_suspended(membership)
    RoleChange.objects.filter(membership__person=person).update(note="")
    TermChange.objects.filter(membership__person=person).update(reason="")
    forget_notes_on(person)
    HandOver.objects.between(person).update(word="", answer="")
    SpaceGrant.objects.filter(user=person).delete()
    person.join_requests.pending().update(state=JoinRequest.State.WITHDRAWN, decided_at=now)
    person.join_requests.update(message="", reason="")
