"""Everything that a person does to a discussion."""

from forums.actions.anonymous import (
    ask_columnists,
    publish_question,
    take_back_question,
    turn_down_question,
    unmask,
)
from forums.actions.answers import accept_answer, take_back_answer
from forums.actions.asking import ask_members, pass_on
from forums.actions.bookmarks import drop_bookmark, keep_bookmark
from forums.actions.claims import claim_posts, give_back_posts
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
from forums.actions.feeds import end_feed_key, make_feed_key
from forums.actions.group_people import deal_out, join_group, leave_group, name_rapporteur, place_people, take_in
from forums.actions.groups import change_groups, part_into_groups, report_back
from forums.actions.held import change_held, let_through, take_back, turn_down
from forums.actions.lines import close_line, reopen_line, set_aside, take_back_in
from forums.actions.list_archives import bring_archive_in, send_archive, throw_archive_away
from forums.actions.material import explain_material, lay_out, move_material, take_away
from forums.actions.merging import merge_discussion
from forums.actions.moves import move_discussion
from forums.actions.pacing import pause_discussion, resume_discussion, slow_down
from forums.actions.polls import end_poll, start_poll, vote
from forums.actions.posts import edit_post, reply, steer
from forums.actions.presence import stay_at_draft
from forums.actions.prompts import change_prompt, drop_prompt, move_prompt, put_prompt, queue_prompt
from forums.actions.quiet import call_in
from forums.actions.reactions import react, take_back_reaction
from forums.actions.removals import remove_post, restore_post
from forums.actions.reports import answer_appeal, appeal, decide_report, report_person, report_post, undo_ruling
from forums.actions.saved_replies import change_saved_reply, save_reply, throw_saved_reply_away
from forums.actions.splits import move_line, split_line
from forums.actions.stages import next_stage
from forums.actions.tags import rename_tag
from forums.actions.throwing import throw_plan_away
from forums.actions.unsent import forget_sent, keep_unsent, throw_away
from forums.actions.welcoming import begin_introductions, put_hello_aside

__all__ = [
    "accept_answer",
    "answer_appeal",
    "appeal",
    "ask_columnists",
    "ask_members",
    "begin_introductions",
    "bring_archive_in",
    "call_in",
    "change_groups",
    "change_held",
    "change_plan",
    "change_prompt",
    "change_saved_reply",
    "claim_posts",
    "close_discussion",
    "close_line",
    "correct_closing",
    "deal_out",
    "decide_report",
    "drop_bookmark",
    "drop_prompt",
    "edit_post",
    "end_feed_key",
    "end_poll",
    "explain_material",
    "follow_discussion",
    "forget_sent",
    "give_back_posts",
    "join_group",
    "keep_bookmark",
    "keep_unsent",
    "lay_out",
    "leave_group",
    "let_through",
    "make_feed_key",
    "mark_read",
    "merge_discussion",
    "move_discussion",
    "move_line",
    "move_material",
    "move_prompt",
    "mute_discussion",
    "name_rapporteur",
    "next_stage",
    "open_discussion",
    "part_into_groups",
    "pass_on",
    "pause_discussion",
    "place_people",
    "plan_discussion",
    "publish_closing",
    "publish_question",
    "put_hello_aside",
    "put_prompt",
    "queue_prompt",
    "react",
    "redraft_closing",
    "remove_post",
    "rename_tag",
    "reopen_discussion",
    "reopen_line",
    "reply",
    "report_back",
    "report_person",
    "report_post",
    "restore_post",
    "resume_discussion",
    "save_closing",
    "save_reply",
    "see_closing",
    "see_note",
    "see_posts",
    "send_archive",
    "set_aside",
    "slow_down",
    "split_line",
    "start_poll",
    "stay_at_draft",
    "steer",
    "take_away",
    "take_back",
    "take_back_answer",
    "take_back_in",
    "take_back_question",
    "take_back_reaction",
    "take_in",
    "throw_archive_away",
    "throw_away",
    "throw_plan_away",
    "throw_saved_reply_away",
    "turn_down",
    "turn_down_question",
    "undo_ruling",
    "unfollow_discussion",
    "unmask",
    "vote",
]
