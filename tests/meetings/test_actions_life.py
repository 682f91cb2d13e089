"""Meetings that are confirmed, moved and called off."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from activity.models import Entry
from communities.errors import CommunityOver
from communities.models import Community
from core import seams
from core.permissions import Refused
from meetings.actions import book_seat, call_off, confirm_meeting, give_seat_back, move_meeting
from meetings.clock import When
from meetings.errors import MeetingOver, MeetingStale, NoSuchTime, WhichOfTwo
from meetings.models import Meeting, Seat
from notifications.models import Notification
from tests.factories import MeetingFactory, SeatFactory
from tests.facts import told, verbs
from tests.meetings.seats import begin, end, state, taken

pytestmark = pytest.mark.django_db

LONDON = "Europe/London"


def on(days=20, at=time(9, 30), minutes=90, zone=LONDON, **which):
    return When(timezone.localdate() + timedelta(days=days), at, minutes, zone, **which)


def again(meeting):
    return Meeting.objects.select_related("space__community").get(pk=meeting.pk)


def move(meeting, actor, when=None, version=None):
    return move_meeting(
        meeting, actor=actor, version=meeting.version if version is None else version, when=when or on()
    )


@pytest.fixture
def crowd(meeting, participant, others):
    """One has the seat, one waits, one may come, one does not come."""
    waits, maybe, declined = others
    for person, stands in ((participant, "booked"), (waits, "waiting"), (maybe, "maybe"), (declined, "declined")):
        SeatFactory(meeting=meeting, person=person, state=stands)
    SeatFactory(meeting=meeting, is_guest=True, role="presenter")
    return {"participant": participant, "waits": waits, "maybe": maybe, "declined": declined}


def told_all(crowd):
    return {name for name, person in crowd.items() if told(person)}


def test_a_tentative_meeting_is_confirmed_once_and_those_with_a_seat_are_told(meeting, crowd, facilitator):
    Meeting.objects.update(state="tentative")

    assert [confirm_meeting(meeting, actor=facilitator) for _click in range(2)] == [True, False]

    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence, meeting.version) == ("confirmed", 1, 1)
    assert told_all(crowd) == {"participant", "waits", "maybe"}
    assert told(crowd["waits"]) == ["meeting.confirmed"]
    assert told(facilitator) == []
    assert verbs() == ["meeting.confirmed"]


def test_a_meeting_is_moved_with_its_seats_and_those_concerned_are_told(meeting, crowd, facilitator):
    before, when = meeting.starts_at, on()

    move(meeting, facilitator, when)

    meeting.refresh_from_db()
    assert (meeting.day, meeting.begins, meeting.minutes, meeting.time_zone) == (when.day, time(9, 30), 90, LONDON)
    assert meeting.starts_at.astimezone(meeting.zone).time() == time(9, 30)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)
    assert (meeting.moved_from, meeting.sequence, meeting.version) == (before, 1, 1)
    assert told_all(crowd) == {"participant", "waits", "maybe"}
    assert (state(meeting, crowd["participant"]), state(meeting, crowd["waits"])) == ("booked", "waiting")
    assert taken(meeting) == 1
    assert verbs() == ["meeting.moved"]


def test_to_where_it_is_already_nobody_is_told_of_a_move(meeting, crowd, facilitator):
    here = When(meeting.day, meeting.begins, meeting.minutes, meeting.time_zone, meeting.is_later)

    move(meeting, facilitator, here)

    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.version, meeting.moved_from, verbs()) == (0, 0, None, [])


def test_another_zone_with_the_same_clock_is_a_move(meeting, facilitator):
    moved = move(meeting, facilitator, When(meeting.day, meeting.begins, meeting.minutes, "Europe/Lisbon"))

    assert (moved.time_zone, moved.sequence) == ("Europe/Lisbon", 1)


def test_a_move_of_what_somebody_else_moved_meanwhile_is_refused(meeting, facilitator, moderator):
    move(meeting, facilitator)

    with pytest.raises(MeetingStale):
        move(again(meeting), moderator, on(days=30), version=0)
    assert again(meeting).day == on().day


@pytest.mark.parametrize(("day", "error"), [(date(2027, 3, 28), NoSuchTime), (date(2027, 10, 31), WhichOfTwo)])
def test_a_meeting_is_not_moved_to_a_time_that_does_not_come_or_comes_twice(meeting, facilitator, day, error):
    with pytest.raises(error):
        move(meeting, facilitator, When(day, time(1, 30), 60, LONDON))

    moved = move(again(meeting), facilitator, When(date(2027, 10, 31), time(1, 30), 60, LONDON, is_later=True))
    assert (moved.starts_at, moved.is_later) == (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), True)


def test_an_offer_lasts_until_a_meeting_that_was_moved_forward_begins(meeting, participant, facilitator):
    SeatFactory(meeting=meeting, person=participant, state="offered", offer_until=timezone.now() + timedelta(days=3))
    soon = timezone.now().astimezone(meeting.zone) + timedelta(hours=5)

    moved = move(meeting, facilitator, When(soon.date(), soon.time().replace(second=0, microsecond=0), 60, LONDON))

    assert Seat.objects.get(person=participant).offer_until == moved.starts_at


def slot(person, meeting):
    during = (meeting.starts_at, meeting.ends_at)
    return SeatFactory(meeting=meeting, person=person, exclusive=True, during=during)


def check_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS seat_no_clash IMMEDIATE")


def test_nobody_books_two_slots_of_their_own_at_a_time(commons, participant, moderator):
    one, beside = (MeetingFactory(space=commons) for _each in range(2))
    after = MeetingFactory(space=commons, starts_at=one.ends_at)
    slot(participant, one)
    slot(participant, after)
    slot(moderator, beside)
    SeatFactory(meeting=beside, person=participant)  # not a slot
    check_now()

    third = MeetingFactory(space=commons, starts_at=one.starts_at + timedelta(minutes=30))
    with pytest.raises(IntegrityError, match="seat_no_clash"), transaction.atomic():
        slot(participant, third)


def test_what_was_somebody_s_slot_may_lie_beside_another_one_once_it_is_moved(commons, participant, facilitator):
    fixed, moved = MeetingFactory(space=commons), MeetingFactory(space=commons, starts_at=timezone.now() + timedelta(9))
    slot(participant, fixed)
    slot(participant, moved)

    move(moved, facilitator, When(fixed.day, fixed.begins, 60, LONDON))

    check_now()
    seat = Seat.objects.get(meeting=moved)
    assert (seat.state, seat.exclusive, seat.during) == ("booked", False, None)
    assert Seat.objects.get(meeting=fixed).exclusive is True
    assert told(participant) == ["meeting.moved"]


def test_whose_slot_was_called_off_books_another_one(commons, participant, facilitator):
    off, other = (MeetingFactory(space=commons) for _each in range(2))
    slot(participant, off)

    call_off(off, actor=facilitator)
    slot(participant, other)

    check_now()
    assert state(off, participant) == "booked"


def test_a_meeting_that_had_begun_and_is_moved_gives_what_stayed_free(meeting, participant, others, facilitator):
    for person in (participant, others[0]):
        book_seat(meeting, actor=person)
    Seat.objects.filter(person=participant).update(state="cancelled")
    Meeting.objects.update(taken=0)
    begin(again(meeting))

    move(again(meeting), facilitator)

    assert state(meeting, others[0]) == "booked"
    assert told(others[0]) == ["meeting.moved", "seat.booked"]


def test_a_meeting_is_called_off_once_and_everybody_concerned_is_told_why(meeting, crowd, facilitator):
    done = [call_off(meeting, actor=facilitator, reason="The speaker is ill.") for _click in range(2)]

    meeting.refresh_from_db()
    assert done == [True, False]
    assert (meeting.state, meeting.cancelled_because) == ("cancelled", "The speaker is ill.")
    assert (meeting.sequence, meeting.version) == (1, 1)
    assert told_all(crowd) == {"participant", "waits", "maybe"}
    assert verbs() == ["meeting.cancelled"]


def test_calling_off_empties_the_queue(meeting, crowd, facilitator, leader):
    SeatFactory(meeting=meeting, person=leader, state="waiting")
    Meeting.objects.update(capacity=2)
    SeatFactory(meeting=again(meeting), state="offered")

    call_off(meeting, actor=facilitator)

    assert (state(meeting, crowd["waits"]), state(meeting, leader)) == ("lapsed", "lapsed")
    assert not Seat.objects.filter(state__in=("waiting", "offered")).exists()
    assert taken(meeting) == 1
    with pytest.raises(MeetingOver):
        give_seat_back(meeting, actor=crowd["participant"])


def test_who_waited_for_a_meeting_of_its_seats_still_reads_that_it_was_called_off(
    meeting, crowd, facilitator, outsider
):
    Meeting.objects.update(audience="seats")
    SeatFactory(meeting=meeting, person=outsider, state="lapsed")

    call_off(again(meeting), actor=facilitator)

    assert seams.resolve("meetings.meeting", [meeting.pk], crowd["waits"])[meeting.pk].title == meeting.title
    assert Notification.objects.filter(recipient=crowd["waits"]).exists()
    assert seams.resolve("meetings.meeting", [meeting.pk], crowd["declined"]) == {}


def test_what_is_over_or_called_off_is_neither_moved_nor_confirmed_nor_called_off(meeting, commons, facilitator):
    off, held = MeetingFactory(space=commons, state="cancelled"), MeetingFactory(space=commons, state="held")
    end(meeting)

    for over in (meeting, off, held):
        with pytest.raises(MeetingOver):
            move(over, facilitator)
        with pytest.raises(MeetingOver):
            confirm_meeting(over, actor=facilitator)
    for over in (meeting, held):
        with pytest.raises(MeetingOver):
            call_off(over, actor=facilitator)
    assert not Entry.objects.exists()


def test_what_has_begun_is_called_off_all_the_same(meeting, facilitator):
    begin(meeting)

    assert call_off(meeting, actor=facilitator) is True


DEEDS = (
    lambda meeting, actor: confirm_meeting(meeting, actor=actor),
    move,
    lambda meeting, actor: call_off(meeting, actor=actor),
)


@pytest.mark.parametrize("deed", DEEDS, ids=["confirm", "move", "call off"])
def test_who_may(meeting, participant, outsider, others, moderator, facilitator, deed):
    Meeting.objects.update(state="tentative")
    cohost, presenter, was = others
    SeatFactory(meeting=meeting, person=cohost, role="cohost")
    SeatFactory(meeting=meeting, person=presenter, role="presenter")
    SeatFactory(meeting=meeting, person=was, role="cohost", state="cancelled")
    SeatFactory(meeting=meeting, person=outsider, role="cohost")

    for person in (participant, outsider, presenter, was):
        with pytest.raises(Refused):
            deed(meeting, person)
    for person in (cohost, moderator, facilitator):
        with transaction.atomic():
            deed(again(meeting), person)
            transaction.set_rollback(True)
    Community.objects.update(phase="concluded")
    with pytest.raises(CommunityOver):
        deed(again(meeting), moderator)


def test_what_is_called_off_while_it_is_on_says_of_nobody_that_they_came(meeting, participant, facilitator):
    seat = SeatFactory(meeting=meeting, person=participant, attendance="present")
    begin(meeting)

    call_off(meeting, actor=facilitator)

    seat.refresh_from_db()
    assert seat.attendance == "unmarked"
    assert [(change.before, change.after) for change in seat.marks.all()] == [("present", "unmarked")]
