"""What follows of itself: admitting, ending a membership, forgetting a person."""

from communities.effects.erasure import forget_person, lock_communities_of
from communities.effects.exclusions import lift_due_suspensions, lift_exclusion
from communities.effects.invitations import (
    decline_invitation,
    expire_due_invitations,
    expire_invitations,
    forget_invitations,
    forget_old_addresses,
    revoke_invitations_by,
    settle_invitation,
)
from communities.effects.memberships import admit, end_membership, hand_on, lower_grants, tell_role_change
from communities.effects.spaces import furnish, let_in

__all__ = [
    "admit",
    "decline_invitation",
    "end_membership",
    "expire_due_invitations",
    "expire_invitations",
    "forget_invitations",
    "forget_old_addresses",
    "forget_person",
    "furnish",
    "hand_on",
    "let_in",
    "lift_due_suspensions",
    "lift_exclusion",
    "lock_communities_of",
    "lower_grants",
    "revoke_invitations_by",
    "settle_invitation",
    "tell_role_change",
]
