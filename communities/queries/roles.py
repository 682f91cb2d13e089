"""What the roles are, in words, and who holds them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership, Role
from communities.rules import LEAST_ROLE

ROLES = (Role.PARTICIPANT, Role.FACILITATOR, Role.MODERATOR, Role.LEADER)

CALLINGS = {
    Role.PARTICIPANT: _("Shares what they know, asks, tries things out, and tells what came of it."),
    Role.FACILITATOR: _("Keeps things going from day to day and helps people to take part."),
    Role.MODERATOR: _("Plans discussions, keeps them to their question, and closes them with what was learned."),
    Role.LEADER: _("Keeps the community to its purpose and decides who holds which role."),
}

DEEDS = {
    "post": _("Read, write and answer"),
    "start_discussion": _("Plan and open a discussion where the space leaves that to everyone"),
    "start_discussion_as_team": _("Plan and open a discussion in any space they can see"),
    "take_part": _("Comment on the action plan, propose what to learn, vote"),
    "contribute": _("Add to the library what they made or found"),
    "keep_library": _("Put right or take down what others added to the library"),
    "schedule_topics": _("Take up what members want to learn, and say when"),
    "run_surveys": _("Ask the members something, and read what came of it"),
    "answer_suggestions": _("Answer suggestions"),
    "draft_statements": _("Draft statements of the community, for a leader to publish"),
    "plan_actions": _("Write the action plan and put it before the members"),
    "answer_questions": _("Publish questions that members asked without their name, or turn them down"),
    "unmask": _("Learn who asked such a question, with a reason that is kept and sent to whoever asked"),
    "run_discussion": _("Close discussions, publish what was learned, reopen"),
    "handle_reports": _("Decide what becomes of posts and people that are reported"),
    "show_results": _("Show among what was learned here what a neighbour has learned"),
    "run_meetings": _("Plan meetings, move them or call them off, and say who comes"),
    "book": _("Take a seat at a meeting, or wait for one"),
    "know_members": _("Keep notes on members to draw them in, and see who takes part"),
    "announce": _("Write to all members at once, or to some of them"),
    "set_rhythm": _("Say how often something new begins, how much is open at once, and when you rest"),
    "approve_requests": _("Answer those who ask to join"),
    "confirm_institutions": _("Confirm for which institution others are here"),
    "exclude": _("Suspend or remove members, and take that back"),
    "welcome": _("Open the place in which newcomers introduce themselves"),
    "invite": _("Invite somebody by e-mail, where whoever wants may join"),
    "invite_many": _("Invite anybody by e-mail, many at once, also to share their role"),
    "change_phase": _("Launch the community, conclude it, renew it"),
    "change_settings": _("Decide who finds it, how people join and which tools it uses"),
    "lead": _("Write the charter, give roles, arrange spaces and let people into them"),
}


def team_of(community: Community) -> QuerySet[Membership]:
    """Who holds the roles above participant, highest first."""
    return community.memberships.live().team().select_related("person").order_by("-role", "joined_at", "pk")


def role_table() -> list[tuple[str, list[bool]]]:
    """What each of ROLES may do, as LEAST_ROLE has it: (deed in words, whether each role may)."""
    return [(str(DEEDS[deed]), [role >= least for role in ROLES]) for deed, least in LEAST_ROLE.items()]
