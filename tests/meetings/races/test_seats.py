"""Many want a few seats at the same moment. Without the lock, the condition and the constraint too many get one."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.effects import erase_person
from communities.actions import leave_community
from communities.models import Role
from core import waitlist
from core.errors import Busy
from core.permissions import Refused
from meetings.actions import book_seat, call_off, change_meeting, give_seat_back, put_on_list, seats, take_offer
from meetings.effects import lapse_due
from meetings.errors import NotASeat
from meetings.models import Seat
from tests.factories import CommunityFactory, MeetingFactory, MembershipFactory, SeatFactory
from tests.facts import told
from tests.meetings.races import guards
from tests.meetings.seats import again, members, run_out, sound, state, taken
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 3 * SIZE
CROWD = 40


@pytest.fixture
def community(transactional_db):
    return CommunityFactory(is_led=True)


@pytest.fixture
def meeting(community):
    return MeetingFactory(space=community.spaces.get(slug="members"), capacity=5)


@pytest.fixture
def facilitator(community):
    return MembershipFactory(community=community, role=Role.FACILITATOR).person


def booking(meeting, person):
    return partial(book_seat, again(meeting), actor=person)


def giving_back(meeting, person):
    return partial(give_seat_back, again(meeting), actor=person)


def insisting(meeting, person):
    """The same, once more when somebody else held it for too long."""

    def book():
        while True:
            try:
                return booking(meeting, person)()
            except Busy:
                continue

    return book


def test_of_forty_at_once_five_have_a_seat_and_the_rest_wait_in_order(community, meeting):
    people = members(community, CROWD)

    done = at_once(*(insisting(meeting, person) for person in people))

    assert sorted(seat.state for seat in done) == ["booked"] * 5 + ["waiting"] * (CROWD - 5)
    assert sound(meeting)
    queue = list(waitlist.queue_of(meeting))
    assert [seat.waitlisted_at for seat in queue] == sorted(seat.waitlisted_at for seat in queue)
    assert [waitlist.position(seat) for seat in queue] == list(range(1, CROWD - 4))
    assert max(seat.changed_at for seat in meeting.seats.booked()) < queue[-1].waitlisted_at


@pytest.fixture
def _unguarded(monkeypatch, meeting):
    """Neither the lock of the row, nor the condition of the count, nor the constraint of the table."""
    guards.put_aside(monkeypatch.setattr)
    with guards.without_constraint():
        yield


@pytest.mark.usefixtures("_unguarded")
def test_without_any_of_the_three_more_have_a_seat_than_there_are(community, meeting):
    done = at_once(*(insisting(meeting, person) for person in members(community, CROWD)))

    assert sum(getattr(seat, "state", "") == "booked" for seat in done) > 5


def test_the_condition_alone_lets_nobody_in_who_finds_no_seat(community, meeting, monkeypatch):
    monkeypatch.setattr(seats.effects, "lock_meeting", again)
    monkeypatch.setattr(seats, "lock_around", lambda space: None)

    done = at_once(*(insisting(meeting, person) for person in members(community, CROWD)))

    assert taken(meeting) == 5
    assert {type(each) for each in done if not isinstance(each, Seat)} <= {waitlist.NoRoom}


def test_one_person_who_books_several_times_at_once_has_one_row(community, meeting):
    for person in members(community, ROUNDS):
        done = at_once(*(booking(meeting, person) for _click in range(4)))

        assert len({seat.pk for seat in done}) == 1
        assert Seat.objects.filter(person=person).count() == 1
    assert sound(meeting)


def test_who_books_several_slots_of_their_own_at_one_time_has_one(community):
    """As a higher app does, each under the lock of its own meeting; the constraint alone tells one from the other."""
    person = MembershipFactory(community=community).person
    space = community.spaces.get(slug="members")
    for number in range(ROUNDS):
        begins = timezone.now() + timedelta(days=7 + number)
        meetings = [MeetingFactory(space=space, capacity=1, starts_at=begins) for _each in range(3)]

        at_once(*(partial(book_slot, again(meeting), person) for meeting in meetings))

        assert sorted(taken(meeting) for meeting in meetings) == [0, 0, 1]


@transaction.atomic
def book_slot(meeting, person):
    seat = book_seat(meeting, actor=person)
    Seat.objects.filter(pk=seat.pk).update(exclusive=True, during=(meeting.starts_at, meeting.ends_at))


def test_two_who_give_back_at_once_let_two_others_in(community, meeting):
    for _round in range(ROUNDS):
        meeting = MeetingFactory(space=meeting.space, capacity=2)
        first, second, *others = members(community, 5)
        for person in (first, second, *others):
            book_seat(meeting, actor=person)

        at_once(giving_back(meeting, first), giving_back(meeting, second))

        assert [state(meeting, person) for person in others] == ["booked", "booked", "waiting"]
        assert [told(person) for person in others] == [["seat.booked"], ["seat.booked"], []]
        assert sound(meeting)


def test_a_newcomer_and_the_next_in_the_queue_want_the_same_seat(community, meeting):
    for _round in range(ROUNDS):
        meeting = MeetingFactory(space=meeting.space, capacity=1)
        has, waits, comes = members(community, 3)
        for person in (has, waits):
            book_seat(meeting, actor=person)

        at_once(giving_back(meeting, has), booking(meeting, comes))

        assert [state(meeting, person) for person in (has, waits, comes)] == ["cancelled", "booked", "waiting"]


def test_an_offer_is_taken_up_or_lapses_and_never_both(community, meeting):
    for _round in range(ROUNDS):
        meeting = MeetingFactory(space=meeting.space, capacity=1, offer_hours=6)
        first, second = members(community, 2)
        SeatFactory(meeting=meeting, person=first, state="offered")
        SeatFactory(meeting=meeting, person=second, state="waiting")
        taking = partial(take_offer, again(meeting), actor=first)
        run_out(meeting)

        at_once(taking, lapse_due, lapse_due)

        assert [state(meeting, person) for person in (first, second)] == ["lapsed", "offered"]
        assert (told(first), told(second)) == (["seat.lapsed"], ["seat.offered"])
        assert sound(meeting)


def test_promoted_by_hand_by_capacity_and_by_lapse_at_once_nobody_is_in_twice(community, meeting, facilitator):
    for _round in range(ROUNDS):
        meeting = MeetingFactory(space=meeting.space, capacity=3, planned_by=facilitator)
        has, *waiting = members(community, 6)
        SeatFactory(meeting=meeting, person=has)
        for person in waiting[:2]:
            SeatFactory(meeting=meeting, person=person, state="offered")
        for person in waiting[2:]:
            SeatFactory(meeting=meeting, person=person, state="waiting")
        run_out(meeting)

        at_once(
            lapse_due,
            partial(change_meeting, again(meeting), actor=facilitator, version=0, capacity=4),
            partial(put_on_list, again(meeting), actor=facilitator, person=members(community, 1)[0]),
            giving_back(meeting, has),
        )

        assert [state(meeting, person) for person in waiting] == ["lapsed", "lapsed", *["booked"] * 3]
        assert sound(meeting)


def test_who_leaves_while_they_book_or_are_put_on_the_list_has_no_seat(community, meeting, facilitator):
    for _round in range(ROUNDS):
        books, comes = members(community, 2)
        putting = partial(put_on_list, again(meeting), actor=facilitator, person=comes)

        for person, deed in ((books, booking(meeting, books)), (comes, putting)):
            meanwhile(deed, partial(leave_community, community, actor=person))

            assert state(meeting, person) == "cancelled"
            assert not person.memberships.live().exists()


def test_who_books_or_is_put_on_the_list_while_they_leave_has_no_seat(community, meeting, facilitator):
    books, comes = members(community, 2)
    putting = partial(put_on_list, again(meeting), actor=facilitator, person=comes)

    for person, deed, error in ((books, booking(meeting, books), Refused), (comes, putting, NotASeat)):
        outcome = meanwhile(partial(leave_community, community, actor=person), deed)

        assert (type(outcome), state(meeting, person), taken(meeting)) == (error, None, 0)


def test_members_who_leave_and_who_are_erased_at_once_let_others_in(community, meeting):
    for _round in range(ROUNDS):
        one, other = (MeetingFactory(space=meeting.space, capacity=2) for _each in range(2))
        going, erased, *waiting = members(community, 4)
        for each in (one, other):
            for person in (going, erased, *waiting):
                book_seat(each, actor=person)

        done = at_once(
            partial(leave_community, community, actor=going),
            partial(erase_person, erased),
            giving_back(other, going),
            giving_back(one, erased),
        )

        assert not [each for each in done if "Deadlock" in repr(each)]
        for each in (one, other):
            assert [state(each, person) for person in (going, erased, *waiting)] == [
                *("cancelled", "cancelled", "booked", "booked")
            ]
            assert sound(each)


def test_who_books_while_it_is_called_off_comes_before_or_too_late(community, meeting, facilitator):
    for _round in range(ROUNDS):
        meeting = MeetingFactory(space=meeting.space, capacity=1, planned_by=facilitator)
        people = members(community, 4)

        at_once(*(booking(meeting, person) for person in people), partial(call_off, again(meeting), actor=facilitator))

        assert again(meeting).is_cancelled
        assert not Seat.objects.filter(meeting=meeting, state__in=("waiting", "offered")).exists()
        assert taken(meeting) <= 1
        came = Seat.objects.filter(meeting=meeting).values_list("person", flat=True)
        assert all(told(person) == ["meeting.cancelled"] * (person.pk in came) for person in people)
