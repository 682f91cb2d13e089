"""Who hears of it when communities come to belong together, or part."""

from collections.abc import Iterable

from accounts.models import User
from activity.models import Entry
from communities.models import Membership
from notifications.effects import notify


def tell_both_sides(entries: Iterable[Entry], *, but: User) -> None:
    """Tell the leaders of each end what stands in its log, whoever leads both of it once; `but` did it."""
    told = {but.pk}
    for entry in entries:
        leading = Membership.objects.leading().filter(community=entry.community_id).exclude(person__in=told)
        leaders = set(leading.values_list("person", flat=True))
        notify(entry, leaders)
        told |= leaders
