"""What follows of itself for what is asked of coaches."""

from django.utils import timezone

from accounts.models import User
from communities.models import Coach, CoachingRequest, Membership


def take_back_requests(membership: Membership) -> None:
    """Nobody who is no member any more waits for a coach in the community's name."""
    waiting = CoachingRequest.objects.waiting()
    waiting.filter(community=membership.community_id, asked_by=membership.person_id).update(
        state=CoachingRequest.State.WITHDRAWN, answered_at=timezone.now()
    )


def forget_coaching(person: User) -> None:
    """Delete what an erased person asked of coaches, and was as one."""
    CoachingRequest.objects.filter(asked_by=person).delete()
    Coach.objects.filter(person=person).delete()
