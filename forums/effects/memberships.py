"""What forums does when a membership ends."""

from typing import Any

from communities.models import Membership
from forums.effects.groups import leave_groups
from forums.models import Discussion
from notifications.models import Volume


def end_part(membership: Membership) -> None:
    """Whoever belongs to a community no more is in none of its groups, and follows none of its discussions."""
    leave_groups(membership)
    _unfollow_all(membership)


def _unfollow_all(membership: Membership) -> None:
    """What they muted stays mute."""
    there: Any = Discussion.objects.filter(space__community=membership.community_id).order_by().values("pk")
    followed = Volume.objects.filter(person=membership.person_id, scope_kind=Discussion.SCOPE, scope_id__in=there)
    followed.exclude(level__in=Volume.QUIET).delete()
