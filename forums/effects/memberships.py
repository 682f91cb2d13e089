"""What forums does when a membership ends."""

from typing import Any

from communities.models import Membership
from forums.models import Discussion
from notifications.models import Volume


def unfollow_all(membership: Membership) -> None:
    """Whoever belongs to a community no more follows none of its discussions; what they muted stays mute."""
    there: Any = Discussion.objects.filter(space__community=membership.community_id).order_by().values("pk")
    followed = Volume.objects.filter(person=membership.person_id, scope_kind=Discussion.SCOPE, scope_id__in=there)
    followed.exclude(level__in=Volume.QUIET).delete()
