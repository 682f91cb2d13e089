from forums.models.closing import Citation, Closing, Reopening
from forums.models.discussion import Discussion, ReadingPosition
from forums.models.imports import ImportedMessage, ImportedSender
from forums.models.post import Post

__all__ = [
    "Citation",
    "Closing",
    "Discussion",
    "ImportedMessage",
    "ImportedSender",
    "Post",
    "ReadingPosition",
    "Reopening",
]
