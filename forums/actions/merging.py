"""Letting two discussions of the same thing become one (P43)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.holding import lock_around, read_again
from communities.effects.life import hold_open
from core.permissions import require
from forums.effects.holding import lock_pair
from forums.effects.merging import carry_all
from forums.errors import MovedMeanwhile, NotMergeable
from forums.models import Discussion, Merge
from forums.queries.merging import seen_of, told_of, what_hinders
from forums.queries.people import ids_concerned
from forums.rules import may_merge
from notifications.effects import notify


@transaction.atomic
def merge_discussion(source: Discussion, *, target: Discussion, actor: User, reason: str, seen: str) -> Merge:
    """Let all that was said in `source` go on in `target`, with the `reason` above it; doing so twice is harmless.

    The address of `source` leads there for good. Whoever wrote in it, follows it or was asked to look at it is told,
    where they read `target`. `seen` is what `seen_of` said when `actor` was shown who would lose sight of it.
    Raises MovedMeanwhile when that has changed, NotMergeable with the reason, and CommunityOver.
    """
    community = lock_around(source.space)  # whose access may be changed otherwise
    read_again(target.space)
    source, target = lock_pair(source, target)
    require(may_merge(actor, source, target), _("Who runs both discussions merges one into the other."))
    if source.state == Discussion.State.MERGED:
        return Merge.objects.select_related("marker__discussion").get(source=source)
    hold_open(community)
    if seen != seen_of(source, target):
        raise MovedMeanwhile(_("Who reads the two has changed meanwhile. Look again at who would lose sight of it."))
    if why_not := what_hinders(source, target):
        raise NotMergeable(why_not)
    concerned = {*ids_concerned(source), *told_of(source).values_list("pk", flat=True)}
    merge = carry_all(source, target, by=actor, reason=reason)
    entry = record("discussion.merged", actor=actor, target=merge.marker, data={"from": source.pk})
    reading = target.space.readers().filter(pk__in=concerned)
    notify(entry, reading.order_by().values_list("pk", flat=True), scope=(Discussion.SCOPE, target.pk))
    return merge
