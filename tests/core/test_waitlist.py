"""Whatever people do about their places, in whatever order: nobody jumps the queue, and nothing is given twice."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import waitlist
from core.errors import Gone
from meetings.models import Meeting, Seat
from tests.factories import MeetingFactory, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db

PEOPLE = 6
LEAVING = ("maybe", "declined", "cancelled")
STANDING = ("booked", "offered", "waiting")
BEFORE = timezone.now() - timedelta(days=1)
DEEDS = (*["enter"] * 6, "take", *LEAVING, "lapse", "capacity")
# (deed, who, how many places, whether a second passes before it)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(DEEDS),
        st.integers(0, PEOPLE - 1),
        st.sampled_from((1, 2, 3, PEOPLE, None)),
        st.booleans(),
    ),
    min_size=12,
    max_size=30,
)


class Told:
    """The same told without a database: who has what, and since when they wait."""

    def __init__(self, capacity: int | None, tiers: list[int], host: int | None, offers: bool) -> None:
        self.capacity, self.tiers, self.host = capacity, tiers, host
        self.given = "offered" if offers else "booked"
        self.states = ["declined"] * len(tiers)
        self.since: dict[int, datetime] = {}

    @property
    def taken(self):
        return sum(state in {"booked", "offered"} and who != self.host for who, state in enumerate(self.states))

    @property
    def is_full(self):
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def queue(self):
        return sorted(self.since, key=lambda who: (self.tiers[who], self.since[who], who))

    def enter(self, who, at):
        if who == self.host or not (self.is_full or self.since):
            self.states[who] = "booked"
        else:
            self.states[who], self.since[who] = "waiting", at

    def leave(self, who, state):
        self.states[who] = state
        self.since.pop(who, None)

    def promote(self):
        while self.since and not self.is_full:
            self.leave(self.queue[0], self.given)


def of(room, person, tier, is_host):
    role = Seat.Role.HOST if is_host else Seat.Role.ATTENDEE
    return Seat.objects.create(meeting=room, person=person, tier=tier, role=role)


def play(deed, who, number, told, room, seats, at):
    """One step in both: in what is told, and in the table."""
    until = timezone.now() + timedelta(hours=1) if told.given == "offered" else None
    if deed == "capacity" and number is not None and number < told.taken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=room.pk).update(capacity=number)
    elif deed == "capacity":
        told.capacity = room.capacity = number
        Meeting.objects.filter(pk=room.pk).update(capacity=number)
    elif deed == "lapse":
        for place in waitlist.lapsed(room.places.all(), at=timezone.now() + timedelta(hours=2)):
            place.room = room
            waitlist.move(place, place.LAPSED)
        for each, state in enumerate(told.states):
            if state == "offered":
                told.leave(each, "lapsed")
    elif deed == "enter" and told.states[who] not in STANDING:
        waitlist.enter(seats[who], at=at)
        told.enter(who, at)
    elif deed == "take" and told.states[who] == "offered":
        waitlist.move(seats[who], "booked")
        told.leave(who, "booked")
    elif deed in LEAVING:
        waitlist.move(seats[who], deed)
        told.leave(who, deed)
    for place in waitlist.promote(room, offer_until=until):
        assert place.room is room
    told.promote()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=STEPS,
    capacity=st.sampled_from((1, 1, 2, 3, None)),
    tiers=st.lists(st.sampled_from((0, 0, 1)), min_size=PEOPLE, max_size=PEOPLE),
    offers=st.booleans(),
    host=st.sampled_from((None, 0)),
)
def test_places_go_to_whoever_is_next_and_no_more_than_there_are(steps, capacity, tiers, offers, host):
    with transaction.atomic():
        room = MeetingFactory(capacity=capacity)
        people = UserFactory.create_batch(PEOPLE)
        own = [
            of(room, person, tier, host == who) for who, (person, tier) in enumerate(zip(people, tiers, strict=True))
        ]
        told = Told(capacity, tiers, host, offers)
        at = BEFORE
        for deed, who, number, is_later in steps:
            at += timedelta(seconds=is_later)
            seats = list(Seat.objects.filter(pk__in=[seat.pk for seat in own]).order_by("pk"))
            for seat in seats:
                seat.room = room

            play(deed, who, number, told, room, seats, at)

            now = Meeting.objects.get(pk=room.pk)
            rows = list(Seat.objects.filter(meeting=room).order_by("pk"))
            assert [row.state for row in rows] == told.states, deed
            assert room.taken == now.taken == told.taken == sum(row.takes(row.state) for row in rows)
            assert now.capacity is None or now.taken <= now.capacity
            waiting = [own.index(place) for place in waitlist.queue_of(now)]
            assert waiting == told.queue
            assert not waiting or now.is_full, (deed, "somebody waits beside a free place")
            numbers = [waitlist.position(row) for row in rows]
            assert numbers == [waiting.index(each) + 1 if each in waiting else None for each in range(PEOPLE)]
        transaction.set_rollback(True)


@pytest.fixture
def room(db):
    return MeetingFactory(capacity=1)


def test_whoever_comes_again_is_last(room):
    first, second, third = SeatFactory.create_batch(3, meeting=room, state="waiting")

    waitlist.move(first, "cancelled")
    waitlist.enter(first)

    assert first.created_at < second.created_at
    assert list(waitlist.queue_of(room)) == [second, third, first]
    assert [waitlist.position(seat) for seat in (second, third, first)] == [1, 2, 3]


def test_a_free_place_is_not_a_newcomers_while_somebody_waits(room):
    SeatFactory(meeting=room, state="waiting")
    newcomer = SeatFactory(meeting=room, state="declined")

    waitlist.enter(newcomer)

    assert (newcomer.state, room.taken) == ("waiting", 0)


def test_a_place_more_than_there_are_is_refused_by_the_count_and_by_the_table(room):
    SeatFactory(meeting=room)
    late = SeatFactory(meeting=room, state="declined")
    late.room.taken = 0  # as somebody read it before

    with pytest.raises(waitlist.NoRoom, match="No place is free"), transaction.atomic():
        waitlist.move(late, "booked")
    with pytest.raises(IntegrityError, match="meeting_not_overbooked"), transaction.atomic():
        Meeting.objects.filter(pk=room.pk).update(taken=2)


def test_a_place_that_changed_meanwhile_is_not_moved(room):
    seat = SeatFactory(meeting=room, state="waiting")
    Seat.objects.filter(pk=seat.pk).update(state="cancelled", waitlisted_at=None)

    with pytest.raises(Gone), transaction.atomic():
        waitlist.move(seat, "booked")

    room.refresh_from_db()
    assert room.taken == 0


def test_without_a_capacity_everybody_who_waits_is_let_in(room):
    waiting = SeatFactory.create_batch(3, meeting=room, state="waiting")
    room.capacity = None
    room.save(update_fields=["capacity"])

    assert list(waitlist.promote(room)) == waiting
    assert (room.free, room.is_full, room.taken) == (None, False, 3)


def test_an_offer_lapses_at_its_moment(room):
    now = timezone.now()
    offered = SeatFactory(meeting=room, state="offered", offer_until=now)
    others = room.places.all()

    assert list(waitlist.lapsed(others, at=now - timedelta(microseconds=1))) == []
    assert list(waitlist.lapsed(others, at=now)) == [offered]
