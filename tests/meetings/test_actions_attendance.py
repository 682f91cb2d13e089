"""Who came, as those who run a meeting say it and put it right."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.effects import erase_person
from communities.models import Community
from core.permissions import Refused
from core.waitlist import NoRoom
from meetings import actions
from meetings.clock import When
from meetings.effects import hold_due
from meetings.errors import MeetingOver, NotASeat, NotMarkedYet, ReasonMissing
from meetings.models import AttendanceChange, Meeting, Seat
from tests.factories import MeetingFactory, SeatFactory, UserFactory
from tests.meetings.seats import begin, end, state, taken

Mark = Seat.Attendance


@pytest.fixture
def meeting(commons, facilitator):
    """Five minutes old, with five seats."""
    meeting = MeetingFactory(space=commons, capacity=5, planned_by=facilitator)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    begin(meeting)
    return meeting


@pytest.fixture
def seat(meeting, participant):
    return SeatFactory(meeting=meeting, person=participant)


def mark_of(seat):
    return Seat.objects.values_list("attendance", flat=True).get(pk=seat.pk)


def history(seat):
    return list(seat.marks.order_by("pk").values_list("before", "after", "way", "reason"))


def test_a_mark_is_set_and_put_right_and_each_change_stays(seat, facilitator, moderator):
    assert actions.mark_seat(seat, actor=facilitator, to=Mark.PRESENT)
    assert not actions.mark_seat(seat, actor=moderator, to=Mark.PRESENT)
    assert actions.mark_seat(seat, actor=moderator, to=Mark.LATE)

    assert mark_of(seat) == "late"
    assert history(seat) == [("unmarked", "present", "host", ""), ("present", "late", "host", "")]
    assert list(seat.marks.order_by("pk").values_list("by", flat=True)) == [facilitator.pk, moderator.pk]


def test_who_does_not_run_it_marks_nobody(seat, participant):
    with pytest.raises(Refused):
        actions.mark_seat(seat, actor=participant, to=Mark.PRESENT)

    assert mark_of(seat) == "unmarked"


def test_nobody_is_marked_before_people_come(meeting, seat, facilitator):
    begin(meeting, -timedelta(minutes=16))
    with pytest.raises(NotMarkedYet):
        actions.mark_seat(seat, actor=facilitator, to=Mark.PRESENT)
    begin(meeting, -timedelta(minutes=14))

    assert actions.mark_seat(seat, actor=facilitator, to=Mark.PRESENT)


def test_who_gave_their_seat_back_has_no_mark(meeting, participant, facilitator):
    gone = SeatFactory(meeting=meeting, person=participant, state=Seat.State.CANCELLED)

    with pytest.raises(NotASeat):
        actions.mark_seat(gone, actor=facilitator, to=Mark.ABSENT)


@pytest.mark.parametrize("change", [{"state": "cancelled"}, {"attendance": "nonsense"}])
def test_the_database_keeps_marks_to_booked_seats(seat, change):
    Seat.objects.filter(pk=seat.pk).update(attendance="present")

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(**change)


def test_the_database_lets_nobody_change_the_history(seat, facilitator):
    actions.mark_seat(seat, actor=facilitator, to=Mark.PRESENT)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AttendanceChange.objects.update(after="absent")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        seat.marks.all().delete()


def test_with_a_person_goes_why_their_mark_was_put_right(meeting, seat, facilitator):
    actions.finish_meeting(meeting, actor=facilitator, default=Mark.ABSENT)
    actions.mark_seat(seat, actor=facilitator, to=Mark.EXCUSED, reason="She was ill.")

    erase_person(seat.person)

    assert history(seat)[-1] == ("absent", "excused", "host", "")
    assert mark_of(seat) == "excused"


def test_whoever_is_taken_off_has_no_mark_any_more(meeting, seat, facilitator):
    actions.mark_seat(seat, actor=facilitator, to=Mark.PRESENT)

    actions.take_off_list(seat, actor=facilitator)

    assert (state(meeting, seat.person), mark_of(seat)) == ("cancelled", "unmarked")
    assert history(seat)[-1] == ("present", "unmarked", "seat", "")


def test_another_role_leaves_the_mark(seat, facilitator):
    actions.mark_seat(seat, actor=facilitator, to=Mark.LATE)

    changed = actions.give_role(seat, actor=facilitator, role=Seat.Role.PRESENTER)

    assert (changed.role, mark_of(seat)) == ("presenter", "late")


def test_who_had_come_to_a_meeting_that_moves_has_not(meeting, seat, facilitator):
    begin(meeting, -timedelta(minutes=5))
    actions.mark_seat(seat, actor=facilitator, to=Mark.PRESENT)
    later = timezone.now() + timedelta(days=3)

    actions.move_meeting(
        meeting, actor=facilitator, version=0, when=When(later.date(), later.time().replace(microsecond=0), 60, "UTC")
    )

    assert mark_of(seat) == "unmarked"


def test_finishing_says_of_whoever_is_not_marked_what_the_host_chooses(meeting, seat, facilitator):
    came = SeatFactory(meeting=meeting, attendance=Mark.LATE)

    assert actions.finish_meeting(meeting, actor=facilitator, default=Mark.ABSENT)
    assert not actions.finish_meeting(meeting, actor=facilitator, default=Mark.PRESENT)

    assert (mark_of(came), mark_of(seat)) == ("late", "absent")
    assert history(seat) == [("unmarked", "absent", "finish", "")]
    meeting.refresh_from_db()
    assert (meeting.state, meeting.is_finished) == ("held", True)


def test_finishing_may_leave_it_open(meeting, seat, facilitator):
    actions.finish_meeting(meeting, actor=facilitator, default=Mark.UNMARKED)

    assert (mark_of(seat), history(seat)) == ("unmarked", [])


def test_what_has_not_begun_is_not_finished(meeting, facilitator):
    begin(meeting, -timedelta(minutes=5))

    with pytest.raises(MeetingOver):
        actions.finish_meeting(meeting, actor=facilitator, default=Mark.ABSENT)


def test_what_was_held_by_the_clock_is_finished_later(meeting, seat, facilitator):
    end(meeting)
    hold_due()
    assert mark_of(seat) == "unmarked"

    held = Meeting.objects.get(pk=meeting.pk)
    assert (held.state, held.is_finished, held.may_be_finished) == ("held", False, True)
    assert actions.finish_meeting(meeting, actor=facilitator, default=Mark.PRESENT)
    assert mark_of(seat) == "present"


def test_a_correction_of_what_is_finished_says_why(meeting, seat, facilitator):
    actions.finish_meeting(meeting, actor=facilitator, default=Mark.ABSENT)

    with pytest.raises(ReasonMissing):
        actions.mark_seat(seat, actor=facilitator, to=Mark.PRESENT)
    assert not actions.mark_seat(seat, actor=facilitator, to=Mark.ABSENT)
    assert actions.mark_seat(seat, actor=facilitator, to=Mark.PRESENT, reason="She sat at the back.")

    assert history(seat)[-1] == ("absent", "present", "host", "She sat at the back.")


def test_a_mark_is_put_right_where_the_community_has_ended(meeting, seat, community, facilitator):
    actions.finish_meeting(meeting, actor=facilitator, default=Mark.ABSENT)
    Community.objects.filter(pk=community.pk).update(phase=Community.Phase.CONCLUDED)
    seat = Seat.objects.get(pk=seat.pk)

    assert actions.mark_seat(seat, actor=facilitator, to=Mark.EXCUSED, reason="She had written to me.")


def test_whoever_came_without_a_seat_gets_a_free_one_before_those_who_wait(meeting, facilitator, participant):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=1)
    waiting = SeatFactory(meeting=meeting, state=Seat.State.WAITING)

    seat = actions.add_walk_in(meeting, actor=facilitator, comer=participant)

    assert (seat.state, seat.attendance, taken(meeting)) == ("booked", "present", 1)
    assert state(meeting, waiting.person) == "waiting"
    again = actions.add_walk_in(meeting, actor=facilitator, comer=participant)
    assert (again.pk, taken(meeting), len(history(seat))) == (seat.pk, 1, 1)


def test_whoever_came_to_a_full_meeting_gets_none(meeting, seat, facilitator, moderator):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=1)

    with pytest.raises(NoRoom, match="Give the meeting one more first"):
        actions.add_walk_in(meeting, actor=facilitator, comer=moderator)

    assert state(meeting, moderator) is None


def test_whoever_does_not_read_the_space_is_not_added(meeting, facilitator):
    with pytest.raises(NotASeat):
        actions.add_walk_in(meeting, actor=facilitator, comer=UserFactory())


def test_before_it_begins_nobody_walks_in(meeting, facilitator, participant):
    begin(meeting, -timedelta(minutes=5))

    with pytest.raises(NotMarkedYet):
        actions.add_walk_in(meeting, actor=facilitator, comer=participant)
