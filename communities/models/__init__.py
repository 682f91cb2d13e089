from communities.models.community import Community
from communities.models.membership import JoinRequest, Membership
from communities.models.roles import Role
from communities.models.space import Space, SpaceGrant

__all__ = ["Community", "JoinRequest", "Membership", "Role", "Space", "SpaceGrant"]
