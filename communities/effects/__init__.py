"""What follows of itself: admitting, ending a membership, forgetting a person."""

from communities.effects.charters import begin_charter, keep_revision
from communities.effects.erasure import communities_of, forget_person
from communities.effects.exclusions import lift_due_suspensions, lift_exclusion
from communities.effects.invitations import (
    decline_invitation,
    expire_due_invitations,
    expire_invitations,
    forget_invitations,
    forget_old_addresses,
    remind_invited,
    revoke_invitations_by,
    send_out,
    settle_invitation,
    tell_invited,
)
from communities.effects.lists import forget_lists, forget_old_lists, send_due_lists
from communities.effects.memberships import (
    admit,
    end_membership,
    end_suspended,
    give_role,
    hand_on,
    require_leader,
    tell_role_change,
)
from communities.effects.plan import remind_owners
from communities.effects.questions import forget_answers, forget_stray_answers, keep_answers
from communities.effects.spaces import furnish, let_in, tell_writers

__all__ = [
    "admit",
    "begin_charter",
    "communities_of",
    "decline_invitation",
    "end_membership",
    "end_suspended",
    "expire_due_invitations",
    "expire_invitations",
    "forget_answers",
    "forget_invitations",
    "forget_lists",
    "forget_old_addresses",
    "forget_old_lists",
    "forget_person",
    "forget_stray_answers",
    "furnish",
    "give_role",
    "hand_on",
    "keep_answers",
    "keep_revision",
    "let_in",
    "lift_due_suspensions",
    "lift_exclusion",
    "remind_invited",
    "remind_owners",
    "require_leader",
    "revoke_invitations_by",
    "send_due_lists",
    "send_out",
    "settle_invitation",
    "tell_invited",
    "tell_role_change",
    "tell_writers",
]
