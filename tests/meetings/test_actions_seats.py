"""What a person does about their own seat."""

import pytest
from django.contrib.auth.models import AnonymousUser

from communities.actions import archive_space
from communities.effects import let_in
from communities.errors import CommunityOver
from communities.models import Community, Role, Space
from core.permissions import Refused
from meetings.actions import (
    book_seat,
    call_off,
    decline_seat,
    give_seat_back,
    say_maybe,
    take_off_list,
    take_offer,
    watch,
)
from meetings.errors import MeetingOver, NotASeat
from meetings.models import Seat
from tests.factories import MeetingFactory, SeatFactory
from tests.facts import told, verbs
from tests.meetings.seats import begin, state, states, taken

pytestmark = pytest.mark.django_db

DEEDS = (book_seat, say_maybe, decline_seat)


def test_whoever_books_has_a_seat_and_the_next_one_waits(meeting, participant, others):
    seat = book_seat(meeting, actor=participant)
    queued = book_seat(meeting, actor=others[0])

    assert (seat.state, seat.source, seat.role, queued.state) == ("booked", "self", "attendee", "waiting")
    assert queued.waitlisted_at is not None
    assert taken(meeting) == 1
    assert verbs() == ["seat.booked", "seat.waiting"]
    assert told(participant) == told(others[0]) == []  # they did it themselves


def test_a_double_click_is_one_seat(meeting, participant, others):
    seats = {book_seat(meeting, actor=participant) for _click in range(2)}
    places = {book_seat(meeting, actor=others[0]) for _click in range(2)}

    assert (len(seats), len(places), taken(meeting)) == (1, 1, 1)
    assert verbs() == ["seat.booked", "seat.waiting"]


def test_who_may_book(meeting, team_room, participant, outsider, facilitator):
    for person in (outsider, AnonymousUser()):
        for deed in DEEDS:
            with pytest.raises(Refused):
                deed(meeting, actor=person)
    with pytest.raises(Refused):
        book_seat(MeetingFactory(space=team_room), actor=participant)
    assert book_seat(MeetingFactory(space=team_room), actor=facilitator).is_booked
    assert states(meeting) == {}


def test_a_guest_of_a_room_books_nothing(community, outsider):
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    let_in(outsider, room, role=Role.GUEST, source="guest")

    with pytest.raises(Refused):
        book_seat(MeetingFactory(space=room), actor=outsider)


def test_where_a_list_says_who_comes_nobody_books(commons, participant):
    with pytest.raises(Refused):
        book_seat(MeetingFactory(space=commons, admission="roster"), actor=participant)


def test_nobody_books_in_an_archived_space_or_where_all_is_over(meeting, participant, leader, commons):
    archive_space(commons, actor=leader)
    with pytest.raises(Refused):
        book_seat(meeting, actor=participant)

    Community.objects.update(phase="concluded")
    for deed in (*DEEDS, give_seat_back, take_offer):
        with pytest.raises(CommunityOver):
            deed(meeting, actor=participant)


@pytest.mark.parametrize("deed", [*DEEDS, watch])
def test_once_it_has_begun_or_is_called_off_it_is_too_late(meeting, commons, participant, facilitator, deed):
    begin(meeting)
    off = MeetingFactory(space=commons)
    call_off(off, actor=facilitator)

    for late in (meeting, off):
        with pytest.raises(MeetingOver):
            deed(late, actor=participant)
    assert states(meeting) == states(off) == {}


def test_a_seat_is_not_given_back_once_it_has_begun(meeting, participant):
    book_seat(meeting, actor=participant)
    begin(meeting)

    with pytest.raises(MeetingOver):
        give_seat_back(meeting, actor=participant)
    assert state(meeting, participant) == "booked"


