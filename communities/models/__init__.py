from communities.models.community import Community
from communities.models.invitation import Invitation
from communities.models.membership import Exclusion, JoinRequest, Membership, RoleChange
from communities.models.roles import Role
from communities.models.space import Space, SpaceGrant

__all__ = [
    "Community",
    "Exclusion",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Role",
    "RoleChange",
    "Space",
    "SpaceGrant",
]
