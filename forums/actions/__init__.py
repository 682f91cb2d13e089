"""Everything that a person does to a discussion."""

from forums.actions.closings import (
    close_discussion,
    publish_closing,
    redraft_closing,
    reopen_discussion,
    save_closing,
    see_closing,
    see_note,
)
from forums.actions.discussions import (
    change_plan,
    follow_discussion,
    mark_read,
    mute_discussion,
    open_discussion,
    plan_discussion,
    see_posts,
    unfollow_discussion,
)
from forums.actions.posts import reply

__all__ = [
    "change_plan",
    "close_discussion",
    "follow_discussion",
    "mark_read",
    "mute_discussion",
    "open_discussion",
    "plan_discussion",
    "publish_closing",
    "redraft_closing",
    "reopen_discussion",
    "reply",
    "save_closing",
    "see_closing",
    "see_note",
    "see_posts",
    "unfollow_discussion",
]
