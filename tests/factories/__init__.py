from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory, CommunityLinkFactory, MembershipFactory, SubjectFactory
from tests.factories.forums import DiscussionFactory, PostFactory
from tests.factories.invitations import InvitationFactory, InvitationLinkFactory
from tests.factories.library import FileFactory, ItemFactory
from tests.factories.meetings import MeetingFactory, SeatFactory

__all__ = [
    "CommunityFactory",
    "CommunityLinkFactory",
    "DiscussionFactory",
    "FileFactory",
    "InvitationFactory",
    "InvitationLinkFactory",
    "ItemFactory",
    "MeetingFactory",
    "MembershipFactory",
    "PostFactory",
    "SeatFactory",
    "SubjectFactory",
    "UserFactory",
]
