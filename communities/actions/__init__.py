"""Everything that a person does to a community, to its spaces and to memberships."""

from communities.actions.communities import start_community
from communities.actions.invitations import (
    Outcome,
    accept_invitation,
    decline_invitation,
    invite_guest,
    invite_people,
    send_again,
    take_back,
)
from communities.actions.memberships import (
    change_role,
    join_community,
    leave_community,
    lift_exclusion,
    remove_member,
    suspend_member,
)
from communities.actions.requests import (
    Answered,
    approve_requests,
    ask_to_join,
    decline_requests,
    withdraw_request,
)
from communities.actions.spaces import (
    archive_space,
    change_end,
    change_space,
    end_grant,
    grant_space,
    let_member_in,
    open_space,
    unarchive_space,
)

__all__ = [
    "Answered",
    "Outcome",
    "accept_invitation",
    "approve_requests",
    "archive_space",
    "ask_to_join",
    "change_end",
    "change_role",
    "change_space",
    "decline_invitation",
    "decline_requests",
    "end_grant",
    "grant_space",
    "invite_guest",
    "invite_people",
    "join_community",
    "leave_community",
    "let_member_in",
    "lift_exclusion",
    "open_space",
    "remove_member",
    "send_again",
    "start_community",
    "suspend_member",
    "take_back",
    "unarchive_space",
    "withdraw_request",
]
