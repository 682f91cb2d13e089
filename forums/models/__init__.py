from forums.models.acknowledgement import Acknowledgement, FollowOn, PrivateNote
from forums.models.anonymous import AnonymousQuestion, Asker, Unmasking
from forums.models.archives import ListArchive
from forums.models.asked import Asked
from forums.models.bookmarks import Bookmark
from forums.models.closing import Citation, Closing, ClosingRevision, Reopening
from forums.models.discussion import Discussion
from forums.models.feeds import FeedKey
from forums.models.files import PostFile
from forums.models.groups import Grouping, Subgroup, SubgroupMember
from forums.models.holding import HeldPost
from forums.models.imports import ImportedMessage, ImportedSender
from forums.models.inbound import InboundMail
from forums.models.lines import FormerPlace, LineMark
from forums.models.material import Material
from forums.models.merging import Merge
from forums.models.moves import Move
from forums.models.polls import Ballot, Choice, Option, Poll
from forums.models.post import Mention, Post, PostRevision
from forums.models.promotion import Promotion
from forums.models.prompts import Prompt
from forums.models.quiet import CalledIn
from forums.models.reactions import Reaction
from forums.models.reading import ReadingPosition
from forums.models.reports import Report, Ruling
from forums.models.saved_replies import SavedReply
from forums.models.showing import ShownClosing
from forums.models.stages import MessageType, Stage, StagePlan
from forums.models.tags import Tag
from forums.models.unsent import Unsent
from forums.models.welcoming import HelloPutAside

__all__ = [
    "Acknowledgement",
    "AnonymousQuestion",
    "Asked",
    "Asker",
    "Ballot",
    "Bookmark",
    "CalledIn",
    "Choice",
    "Citation",
    "Closing",
    "ClosingRevision",
    "Discussion",
    "FeedKey",
    "FollowOn",
    "FormerPlace",
    "Grouping",
    "HeldPost",
    "HelloPutAside",
    "ImportedMessage",
    "ImportedSender",
    "InboundMail",
    "LineMark",
    "ListArchive",
    "Material",
    "Mention",
    "Merge",
    "MessageType",
    "Move",
    "Option",
    "Poll",
    "Post",
    "PostFile",
    "PostRevision",
    "PrivateNote",
    "Promotion",
    "Prompt",
    "Reaction",
    "ReadingPosition",
    "Reopening",
    "Report",
    "Ruling",
    "SavedReply",
    "ShownClosing",
    "Stage",
    "StagePlan",
    "Subgroup",
    "SubgroupMember",
    "Tag",
    "Unmasking",
    "Unsent",
]
