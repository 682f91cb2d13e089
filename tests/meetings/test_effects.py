"""What follows by itself: seats are passed on when people leave, offers lapse, meetings are held."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.effects import erase_person
from activity.models import Entry
from communities.actions import archive_space, leave_community, remove_member, suspend_member, unarchive_space
from communities.effects import let_in
from communities.models import Community, Membership, Role, Space, SpaceGrant
from meetings.actions import book_seat, change_meeting, give_seat_back, watch
from meetings.effects import fill_due, hold_due, lapse_due
from meetings.models import Meeting, Seat, Watch
from meetings.tasks import wake_meetings
from tests.factories import MeetingFactory, SeatFactory, UserFactory
from tests.facts import told, verbs
from tests.meetings.seats import begin, end, run_out, state, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(meeting, participant, others):
    """The participant has the only seat; the others wait for it."""
    for person in (participant, *others):
        book_seat(meeting, actor=person)
    return others


def membership(person):
    return Membership.objects.select_related("community").get(person=person)


def leaves(person, leader):
    leave_community(membership(person).community, actor=person)


def is_removed(person, leader):
    remove_member(membership(person), reason="Adverts.", actor=leader)


def is_suspended(person, leader):
    suspend_member(membership(person), reason="A rest.", actor=leader)


def is_erased(person, leader):
    erase_person(person)


GOING = pytest.mark.parametrize("goes", [leaves, is_removed, is_suspended, is_erased])


@GOING
def test_the_seat_of_whoever_goes_is_the_next_one_s(meeting, queue, participant, leader, goes):
    goes(participant, leader)

    assert state(meeting, participant) == "cancelled"
    assert [state(meeting, person) for person in queue] == ["booked", "waiting", "waiting"]
    assert told(queue[0]) == ["seat.booked"]
    assert taken(meeting) == 1


@GOING
def test_whoever_waited_and_goes_is_not_promoted(meeting, queue, participant, leader, goes):
    goes(queue[0], leader)
    give_seat_back(meeting, actor=participant)

    assert [state(meeting, person) for person in queue] == ["cancelled", "booked", "waiting"]


def test_an_offer_to_whoever_goes_is_the_next_one_s(meeting, others, leader):
    SeatFactory(meeting=meeting, person=others[0], state="offered")
    SeatFactory(meeting=meeting, person=others[1], state="waiting")

    leaves(others[0], leader)

    assert (state(meeting, others[0]), state(meeting, others[1]), taken(meeting)) == ("cancelled", "booked", 1)


def test_whoever_goes_watches_nothing_there_and_keeps_what_is_elsewhere(meeting, participant, leader):
    elsewhere = SeatFactory(person=participant)
    watch(meeting, actor=participant)
    Watch.objects.create(meeting=elsewhere.meeting, person=participant)

    leaves(participant, leader)

    assert [each.meeting for each in Watch.objects.all()] == [elsewhere.meeting]
    assert state(elsewhere.meeting, participant) == "booked"


def test_that_somebody_came_to_what_is_over_stays(meeting, participant, leader):
    book_seat(meeting, actor=participant)
    end(meeting)

    leaves(participant, leader)

    assert state(meeting, participant) == "booked"


def test_a_host_who_goes_hosts_no_more(meeting, facilitator, participant):
    leaves(facilitator, None)

    assert state(meeting, facilitator) == "cancelled"
    assert taken(meeting) == 0


def test_why_an_erased_person_could_not_come_is_forgotten_and_that_they_came_is_not(meeting, commons, participant):
    before = MeetingFactory(space=commons)
    SeatFactory(meeting=before, person=participant)
    end(before)
    book_seat(meeting, actor=participant)
    give_seat_back(meeting, actor=participant, reason="At the clinic.")

    for _again in range(2):
        erase_person(participant)

    assert not Seat.objects.exclude(apology="").exists()
    assert (state(before, participant), state(meeting, participant)) == ("booked", "cancelled")


def test_in_a_community_that_is_over_a_seat_is_left_and_nobody_is_promoted(meeting, queue, participant):
    Community.objects.update(phase="concluded")

    erase_person(participant)

    assert (state(meeting, participant), state(meeting, queue[0]), taken(meeting)) == ("cancelled", "waiting", 0)
    assert told(queue[0]) == []
    fill_due()
    assert taken(meeting) == 0


def test_what_stayed_free_in_an_archived_space_is_given_once_it_is_written_in_again(
    meeting, queue, participant, leader, commons
):
    archive_space(commons, actor=leader)
    give_seat_back(Meeting.objects.select_related("space__community").get(), actor=participant)
    fill_due()
    assert (state(meeting, queue[0]), taken(meeting)) == ("waiting", 0)

    unarchive_space(commons, actor=leader)
    for _again in range(2):
        wake_meetings()

    assert [state(meeting, person) for person in queue] == ["booked", "waiting", "waiting"]
    assert told(queue[0]) == ["seat.booked"]


def test_nothing_is_given_once_it_has_begun(meeting, queue, participant, leader):
    begin(meeting)

    leaves(participant, leader)
    fill_due()

    assert (state(meeting, queue[0]), taken(meeting)) == ("waiting", 0)


def test_whoever_waits_and_may_read_it_no_more_is_passed_over(community, leader):
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    meeting = MeetingFactory(space=room, capacity=1, planned_by=leader)
    has, was, comes = UserFactory.create_batch(3)
    for guest in (has, was, comes):
        let_in(guest, room, role=Role.PARTICIPANT, source="guest")
        book_seat(meeting, actor=guest)
    SpaceGrant.objects.filter(user=was).update(until=timezone.now() - timedelta(minutes=1))

    give_seat_back(meeting, actor=has)

    assert [state(meeting, guest) for guest in (has, was, comes)] == ["cancelled", "cancelled", "booked"]
    assert told(was) == []


def test_offers_that_lapse_are_passed_on_one_after_the_other(meeting, others):
    meeting.offer_hours = 6
    meeting.save(update_fields=["offer_hours"])
    first, second, third = others
    SeatFactory(meeting=meeting, person=first, state="offered")
    for person in (second, third):
        SeatFactory(meeting=meeting, person=person, state="waiting")
    lapse_due()
    assert state(meeting, first) == "offered"

    run_out(meeting)
    for _again in range(2):
        lapse_due()

    assert [state(meeting, person) for person in others] == ["lapsed", "offered", "waiting"]
    assert (told(first), told(second), told(third)) == (["seat.lapsed"], ["seat.offered"], [])
    assert taken(meeting) == 1
    run_out(meeting)
    lapse_due()
    assert [state(meeting, person) for person in others] == ["lapsed", "lapsed", "offered"]


def test_who_let_an_offer_lapse_is_last_when_they_come_again(meeting, others):
    first, second, third = others
    SeatFactory(meeting=meeting, person=first, state="offered")
    for person in (second, third):
        SeatFactory(meeting=meeting, person=person, state="waiting")
    run_out(meeting)
    lapse_due()

    book_seat(meeting, actor=first)
    give_seat_back(meeting, actor=second)

    assert [state(meeting, person) for person in others] == ["waiting", "cancelled", "booked"]


def test_a_confirmed_meeting_that_is_over_is_held_and_its_queue_waits_no_more(meeting, others, commons):
    tentative = MeetingFactory(space=commons, state="tentative")
    SeatFactory(meeting=meeting, person=others[0], state="offered")
    SeatFactory(meeting=meeting, person=others[1], state="waiting")
    hold_due()
    assert verbs() == []

    end(meeting)
    end(tentative)
    for _again in range(2):
        wake_meetings()

    assert (Meeting.objects.get(pk=meeting.pk).state, Meeting.objects.get(pk=tentative.pk).state) == (
        *("held", "tentative"),
    )
    assert [state(meeting, person) for person in others[:2]] == ["lapsed", "lapsed"]
    assert taken(meeting) == 0
    assert verbs() == ["meeting.held"]
    assert Entry.objects.get().actor is None
    assert told(others[1]) == []


def test_more_seats_go_to_those_who_wait_in_their_order(meeting, queue, facilitator):
    changed = change_meeting(meeting, actor=facilitator, version=0, capacity=3)

    assert [state(meeting, person) for person in queue] == ["booked", "booked", "waiting"]
    change_meeting(changed, actor=facilitator, version=1, capacity=None)
    assert state(meeting, queue[2]) == "booked"
    assert taken(meeting) == 4
