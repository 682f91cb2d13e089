"""How a suspension or a removal ends."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.effects.memberships import end_suspended
from communities.models import (
    Community,
    Exclusion,
    Membership,
    Role,
)
from core.locks import lock
from notifications.effects import notify


def lift_exclusion(exclusion: Exclusion, *, by: User | None) -> bool:
    """Whoever was suspended is a member again, as what they were; who was removed may join or ask again.

    Who is no leader does not come back to a community that nobody leads any more. Tells the person. `by` is None where
    a suspension ends by itself. Returns False when it was lifted already.
    """
    lock(exclusion.membership.community)  # as actions do: in another order the two would wait for each other
    lifted = Exclusion.objects.in_force().filter(pk=exclusion.pk)
    if not lifted.update(lifted_at=timezone.now(), lifted_by=by):
        return False
    membership = Membership.objects.filter(pk=exclusion.membership_id)
    is_led = Membership.objects.leading().filter(community=exclusion.community_id).exists()
    if not is_led and exclusion.membership.role < Role.LEADER:
        end_suspended(exclusion.membership)
    if membership.filter(state=Membership.State.SUSPENDED).update(state=Membership.State.ACTIVE):
        Community.objects.filter(pk=exclusion.community_id).update(member_count=F("member_count") + 1)
    membership.filter(state=Membership.State.REMOVED).update(state=Membership.State.LEFT)
    entry = record("exclusion.lifted", actor=by, target=exclusion)
    notify(entry, [exclusion.membership.person_id])
    return True


def lift_due_suspensions() -> None:
    """Let those be members again whose suspension has come to its end."""
    for exclusion in Exclusion.objects.over().select_related("membership__community").order_by("pk"):
        with transaction.atomic():
            lift_exclusion(exclusion, by=None)
