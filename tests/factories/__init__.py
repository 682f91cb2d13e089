from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, MembershipFactory
from tests.factories.forums import DiscussionFactory, PostFactory

__all__ = ["CommunityFactory", "DiscussionFactory", "MembershipFactory", "PostFactory", "UserFactory"]
