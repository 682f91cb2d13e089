"""What somebody who belongs to a community no more hears of its spaces."""

from communities.models import Membership, Space
from notifications.hearing import SPACE
from notifications.models import Volume


def unfollow_spaces(membership: Membership) -> None:
    """They follow none of them any more; what they muted stays mute, should they come back."""
    there = Space.objects.filter(community=membership.community_id).order_by().values("pk")
    wishes = Volume.objects.filter(person=membership.person_id, scope_kind=SPACE, scope_id__in=there)
    wishes.exclude(level__in=Volume.QUIET).delete()
