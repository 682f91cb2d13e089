"""What one person finds at home."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from communities.models import (
    Community,
    CommunityLink,
    Exclusion,
    HandOver,
    JoinRequest,
    Membership,
    Representation,
    Space,
    SpaceGrant,
)
from communities.queries import about, telling_words
from core.prepared import Prepared
from forums.models import Discussion, HeldPost, Post, Report
from forums.queries.welcoming import NEW_FOR, Hello, hello_due, hellos_due
from home.queries.dates import Ahead, dates_ahead
from home.queries.need import Need
from home.queries.needs import needs
from home.queries.news import News, news
from home.queries.this_week import Waiting, waiting_in

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
    has_spoken: bool  # beside their introductions
    question: Discussion | None  # which they may answer

    @property
    def is_done(self) -> bool:
        return self.has_profile and self.has_community and self.has_spoken


@dataclass(frozen=True)
class Dashboard:
    needs: list[Need]
    waiting: list[Waiting]  # for a role of theirs, where they are in the team
    asked: list[JoinRequest]  # which wait for an answer
    suspended: list[Membership]  # with `suspended_until`
    ahead: list[Ahead]
    news: list[News]
    memberships: list[Membership]
    rooms: list[Space]  # opened to them by a grant, in communities that they are no member of
    suggestions: list[Community]
    steps: FirstSteps | None
    hello: Hello | None  # in the community that they joined last


def dashboard(person: Any) -> Dashboard:
    now = timezone.now()
    own = _MEMBERSHIPS(person=person, since=now - FRESH_MEMBERS, new_since=now - NEW_FOR)
    memberships = [each for each in own if each.state == Membership.State.ACTIVE]
    rooms = _ROOMS(person=person)
    asked = _ASKED(person=person)
    hello = hello_due(person) if any(each.says_hello for each in memberships) else None
    return Dashboard(
        needs=needs(person, memberships),
        waiting=waiting_in(person, memberships),
        asked=asked,
        suspended=[each for each in own if each.state == Membership.State.SUSPENDED],
        ahead=dates_ahead(person, None, DATES_SHOWN),
        news=news(person, memberships),
        memberships=memberships[:COMMUNITIES_SHOWN],
        rooms=rooms,
        suggestions=_suggestions(person) if len(memberships) <= FEW else [],
        # Somebody let into one room came for what is said there.
        steps=None if rooms and not memberships else _first_steps(person, memberships, asked, hello),
        hello=hello,
    )


def _rooms(person: Any) -> QuerySet[Space]:
    """Of communities that `person` is no member of."""
    joined = Membership.objects.live_of(person).values("community")
    opened = Space.objects.filter(pk__in=SpaceGrant.objects.live_of(person).values("content_object"))
    opened = opened.exclude(community__in=joined).select_related("community")
    return opened.order_by("name", "pk")[:COMMUNITIES_SHOWN]


def _memberships(person: Any, since: datetime, new_since: datetime) -> QuerySet[Membership]:
    """Those of `person` that live, and those that are suspended where a visitor may know of the community.

    With the numbers of `pending` requests there, of what is `reported`, or held, for them to decide, of `institutions`
    for them to confirm, of communities `linking` with theirs and of members `fresh` since then, whether they are
    `asked_to_lead`, `suspended_until`, whether a newcomer `says_hello` there, and whether `person` has ever `spoken`
    here but to introduce themselves.
    """
    reported = Report.objects.handled_by(person).waiting().filter(community=OuterRef("community"))
    held = HeldPost.objects.handled_by(person).filter(discussion__space__community=OuterRef("community"))
    said = Representation.objects.confirmable_by(person).filter(membership__community=OuterRef("community"))
    asking = JoinRequest.objects.pending().filter(community=OuterRef("community"))
    joined = Membership.objects.live().filter(community=OuterRef("community"), joined_at__gt=since)
    known = (Community.Visibility.PUBLIC, Community.Visibility.LISTED)
    is_live = Q(pk__in=Membership.objects.live_of(person).values("pk"))
    is_suspended = Q(state=Membership.State.SUSPENDED, community__visibility__in=known)
    found = Membership.objects.filter(is_live | is_suspended, person=person).select_related("community")
    spoken = Post.objects.filter(author=person, discussion__introductions_of=None, imported_message=None)
    linking = CommunityLink.objects.filter(state=CommunityLink.State.PROPOSED)
    asked = Q(from_upper=True, lower=OuterRef("community")) | Q(from_upper=False, upper=OuterRef("community"))
    found = found.annotate(
        linking=_number(linking.filter(asked).annotate(community=OuterRef("community"))),
        pending=_number(asking),
        reported=_number(reported) + _number(held.annotate(community=OuterRef("community"))),
        institutions=_number(said.annotate(community=OuterRef("community"))),
        asked_to_lead=Exists(HandOver.objects.standing().filter(successor=OuterRef("pk"))),
        fresh=_number(joined.exclude(person=person)),
        suspended_until=Subquery(Exclusion.objects.in_force().filter(membership=OuterRef("pk")).values("until")[:1]),
        says_hello=Exists(hellos_due(person, new_since).filter(introductions_of=OuterRef("community"))),
        spoken=Exists(spoken),
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


def _first_steps(
    person: Any, memberships: list[Any], asked: list[JoinRequest], hello: Hello | None
) -> FirstSteps | None:
    if memberships and person.date_joined < timezone.now() - NEWCOMER:
        return None
    has_spoken = any(each.spoken for each in memberships)
    is_led_on = has_spoken or hello is not None or not memberships  # to no discussion, or to where they say hello
    steps = FirstSteps(
        has_profile=bool(person.profession or person.bio),
        has_community=bool(memberships),
        asked=asked[0] if asked else None,
        has_spoken=has_spoken,
        question=None if is_led_on else next(iter(_OPEN_ONES(person=person)), None),
    )
    return None if steps.is_done else steps


def _open_ones(person: Any) -> QuerySet[Discussion]:
    """The liveliest discussion where `person` is a member, introductions apart: for these they are asked themselves."""
    joined = Membership.objects.live_of(person).values("community")
    found = Discussion.objects.visible_to(person).whole().awake().filter(state=Discussion.State.OPEN)
    found = found.filter(space__community__in=joined)
    found = found.filter(introductions_of=None)
    return found.order_by("-last_post_at", "-pk")[:1]


_MEMBERSHIPS, _ROOMS = Prepared(_memberships), Prepared(_rooms)
_ASKED, _OPEN_ONES = Prepared(_asked), Prepared(_open_ones)
