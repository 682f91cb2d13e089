"""How often a community means to meet something new, and when it rests (G24, H29)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_both
from communities.errors import BreaksMeet
from communities.models import Break, Community, Rhythm
from communities.rules import may_set_rhythm
from core.errors import Stale
from core.permissions import require

_TEAM = _("Moderators and leaders set the rhythm, as long as the community lives.")


@transaction.atomic
def set_rhythm(
    community: Community, *, actor: User, version: int, discussion_weeks: int | None, most_open: int | None
) -> Rhythm:
    """Say how many weeks lie between two discussions, and how many are open at most; None holds to nothing.

    The same again changes nothing. Raises Stale when somebody else changed it since `version` was read. Nobody is
    warned of what is planned within a week of this.
    """
    community, actor = lock_both(community, actor)
    require(may_set_rhythm(actor, community), _TEAM)
    rhythm = Rhythm.objects.filter(community=community).first() or Rhythm(community=community)
    if (rhythm.discussion_weeks, rhythm.most_open) == (discussion_weeks, most_open):
        return rhythm
    if rhythm.version != version:
        raise Stale(_("Somebody else has changed the rhythm meanwhile."))
    rhythm.discussion_weeks, rhythm.most_open = discussion_weeks, most_open
    rhythm.version, rhythm.told_at = version + 1, timezone.now()
    rhythm.save()
    record("rhythm.set", actor=actor, target=rhythm)
    return rhythm


@transaction.atomic
def add_break(community: Community, *, actor: User, begins_on: date, ends_on: date, word: str) -> Break:
    """Let the community rest from one day to another, both included; the same days again are the same break.

    Raises BreaksMeet when it rests on one of these days already, or more breaks are ahead than a team plans.
    """
    community, actor = lock_both(community, actor)
    require(may_set_rhythm(actor, community), _TEAM)
    same = community.breaks.filter(begins_on=begins_on, ends_on=ends_on, word=word).first()
    if same:
        return same
    today = timezone.localdate(timezone=community.zone)
    if community.breaks.filter(ends_on__gte=today).count() >= Break.MOST_AHEAD:
        raise BreaksMeet(_("So many breaks are planned already. Take one out first."))
    try:
        with transaction.atomic():
            added = Break.objects.create(community=community, begins_on=begins_on, ends_on=ends_on, word=word)
    except IntegrityError as error:
        raise BreaksMeet(_("You rest on some of these days already. Take that break out first.")) from error
    record("break.added", actor=actor, target=added)
    return added


@transaction.atomic
def remove_break(rest: Break, *, actor: User) -> None:
    """Take a break out again, past or to come; one that is gone stays gone."""
    community, actor = lock_both(rest.community, actor)
    require(may_set_rhythm(actor, community), _TEAM)
    gone, _rows = Break.objects.filter(pk=rest.pk).delete()
    if gone:
        record("break.removed", actor=actor, target=rest)
