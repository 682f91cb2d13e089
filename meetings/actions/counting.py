"""How a community counts who came."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_both
from communities.models import Community
from core.permissions import require
from meetings.errors import MeetingStale
from meetings.models import Counting
from meetings.rules import may_set_counting

_FIELDS = ("late_counts", "left_early_counts", "excused_leaves", "late_after", "left_before")


@transaction.atomic
def set_counting(community: Community, *, actor: User, version: int, **said: bool | int) -> Counting:
    """Say what counts as there, what is left out, and after how many minutes somebody is late or left early.

    `said` are late_counts, left_early_counts, excused_leaves, late_after and left_before (minutes). Rates follow at
    once, marks stay as they are; the same again changes nothing. Raises MeetingStale.
    """
    community, actor = lock_both(community, actor)
    require(
        may_set_counting(actor, community), _("Facilitators, moderators and leaders say how attendance is counted.")
    )
    counting = Counting.objects.filter(community=community).first() or Counting(community=community)
    if all(getattr(counting, name) == said.get(name) for name in _FIELDS):
        return counting
    if counting.version != version:
        raise MeetingStale(_("Somebody else has changed this meanwhile."))
    for name in _FIELDS:
        setattr(counting, name, said[name])
    counting.version += 1
    counting.save()
    record("counting.set", actor=actor, target=counting)
    return counting
