"""Who may do what. By role the table LEAST_ROLE decides, and nothing else in Copse.

A rule that takes `held` is given the role of the person's own live membership where one page asks several times.
"""

from communities.models import LEAST_ROLE
from communities.rules.agenda import may_propose_topics, may_schedule_topics
from communities.rules.announcing import may_announce
from communities.rules.charters import may_move_result, may_read_charter, may_watch_results, may_write_charter
from communities.rules.coaching import may_answer_coaching, may_ask_coach
from communities.rules.communities import (
    may_call_roles,
    may_change_phase,
    may_change_settings,
    may_decide_approvals,
    may_keep_lists,
    may_start_community,
)
from communities.rules.handover import may_answer_hand_over, may_hand_over, may_withdraw_hand_over
from communities.rules.institutions import may_confirm_representation
from communities.rules.invitations import (
    invites,
    may_accept,
    may_come_in,
    may_decline,
    may_invite,
    may_manage_invitation,
    may_still_bring_in,
)
from communities.rules.kinship import may_answer_link, may_end_link, may_link, may_withdraw_link
from communities.rules.memberships import (
    is_shut_out,
    may_approve_requests,
    may_ask,
    may_change_role,
    may_exclude,
    may_join,
    may_leave,
    may_pause,
    may_set_term,
    may_withdraw,
)
from communities.rules.notes import may_change_note, may_delete_note, may_read_notes, may_write_notes
from communities.rules.plan import may_adopt_plan, may_answer_plan, may_move_item, may_plan_actions
from communities.rules.rhythm import may_set_rhythm
from communities.rules.roles import Sight, may, may_in_community, role_in, role_in_community, sight_of
from communities.rules.spaces import may_arrange, may_change_end, may_end_grant, may_grant, may_leave_space
from communities.rules.voice import may_answer_suggestions, may_draft_statements, may_speak_for, may_suggest

__all__ = [
    "LEAST_ROLE",
    "Sight",
    "invites",
    "is_shut_out",
    "may",
    "may_accept",
    "may_adopt_plan",
    "may_announce",
    "may_answer_coaching",
    "may_answer_hand_over",
    "may_answer_link",
    "may_answer_plan",
    "may_answer_suggestions",
    "may_approve_requests",
    "may_arrange",
    "may_ask",
    "may_ask_coach",
    "may_call_roles",
    "may_change_end",
    "may_change_note",
    "may_change_phase",
    "may_change_role",
    "may_change_settings",
    "may_come_in",
    "may_confirm_representation",
    "may_decide_approvals",
    "may_decline",
    "may_delete_note",
    "may_draft_statements",
    "may_end_grant",
    "may_end_link",
    "may_exclude",
    "may_grant",
    "may_hand_over",
    "may_in_community",
    "may_invite",
    "may_join",
    "may_keep_lists",
    "may_leave",
    "may_leave_space",
    "may_link",
    "may_manage_invitation",
    "may_move_item",
    "may_move_result",
    "may_pause",
    "may_plan_actions",
    "may_propose_topics",
    "may_read_charter",
    "may_read_notes",
    "may_schedule_topics",
    "may_set_rhythm",
    "may_set_term",
    "may_speak_for",
    "may_start_community",
    "may_still_bring_in",
    "may_suggest",
    "may_watch_results",
    "may_withdraw",
    "may_withdraw_hand_over",
    "may_withdraw_link",
    "may_write_charter",
    "may_write_notes",
    "role_in",
    "role_in_community",
    "sight_of",
]
