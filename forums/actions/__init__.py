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
from forums.actions.corrections import correct_closing
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
from forums.actions.posts import edit_post, reply, steer
from forums.actions.removals import remove_post, restore_post
from forums.actions.reports import answer_appeal, appeal, decide_report, report_person, report_post, undo_ruling

__all__ = [
    "answer_appeal",
    "appeal",
    "change_plan",
    "close_discussion",
    "correct_closing",
    "decide_report",
    "edit_post",
    "follow_discussion",
    "mark_read",
    "mute_discussion",
    "open_discussion",
    "plan_discussion",
    "publish_closing",
    "redraft_closing",
    "remove_post",
    "reopen_discussion",
    "reply",
    "report_person",
    "report_post",
    "restore_post",
    "save_closing",
    "see_closing",
    "see_note",
    "see_posts",
    "steer",
    "undo_ruling",
    "unfollow_discussion",
]
