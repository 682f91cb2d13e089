"""What one person finds at home."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from communities.models import Community, Exclusion, JoinRequest, Membership, Space, SpaceGrant
from communities.queries import about, telling_words
from core.prepared import Prepared
from forums.models import Discussion, Post, Report
from home.queries.dates import Ahead, dates_ahead
from home.queries.needs import Need, needs
from home.queries.news import News, news

COMMUNITIES_SHOWN = 12
DATES_SHOWN = 5
SUGGESTED = 3
FEW = 6  # who is in more communities than that is not looking for another one
FRESH_MEMBERS = timedelta(days=7)
NEWCOMER = timedelta(days=30)


@dataclass(frozen=True)
class FirstSteps:
    """What somebody new may do first, and what of it is done."""

    has_profile: bool
    has_community: bool
    asked: JoinRequest | None  # which waits for an answer
    has_spoken: bool
    question: Discussion | None  # in which they may say hello

    @property
    def is_done(self) -> bool:
        return self.has_profile and self.has_community and self.has_spoken


@dataclass(frozen=True)
class Dashboard:
    needs: list[Need]
    asked: list[JoinRequest]  # which wait for an answer
    suspended: list[Membership]  # with `suspended_until`
    ahead: list[Ahead]
    news: list[News]
    memberships: list[Membership]
    rooms: list[Space]  # opened to them by a grant, in communities that they are no member of
    suggestions: list[Community]
    steps: FirstSteps | None


def dashboard(person: Any) -> Dashboard:
    own = _MEMBERSHIPS(person=person, since=timezone.now() - FRESH_MEMBERS)
    memberships = [each for each in own if each.state == Membership.State.ACTIVE]
    rooms = _ROOMS(person=person)
    asked = _ASKED(person=person)
    return Dashboard(
        needs=needs(person, memberships),
        asked=asked,
        suspended=[each for each in own if each.state == Membership.State.SUSPENDED],
        ahead=dates_ahead(person, None, DATES_SHOWN),
        news=news(person, memberships),
        memberships=memberships[:COMMUNITIES_SHOWN],
        rooms=rooms,
        suggestions=_suggestions(person) if len(memberships) <= FEW else [],
        # Somebody let into one room came for what is said there.
        steps=None if rooms and not memberships else _first_steps(person, memberships, asked),
    )


def _rooms(person: Any) -> QuerySet[Space]:
    """Of communities that `person` is no member of."""
    joined = Membership.objects.live_of(person).values("community")
    opened = Space.objects.filter(pk__in=SpaceGrant.objects.live_of(person).values("content_object"))
    opened = opened.exclude(community__in=joined).select_related("community")
    return opened.order_by("name", "pk")[:COMMUNITIES_SHOWN]


def _memberships(person: Any, since: datetime) -> QuerySet[Membership]:
    """Those of `person` that live, and those that are suspended where a visitor may know of the community.

    With the numbers of `pending` requests there, of what is `reported` for them to decide and of members `fresh` since
    then, `suspended_until`, and whether `person` has ever `spoken`.
    """
    reported = Report.objects.handled_by(person).waiting().filter(community=OuterRef("community"))
    asking = JoinRequest.objects.pending().filter(community=OuterRef("community"))
    joined = Membership.objects.live().filter(community=OuterRef("community"), joined_at__gt=since)
    known = (Community.Visibility.PUBLIC, Community.Visibility.LISTED)
    is_live = Q(pk__in=Membership.objects.live_of(person).values("pk"))
    is_suspended = Q(state=Membership.State.SUSPENDED, community__visibility__in=known)
    found = Membership.objects.filter(is_live | is_suspended, person=person).select_related("community")
    found = found.annotate(
        pending=_number(asking),
        reported=_number(reported),
        fresh=_number(joined.exclude(person=person)),
        suspended_until=Subquery(Exclusion.objects.in_force().filter(membership=OuterRef("pk")).values("until")[:1]),
        spoken=Exists(Post.objects.filter(author=person)),
    )
    return found.order_by("community__name", "pk")


def _number(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("community").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), Value(0))


def _suggestions(person: Any) -> list[Community]:
    """Running communities that speak of what `person` is interested in, and that they never were in but can get into.

    Those with most of the words come first, and of these the ones in the person's own language.
    """
    words = telling_words(f"{person.interests} {person.wants_to_learn}")
    if not words:
        return []
    new = Community.objects.purpose_shown_to(person).filter(phase__in=Community.WRITABLE_PHASES)
    new = new.exclude(admission=Community.Admission.INVITATION).exclude(memberships__person=person)
    speaks = Case(When(language=person.language, then=1), default=0)
    fitting = about(new, words).annotate(speaks=speaks)
    return list(fitting.order_by("-hits", "-speaks", "-created_at")[:SUGGESTED])


def _asked(person: Any) -> QuerySet[JoinRequest]:
    own = JoinRequest.objects.visible_to(person).pending()
    return own.filter(community__in=Community.objects.visible_to(person)).select_related("community").order_by("pk")


def _first_steps(person: Any, memberships: list[Any], asked: list[JoinRequest]) -> FirstSteps | None:
    if memberships and person.date_joined < timezone.now() - NEWCOMER:
        return None
    steps = FirstSteps(
        has_profile=bool(person.profession or person.bio),
        has_community=bool(memberships),
        asked=asked[0] if asked else None,
        has_spoken=any(each.spoken for each in memberships),
        question=next(iter(_OPEN_ONES(person=person)), None),
    )
    return None if steps.is_done else steps


def _open_ones(person: Any) -> QuerySet[Discussion]:
    """The liveliest discussion where `person` is a member."""
    joined = Membership.objects.live_of(person).values("community")
    found = Discussion.objects.visible_to(person).filter(state=Discussion.State.OPEN, space__community__in=joined)
    return found.order_by("-last_post_at", "-pk")[:1]


_MEMBERSHIPS, _ROOMS = Prepared(_memberships), Prepared(_rooms)
_ASKED, _OPEN_ONES = Prepared(_asked), Prepared(_open_ones)
