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

# Names, titles and addresses sort as they were made, and none begins another: no number has more digits than the rest.
for _name in __all__:
    globals()[_name].reset_sequence(10_000)