@pytest.mark.parametrize(
    ("deed", "becomes"), [(say_maybe, "maybe"), (decline_seat, "declined"), (give_seat_back, "cancelled")]
)
def test_a_seat_that_is_left_goes_to_whoever_is_next_and_they_are_told(meeting, participant, others, deed, becomes):
    for person in (participant, *others):
        book_seat(meeting, actor=person)
    SeatFactory(meeting=meeting, state="maybe")

    for _click in range(2):
        deed(meeting, actor=participant)

    assert state(meeting, participant) == becomes
    assert [state(meeting, person) for person in others] == ["booked", "waiting", "waiting"]
    assert taken(meeting) == 1
    assert [told(person) for person in (participant, *others)] == [[], ["seat.booked"], [], []]
    assert verbs()[-2:] == ["seat.booked", f"seat.{becomes}"]


def test_an_apology_is_kept_until_they_come_after_all(meeting, participant):
    book_seat(meeting, actor=participant)

    assert give_seat_back(meeting, actor=participant, reason="On call.").apology == "On call."
    assert give_seat_back(meeting, actor=participant, reason="").apology == "On call."
    assert book_seat(meeting, actor=participant).apology == ""
    assert Seat.objects.get(person=participant).apology == ""


def test_who_never_had_anything_has_nothing_to_give_back(meeting, participant):
    with pytest.raises(NotASeat):
        give_seat_back(meeting, actor=participant)
    with pytest.raises(Refused):
        give_seat_back(meeting, actor=AnonymousUser())


def test_to_say_that_one_does_not_come_is_written_down_once(meeting, participant):
    for _click in range(2):
        decline_seat(meeting, actor=participant)
    assert verbs() == ["seat.declined"]

    for _click in range(2):
        seat = decline_seat(meeting, actor=participant, reason="Away.")
    assert decline_seat(meeting, actor=participant).apology == seat.apology == "Away."
    assert verbs() == ["seat.declined", "seat.declined"]


def test_whoever_leaves_the_queue_and_comes_again_is_last(meeting, participant, others):
    for person in (participant, *others):
        book_seat(meeting, actor=person)
    first, second, third = others

    give_seat_back(meeting, actor=first)
    book_seat(meeting, actor=first)
    for person in (participant, second, third):
        give_seat_back(meeting, actor=person)

    assert [state(meeting, person) for person in others] == ["booked", "cancelled", "cancelled"]
    assert told(second) == told(third) == told(first) == ["seat.booked"]


def test_who_gave_a_seat_back_and_wants_it_again_waits_behind_the_others(meeting, participant, others):
    for person in (participant, *others[:2]):
        book_seat(meeting, actor=person)

    give_seat_back(meeting, actor=participant)
    again = book_seat(meeting, actor=participant)

    assert again.is_waiting
    assert [state(meeting, person) for person in others[:2]] == ["booked", "waiting"]


def test_the_host_stays_and_a_cohost_may_go(meeting, facilitator, participant):
    SeatFactory(meeting=meeting, person=participant, role="cohost")

    for deed in (say_maybe, decline_seat, give_seat_back):
        with pytest.raises(NotASeat, match="Name another host first"):
            deed(meeting, actor=facilitator)
    give_seat_back(meeting, actor=participant)

    assert (state(meeting, facilitator), state(meeting, participant)) == ("booked", "cancelled")


@pytest.mark.parametrize("by_the_team", [True, False])
def test_who_hosted_and_was_taken_off_comes_again_as_anybody_does(meeting, participant, facilitator, by_the_team):
    cohost = SeatFactory(meeting=meeting, person=participant, role="cohost", source="team")
    SeatFactory(meeting=meeting)
    if by_the_team:
        take_off_list(cohost, actor=facilitator)
    else:
        give_seat_back(meeting, actor=participant)

    seat = book_seat(meeting, actor=participant)

    seat.refresh_from_db()
    assert (seat.role, seat.state, seat.source) == ("attendee", "waiting", "self")
    assert taken(meeting) == 1


def test_who_presents_and_may_come_still_presents(meeting, participant):
    SeatFactory(meeting=meeting, person=participant, role="presenter")

    say_maybe(meeting, actor=participant)

    assert book_seat(meeting, actor=participant).role == "presenter"
    assert taken(meeting) == 0
