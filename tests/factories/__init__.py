from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, MembershipFactory
from tests.factories.forums import DiscussionFactory, PostFactory
from tests.factories.invitations import InvitationFactory, InvitationLinkFactory

__all__ = [
    "CommunityFactory",
    "DiscussionFactory",
    "InvitationFactory",
    "InvitationLinkFactory",
    "MembershipFactory",
    "PostFactory",
    "UserFactory",
]
