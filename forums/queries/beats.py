"""Discussions as beats of a community's rhythm."""

from datetime import datetime

from django.db.models import Case, F, Q, When

from communities.models import Space
from core.seams import Beat
from forums.models import Discussion

KIND = "forums.discussion"
State = Discussion.State
SHARED = (Space.Access.OPEN, Space.Access.MEMBERS)


def beats(communities: list[int], since: datetime, until: datetime) -> list[Beat]:
    """What opened or is planned to open for all members before `until` and was not locked before `since`. One query.

    What the team or a few talk about among themselves, and where members introduce themselves, is nobody's rhythm; the
    rooms of groups are part of the discussion around them, and what came from a mailing list rests until somebody
    answers it.
    """
    shared = Discussion.objects.whole().awake().filter(introductions_of=None)
    shared = shared.filter(space__community__in=communities, space__access__in=SHARED)
    is_planned = Q(state=State.PLANNED, opens_at__lt=until, space__in=Space.objects.writable())
    is_begun = Q(opened_at__lt=until) & (Q(state=State.OPEN) | Q(locked_at__gte=since))
    begins = Case(When(state=State.PLANNED, then="opens_at"), default="opened_at")
    ends = Case(When(state__in=(State.PLANNED, State.OPEN), then="closes_at"), default="locked_at")
    found = shared.filter(is_planned | is_begun).annotate(begins=begins, ends=ends).order_by("begins", "pk")
    rows = found.annotate(where=F("space__community")).values_list("where", "pk", "begins", "ends")
    return [Beat(community, KIND, pk, begins_at, ends_at) for community, pk, begins_at, ends_at in rows]
