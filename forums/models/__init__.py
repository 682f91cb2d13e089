from forums.models.acknowledgement import Acknowledgement, FollowOn, PrivateNote
from forums.models.closing import Citation, Closing, ClosingRevision, Reopening
from forums.models.discussion import Discussion, ReadingPosition
from forums.models.imports import ImportedMessage, ImportedSender
from forums.models.post import Mention, Post, PostRevision
from forums.models.reports import Report, Ruling

__all__ = [
    "Acknowledgement",
    "Citation",
    "Closing",
    "ClosingRevision",
    "Discussion",
    "FollowOn",
    "ImportedMessage",
    "ImportedSender",
    "Mention",
    "Post",
    "PostRevision",
    "PrivateNote",
    "ReadingPosition",
    "Reopening",
    "Report",
    "Ruling",
]
