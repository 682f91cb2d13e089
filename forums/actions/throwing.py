"""Throwing a plan away that never opened."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.effects.holding import in_its_space, lock_around
from communities.effects.life import hold_open
from core.errors import Stale
from core.locks import lock_alone
from core.permissions import require
from forums.effects.throwing import forget_plan
from forums.errors import OpenMeanwhile
from forums.models import Discussion
from forums.rules import may_throw_away


@transaction.atomic
def throw_plan_away(discussion: Discussion, *, actor: User, plan_version: int) -> None:
    """Delete what was planned and never opened, for good; those who have a part in it are told.

    Raises OpenMeanwhile, Stale when somebody saved the plan since `plan_version` was read, CommunityOver, and Gone
    when somebody else has thrown it away.
    """
    lock_around(discussion.space)  # whose tags somebody else may be joining
    discussion = in_its_space(lock_alone(discussion), discussion.space)
    require(may_throw_away(actor, discussion), _("Whoever planned it and those who run discussions throw it away."))
    hold_open(discussion.space.community)
    if discussion.opened_at is not None:
        raise OpenMeanwhile(_("It has opened meanwhile, so it stays. It can be closed with a summary."))
    if discussion.plan_version != plan_version:
        raise Stale(_("This plan was changed meanwhile. Look at it once more."))
    forget_plan(discussion, by=actor)
