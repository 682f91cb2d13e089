"""Everything that a person does to a community, to its spaces and to memberships."""

from communities.actions.communities import start_community
from communities.actions.memberships import change_role, join_community, leave_community
from communities.actions.spaces import grant_space

__all__ = ["change_role", "grant_space", "join_community", "leave_community", "start_community"]
