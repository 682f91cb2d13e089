"""What others ask of forums, and what its pages show."""

from forums.queries.lists import DiscussionList, Listed, discussion_list
from forums.queries.news import unheard_posts, unseen_posts
from forums.queries.seams import (
    active_in,
    export_person,
    resolve_closings,
    resolve_discussions,
    resolve_notes,
    resolve_polls,
    resolve_posts,
    resolve_reopenings,
    said_in,
    took_part,
    waiting,
)

__all__ = [
    "DiscussionList",
    "Listed",
    "active_in",
    "discussion_list",
    "export_person",
    "resolve_closings",
    "resolve_discussions",
    "resolve_notes",
    "resolve_polls",
    "resolve_posts",
    "resolve_reopenings",
    "said_in",
    "took_part",
    "unheard_posts",
    "unseen_posts",
    "waiting",
]
