"""What a person does with the stages of a discussion."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.permissions import require
from forums.effects.holding import lock_discussion
from forums.effects.stages import go_on, tell_of_stage
from forums.errors import DiscussionClosed
from forums.models import Discussion, Stage
from forums.rules import may_run


@transaction.atomic
def next_stage(discussion: Discussion, *, actor: User, after: int | None) -> Stage | None:
    """End the stage now and begin the next; returns the stage now, if any. Those who wrote or follow are told.

    `after` is the id of the stage that was going on where `actor` asked for the next, None where none was: if it is
    over by now nothing happens, so a double click is harmless. The last stage ends with its days, or with the
    discussion. Raises DiscussionClosed and CommunityOver.
    """
    discussion = lock_discussion(discussion)
    require(may_run(actor, discussion), _("Moderators and leaders lead from stage to stage."))
    hold_open(discussion.space.community)
    if not discussion.is_open:
        raise DiscussionClosed(_("This discussion is not open, so it has no stage now."))
    if discussion.stage_id == after and discussion.stages.ahead().exists():
        go_on(discussion)
        tell_of_stage(record("stage.begun", actor=actor, target=discussion.stage), discussion)
    return discussion.stage
