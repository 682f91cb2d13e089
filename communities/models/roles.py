from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.IntegerChoices):
    """What a person holds in a community or, by a grant, in one space; higher includes lower."""

    GUEST = 5, _("guest")  # grants only: read, post, react
    PARTICIPANT = 10, _("participant")
    FACILITATOR = 20, _("facilitator")
    MODERATOR = 30, _("moderator")
    LEADER = 40, _("leader")


# The least role that may do each thing; guests hold a grant on one space.
LEAST_ROLE: dict[str, Role] = {
    "post": Role.GUEST,
    "start_discussion": Role.PARTICIPANT,  # where the space lets everyone start; else the team
    "start_discussion_as_team": Role.FACILITATOR,
    "take_part": Role.PARTICIPANT,  # comment on the plan, answer it, propose what to learn, vote
    "contribute": Role.PARTICIPANT,  # to the library: add, publish, put right, take back (P26)
    "keep_library": Role.MODERATOR,  # put right what others contributed, take it down, put it back
    "schedule_topics": Role.FACILITATOR,  # answer what members want to learn
    "run_surveys": Role.FACILITATOR,  # prepare, open and close them; read who said what where names are asked
    "answer_suggestions": Role.FACILITATOR,  # read all of them, and say what becomes of each (G25)
    "draft_statements": Role.MODERATOR,  # for a leader to publish in the community's name (G8)
    "plan_actions": Role.MODERATOR,  # write the action plan and put it before the members (P32)
    "answer_questions": Role.FACILITATOR,  # read what was asked without a name, and publish it or not
    "unmask": Role.LEADER,  # be shown, for a reason that is kept, who asked such a question
    "run_discussion": Role.MODERATOR,  # plan, open, steer, close, publish, reopen
    "handle_reports": Role.MODERATOR,  # decide what is reported, and answer appeals (P4)
    "show_results": Role.FACILITATOR,  # put what a neighbour learned beside what was learned here (H5)
    "run_meetings": Role.FACILITATOR,  # plan, change, move and call off meetings; who comes; minutes (P25)
    "book": Role.PARTICIPANT,  # take a seat at a meeting, wait for one, give it back
    "know_members": Role.FACILITATOR,  # keep notes on members (P47), and see who takes part how much (G19)
    "announce": Role.FACILITATOR,  # tell all members something, or those of a role or a level (P25)
    "set_rhythm": Role.MODERATOR,  # how often something new begins, how much is open at once, when to rest (G24)
    "approve_requests": Role.MODERATOR,
    "confirm_institutions": Role.MODERATOR,  # let a badge say for whom somebody is here (P1)
    "exclude": Role.MODERATOR,  # suspend and remove members, and lift that
    "welcome": Role.FACILITATOR,  # open the place in which newcomers say hello (B3)
    "invite": Role.PARTICIPANT,  # one at a time, where whoever wants may join anyhow
    "invite_many": Role.FACILITATOR,  # anywhere, many at once, into roles up to one's own
    "change_phase": Role.LEADER,  # launch, conclude, renew, archive
    "change_settings": Role.LEADER,  # who finds it, how people join, which tools it uses
    "lead": Role.LEADER,  # write the charter, give roles, arrange spaces, let people into them
}
