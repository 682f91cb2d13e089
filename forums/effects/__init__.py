"""What follows of itself in a discussion."""

from forums.effects.anonymous import forget_old_questions
from forums.effects.closings import begin_closing, cite, close_due, draft_due
from forums.effects.discussions import open_due
from forums.effects.groups import remind_groups_due
from forums.effects.inbound import forget_old_mail
from forums.effects.list_archives import work_on_archives
from forums.effects.polls import end_polls_due
from forums.effects.prompts import put_due
from forums.effects.reminders import remind_due
from forums.effects.stages import go_on_due
from forums.effects.unsent import forget_old_unsent

__all__ = [
    "begin_closing",
    "cite",
    "close_due",
    "draft_due",
    "end_polls_due",
    "forget_old_mail",
    "forget_old_questions",
    "forget_old_unsent",
    "go_on_due",
    "open_due",
    "put_due",
    "remind_due",
    "remind_groups_due",
    "work_on_archives",
]
