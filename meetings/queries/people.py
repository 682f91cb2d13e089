"""Who comes to a meeting, as those who run it find them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, LPad, NullIf
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models import Role, Space
from communities.queries import seen_profiles
from core import paging, waitlist
from meetings.models import Meeting, Seat

PER_PAGE = 300
NAMESAKES = 5  # so many of one name are told apart

_State = Seat.State

# (name, in words), in the order in which they stand.
_GROUPS = (
    ("leading", _("Hosts and presenters")),
    ("booked", _("Have a seat")),
    ("offered", _("Are offered a seat")),
    ("waiting", _("Wait for a seat")),
    ("invited", _("Were asked, and have not answered")),
    ("maybe", _("May come")),
    ("absent", _("Do not come")),
    ("lapsed", _("Did not answer the offer")),
)
_ORDER = {name: str(place) for place, (name, _title) in enumerate(_GROUPS)}
_OF_STATES = (
    ("offered", (_State.OFFERED,)),
    ("waiting", (_State.WAITING,)),
    ("invited", (_State.INVITED,)),
    ("maybe", (_State.MAYBE,)),
    ("absent", (_State.CANCELLED, _State.DECLINED)),
    ("lapsed", (_State.LAPSED,)),
)


@dataclass(frozen=True)
class Comer:
    seat: Seat
    number: int | None  # in the queue
    has_namesake: bool  # on this page


@dataclass(frozen=True)
class Group:
    """Those of whom the same is to be said."""

    name: str
    title: Any
    comers: list[Comer]


@dataclass(frozen=True)
class PeoplePage:
    groups: list[Group]  # those in which there is somebody
    counts: dict[str, int]  # {name of a group: how many}
    page: paging.Page
    profiles: set[int]

    @property
    def is_empty(self) -> bool:
        return not self.counts


def people_of(meeting: Meeting, reader: Any, **asked: Any) -> PeoplePage:
    """A page of those who come to `meeting`, may come or said that they do not, for whoever runs it.

    Three queries, and one more for a later page. `asked` is a position, as `paging.page` takes it.
    """
    placed = meeting.seats.annotate(group=_group())
    counts = dict(placed.order_by().values_list("group").annotate(number=Count("pk")))
    page = paging.page(_in_order(placed), key="place", size=PER_PAGE, **asked)
    for seat in page.rows:
        seat.meeting = meeting
    people = [seat.person_id for seat in page.rows if seat.person_id]
    return PeoplePage(
        groups=_grouped(meeting, page.rows, is_first=page.before is None),
        counts={name: counts[place] for name, place in _ORDER.items() if place in counts},
        page=page,
        profiles=seen_profiles(people, reader) if people else set(),
    )


def booked_in_order(meeting: Meeting) -> QuerySet[Any]:
    """Those with a seat: who hosts and presents first, everybody else by name. `place` is where each stands."""
    return _in_order(meeting.seats.booked().annotate(group=_group()))


def _group() -> Case:
    """The place of the group in which a seat stands, as text."""
    return Case(
        *(When(state__in=states, then=Value(_ORDER[name])) for name, states in _OF_STATES),
        When(role=Seat.Role.ATTENDEE, then=Value(_ORDER["booked"])),
        default=Value(_ORDER["leading"]),
        output_field=CharField(),
    )


def _in_order(placed: QuerySet[Seat]) -> QuerySet[Seat]:
    """Group by group: hosts before presenters, those who wait as they are next, everybody else by name."""
    ranks = {role: str(rank) for rank, role in enumerate((Seat.Role.HOST, Seat.Role.COHOST, Seat.Role.PRESENTER))}
    tier = LPad(Cast(F("tier") + 40_000, CharField()), 5, Value("0"))  # a small number, be it below nought
    since = Cast(paging.by_moment(F("waitlisted_at")), CharField())
    rank = Case(
        When(state=_State.WAITING, then=Concat(tier, Value(" "), since)),
        *(When(role=role, group=_ORDER["leading"], then=Value(rank)) for role, rank in ranks.items()),
        default=Value(""),
        output_field=CharField(),
    )
    # Of a guest there may be no name, and some day no address.
    said = Coalesce(NullIf("name", Value("")), "person__display_name", "email", output_field=CharField())
    called = placed.annotate(called=said)
    return called.annotate(place=paging.by_name("called", F("group"), rank)).select_related("person")


def _title(meeting: Meeting, name: str, title: Any) -> Any:
    """Whoever waited for a seat until it was over or called off was never offered one; no row tells the two apart."""
    return _("Got no seat") if name == "lapsed" and not meeting.is_ahead else title


def _grouped(meeting: Meeting, seats: Sequence[Any], *, is_first: bool) -> list[Group]:
    waiting = next((seat for seat in seats if seat.is_waiting), None)
    number = 1 if waiting is None or is_first else waitlist.position(waiting) or 1
    numbers = {seat.pk: number + place for place, seat in enumerate(seat for seat in seats if seat.is_waiting)}
    names = Counter(seat.who for seat in seats)
    comers: dict[str, list[Comer]] = {}
    for seat in seats:
        comer = Comer(seat, numbers.get(seat.pk), has_namesake=names[seat.who] > 1)
        comers.setdefault(seat.group, []).append(comer)
    there = [(name, title) for name, title in _GROUPS if _ORDER[name] in comers]
    return [Group(name, _title(meeting, name, title), comers[_ORDER[name]]) for name, title in there]


def readers_named(space: Space, words: str) -> list[User]:
    """Those who read `space` and whose handle is `words`, or else whose name is, whatever the case; a few at most."""
    people = space.people_holding(Role.GUEST)
    by_handle = list(people.filter(handle__iexact=words.removeprefix("@"))[:1])
    return by_handle or list(people.filter(display_name__iexact=words).order_by("pk")[:NAMESAKES])


def guests_named(meeting: Meeting, words: str) -> list[Seat]:
    """The seats of those from outside who were asked to `meeting` and have that address, or else that name."""
    guests = meeting.seats.exclude(email="").order_by("pk")
    by_address = list(guests.filter(email__iexact=words)[:1])
    return by_address or list(guests.filter(name__iexact=words)[:NAMESAKES])
