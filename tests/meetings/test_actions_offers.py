"""Seats that are offered for a time, and who watches for one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities.effects import let_in
from communities.models import Role, Space
from core.permissions import Refused
from meetings.actions import (
    book_seat,
    decline_seat,
    give_seat_back,
    say_maybe,
    take_offer,
    unwatch,
    watch,
)
from meetings.errors import NotASeat
from meetings.models import Seat, Watch
from tests.factories import MeetingFactory, SeatFactory, UserFactory
from tests.facts import told, verbs
from tests.meetings.seats import run_out, state, states, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering(meeting, others):
    """The first is offered the seat, for a day; the second waits."""
    meeting.offer_hours = 24
    meeting.save(update_fields=["offer_hours"])
    first, second, _third = others
    SeatFactory(meeting=meeting, person=first, state="offered")
    SeatFactory(meeting=meeting, person=second, state="waiting")
    return meeting


@pytest.mark.parametrize("deed", [take_offer, book_seat])
def test_an_offer_is_taken_up_once(offering, others, deed):
    for _click in range(2):
        seat = deed(offering, actor=others[0])

    assert (seat.state, seat.offer_until, taken(offering)) == ("booked", None, 1)
    assert verbs() == ["seat.booked"]


def test_an_offer_that_has_lapsed_is_the_next_one_s_before_anybody_noticed(offering, others):
    first, second, _third = others
    run_out(offering)

    with pytest.raises(NotASeat, match="has lapsed"):
        take_offer(offering, actor=first)
    assert (state(offering, first), state(offering, second)) == ("offered", "waiting")

    assert book_seat(offering, actor=first).is_waiting
    assert state(offering, second) == "offered"
    assert told(first) == ["seat.lapsed"]
    assert taken(offering) == 1


def test_who_lets_an_offer_lapse_and_nobody_waits_has_the_seat_when_they_ask(offering, others):
    first, second, _third = others
    give_seat_back(offering, actor=second)
    run_out(offering)

    assert book_seat(offering, actor=first).is_booked


@pytest.mark.parametrize("deed", [decline_seat, say_maybe, give_seat_back])
def test_an_offer_that_is_not_wanted_is_offered_to_the_next(offering, others, deed):
    first, second, _third = others

    deed(offering, actor=first)

    seat = Seat.objects.get(person=second)
    assert (seat.state, told(second)) == ("offered", ["seat.offered"])
    assert timedelta(hours=23) < seat.offer_until - timezone.now() <= timedelta(hours=24)
    assert seat.waitlisted_at is None


def test_an_offer_lapses_when_it_begins_at_the_latest(offering, others):
    first, second, _third = others
    offering.starts_at = timezone.now() + timedelta(hours=2)
    offering.save(update_fields=["starts_at"])

    decline_seat(offering, actor=first)

    assert Seat.objects.get(person=second).offer_until == offering.starts_at


def test_who_is_offered_a_seat_answers_though_they_may_book_nothing(community):
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    meeting = MeetingFactory(space=room)
    comes, goes, stays_away = UserFactory.create_batch(3)
    for guest in (comes, goes):
        let_in(guest, room, role=Role.GUEST, source="guest")
        SeatFactory(meeting=meeting, person=guest, state="offered", source="team")

    assert take_offer(meeting, actor=comes).is_booked
    assert decline_seat(meeting, actor=goes).state == "declined"
    with pytest.raises(Refused):
        decline_seat(meeting, actor=goes, reason="Once more.")
    with pytest.raises(Refused):
        take_offer(meeting, actor=stays_away)


def test_who_is_offered_nothing_takes_nothing(meeting, participant):
    with pytest.raises(NotASeat):
        take_offer(meeting, actor=participant)
    assert states(meeting) == {}


def test_whoever_watches_hears_once_that_a_seat_is_free_and_nobody_waits(meeting, participant, others):
    first, second, watching = others
    for person in (first, second):
        book_seat(meeting, actor=person)
    for _click in range(2):
        watch(meeting, actor=watching)
    unwatched = participant
    watch(meeting, actor=unwatched)
    unwatch(meeting, actor=unwatched)

    give_seat_back(meeting, actor=first)
    assert told(watching) == []
    give_seat_back(meeting, actor=second)
    book_seat(meeting, actor=second)
    give_seat_back(meeting, actor=second)

    assert told(watching) == ["meeting.freed"]
    assert told(unwatched) == []


def test_who_has_a_seat_watches_no_more(meeting, participant):
    watch(meeting, actor=participant)

    book_seat(meeting, actor=participant)

    assert not Watch.objects.exists()


def test_who_may_watch(meeting, outsider):
    for person in (outsider, AnonymousUser()):
        with pytest.raises(Refused):
            watch(meeting, actor=person)
    unwatch(meeting, actor=outsider)
    with pytest.raises(Refused):
        unwatch(meeting, actor=AnonymousUser())
