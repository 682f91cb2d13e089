"""Which meetings, seats, agendas and minutes somebody sees, and which are to come, over and due."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.models import Community, Space
from meetings.models import AgendaItem, Meeting, Minutes, Seat
from tests.factories import MeetingFactory, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db


def seen_by(person, kind=Meeting):
    return set(kind.objects.visible_to(person).values_list("pk", flat=True))


@pytest.fixture
def everywhere(community, commons, members_room, team_room):
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    return [MeetingFactory(space=space) for space in (commons, members_room, team_room, room)]


def test_whoever_reads_a_space_sees_its_meetings(everywhere, community, outsider, participant, facilitator, leader):
    commons, members, team, _room = (meeting.pk for meeting in everywhere)

    for person in (AnonymousUser(), outsider):
        assert seen_by(person) == {commons}
    assert seen_by(participant) == {commons, members}
    for person in (facilitator, leader):
        assert seen_by(person) == {commons, members, team}
    Community.objects.update(visibility="hidden")
    assert seen_by(outsider) == seen_by(AnonymousUser()) == set()


def test_a_meeting_of_its_seats_is_seen_by_those_who_have_one_and_read_there(
    members_room, facilitator, outsider, others
):
    meeting = MeetingFactory(space=members_room, audience="seats")
    people = {}
    for state in Seat.State.values:
        people[state] = SeatFactory(meeting=meeting, person__display_name=state, state=state).person
    for person in (*others, outsider):
        SeatFactory(meeting=meeting, person=person)

    assert [seen_by(person) == {meeting.pk} for person in (*others, outsider, facilitator)] == [
        *(True, True, True, False, False)
    ]
    for state, person in people.items():
        Seat.objects.filter(person=others[0]).update(
            state=state,
            waitlisted_at=timezone.now() if state == "waiting" else None,
            offer_until=timezone.now() if state == "offered" else None,
        )
        assert (seen_by(others[0]) == {meeting.pk}) == (state in Seat.STANDING), state
        assert seen_by(person) == set(), "belongs nowhere"


def test_what_hangs_on_a_meeting_is_seen_with_it(everywhere, participant, outsider, facilitator):
    for meeting in everywhere:
        SeatFactory(meeting=meeting)
        AgendaItem.objects.create(meeting=meeting, position=1, title="Welcome")

    for kind in (Seat, AgendaItem):
        assert [len(seen_by(person, kind)) for person in (outsider, participant, facilitator)] == [1, 2, 3]


def test_minutes_are_seen_by_those_who_run_it_and_once_published_by_all(everywhere, facilitator, participant, others):
    meeting, cohost = everywhere[1], others[0]
    SeatFactory(meeting=meeting, person=cohost, role="cohost")
    minutes = Minutes.objects.create(meeting=meeting, written_by=facilitator)

    cast = (AnonymousUser(), participant, cohost, facilitator)
    assert [bool(seen_by(person, Minutes)) for person in cast] == [False, False, True, True]
    Minutes.objects.filter(pk=minutes.pk).update(published_at=timezone.now())
    assert [bool(seen_by(person, Minutes)) for person in cast] == [False, True, True, True]


def test_who_runs_which(everywhere, participant, facilitator):
    commons, members, team, _room = everywhere

    assert set(Meeting.objects.run_by(facilitator)) == {commons, members, team}
    assert not Meeting.objects.run_by(participant).exists()


def test_what_is_to_come_what_is_past_and_what_is_due(commons):
    now = timezone.now()
    later, soon, on, off = (
        MeetingFactory(space=commons, starts_at=now + timedelta(days=2)),
        MeetingFactory(space=commons, starts_at=now + timedelta(days=1), state="tentative"),
        MeetingFactory(space=commons, starts_at=now - timedelta(minutes=5)),
        MeetingFactory(space=commons, starts_at=now + timedelta(hours=3), state="cancelled"),
    )
    over, held, _was_off, unsure = (
        MeetingFactory(space=commons, starts_at=now - timedelta(hours=2)),
        MeetingFactory(space=commons, starts_at=now - timedelta(hours=3), state="held"),
        MeetingFactory(space=commons, starts_at=now - timedelta(hours=4), state="cancelled"),
        MeetingFactory(space=commons, starts_at=now - timedelta(hours=5), state="tentative"),
    )

    assert list(Meeting.objects.upcoming()) == [on, off, soon, later]
    assert list(Meeting.objects.past()) == [over, held, unsure]
    assert list(Meeting.objects.due_to_be_held()) == [over]
    assert set(Meeting.objects.planned()) == {later, soon, on, over, unsure}
    assert over in Meeting.objects.upcoming(now - timedelta(hours=1, minutes=30))
    assert set(Meeting.objects.due_to_be_held(now + timedelta(days=3))) == {later, on, over}


def test_one_row_for_a_person_and_one_for_a_guest_whatever_the_case(meeting, participant):
    SeatFactory(meeting=meeting, person=participant, state="maybe")
    SeatFactory(meeting=meeting, is_guest=True, email="Gil@elsewhere.example", role="presenter")

    with pytest.raises(IntegrityError, match="seat_once"), transaction.atomic():
        SeatFactory(meeting=meeting, person=participant, state="maybe")
    with pytest.raises(IntegrityError, match="seat_of_a_guest_once"), transaction.atomic():
        SeatFactory(meeting=meeting, is_guest=True, email="gil@ELSEWHERE.example", role="presenter")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"person": None, "name": "Gil"}, "seat_of_one_person_or_guest"),
        ({"email": "gil@elsewhere.example"}, "seat_of_one_person_or_guest"),
        ({"name": "Gil"}, "seat_of_one_person_or_guest"),
        ({"state": "waiting", "waitlisted_at": None}, "seat_waits_since"),
        ({"state": "booked", "waitlisted_at": timezone.now()}, "seat_waits_since"),
        ({"state": "offered", "offer_until": None}, "seat_offered_until"),
        ({"state": "maybe", "offer_until": timezone.now()}, "seat_offered_until"),
        ({"exclusive": True}, "seat_exclusive_during"),
    ],
)
def test_a_seat_that_makes_no_sense_is_refused(meeting, fields, name):
    with pytest.raises(IntegrityError, match=name):
        SeatFactory(meeting=meeting, **fields)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"capacity": 0}, "meeting_capacity"),
        ({"capacity": 1, "taken": 2}, "meeting_not_overbooked"),
        ({"minutes": 4}, "meeting_of_a_length"),
        ({"minutes": 721}, "meeting_of_a_length"),
        ({"state": "lost"}, "meeting_state"),
        ({"admission": "roster", "capacity": 5}, "meeting_roster_has_no_end"),
        ({"cancelled_because": "Illness."}, "meeting_reason_only_when_cancelled"),
        ({"ends_at": timezone.now()}, "meeting_ends_after_it_begins"),
    ],
)
def test_a_meeting_that_makes_no_sense_is_refused(commons, fields, name):
    with pytest.raises(IntegrityError, match=name):
        MeetingFactory(space=commons, planned_by=UserFactory(), **fields)
