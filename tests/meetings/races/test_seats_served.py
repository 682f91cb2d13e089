"""Many ask gunicorn for a few seats at the same moment, and each has what they are told.

In full size, with SOAK=10, 200 requests for 40 seats five times, and 500 for one.
"""

import re

import pytest
from django.urls import reverse

from core import waitlist
from tests.factories import CommunityFactory, MeetingFactory
from tests.meetings.races.guards import without_constraint
from tests.meetings.seats import members, sound
from tests.racing import SIZE, at_once
from tests.serving import Web, session_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SEATS, PEOPLE, ROUNDS = (6, 30, 1) if SIZE == 1 else (4 * SIZE, 20 * SIZE, 5)
FOR_ONE = 30 if SIZE == 1 else 50 * SIZE
A_SEAT = 0
BUSY = "Somebody else is changing this right now"


@pytest.fixture
def community(transactional_db):
    return CommunityFactory(is_led=True)


@pytest.fixture
def serve(transactional_db, tmp_path):
    """serve(application) runs it beside this test."""
    running = []

    def serve(application="config.wsgi"):
        running.append(Web(tmp_path, application))
        return running[-1]

    yield serve
    for web in running:
        web.stop()


def planned(community, capacity):
    return MeetingFactory(space=community.spaces.get(slug="members"), capacity=capacity)


def sessions(community, number):
    return {person.pk: session_of(person) for person in members(community, number)}


def all_ask(web, meeting, sessions):
    """{person: the place in the queue that they are told, or A_SEAT}; all ask at once."""
    path = reverse("meetings:seat-book", args=[meeting.pk])
    told = at_once(*(lambda session=session: ask(web, path, session) for session in sessions.values()))
    assert not [each for each in told if not isinstance(each, int)]
    return dict(zip(sessions, told, strict=True))


def ask(web, path, session):
    """Whoever is told that somebody else held it for too long asks again."""
    status, said = web.post(path, session)
    while status == 409 or BUSY in said:
        status, said = web.post(path, session)
    assert status == 200, said
    if "<p>You have a seat.</p>" in said:
        return A_SEAT
    place = re.search(r"<p>You wait for a seat(?:, and are next|; your place in the queue is (\d+))\.</p>", said)
    return int(place[1] or 1)


def require_as_told(meeting, told, seats):
    """So many have a seat, and the rest wait in the order of the places that each was told."""
    assert sorted(told.values()) == [A_SEAT] * seats + list(range(1, len(told) - seats + 1))
    booked = meeting.seats.booked()
    assert set(booked.values_list("person", flat=True)) == {pk for pk, place in told.items() if place == A_SEAT}
    queue = list(waitlist.queue_of(meeting))
    assert [told[seat.person_id] for seat in queue] == list(range(1, len(queue) + 1))
    assert max(seat.changed_at for seat in booked) < queue[0].waitlisted_at
    assert sound(meeting)


def test_of_many_requests_as_many_have_a_seat_as_there_are_and_the_rest_wait_in_order(community, serve):
    web, people = serve(), sessions(community, PEOPLE)
    for _round in range(ROUNDS):
        meeting = planned(community, SEATS)

        require_as_told(meeting, all_ask(web, meeting, people), SEATS)


def test_many_requests_for_one_slot_give_one(community, serve):
    web, meeting = serve(), planned(community, 1)

    require_as_told(meeting, all_ask(web, meeting, sessions(community, FOR_ONE)), 1)


def test_without_lock_condition_and_constraint_more_have_a_seat_than_there_are(community, serve):
    with without_constraint():
        web, meeting = serve("tests.meetings.races.unguarded"), planned(community, SEATS)

        told = all_ask(web, meeting, sessions(community, PEOPLE))

        assert list(told.values()).count(A_SEAT) == meeting.seats.booked().count() > SEATS
        web.stop()
