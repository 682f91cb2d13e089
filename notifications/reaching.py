"""Whom mail would reach, before anything is sent."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from notifications import kinds
from notifications.hearing import COMMUNITY, deaf
from notifications.models import Delivery
from notifications.queries import with_verified_address


def mailed_at_once(kind: str, community_id: int) -> QuerySet[User]:
    """Those whom a letter of this kind about a community would reach at once, as they chose until now.

    Whether they belong to it, or rest from it, is not asked.
    """
    what = kinds.KINDS[kind]
    chosen = Delivery.objects.filter(person=OuterRef("pk"), kind=kind)
    people = with_verified_address().exclude(Exists(chosen.exclude(by=kinds.MAIL)))
    if what.by != kinds.MAIL:
        people = people.filter(Exists(chosen))
    if what.quiet_at:
        people = people.exclude(pk__in=deaf((COMMUNITY, community_id), None, community_id, what.quiet_at))
    return people
