"""Who comes, as those who run a meeting see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Meeting, Seat
from meetings.queries import people as queries
from tests.factories import MeetingFactory, MembershipFactory, SeatFactory, UserFactory
from tests.meetings.lists import address, page_of, standing

MOST_QUERIES = 8

State, Role = Seat.State, Seat.Role


def test_everybody_stands_in_their_group_and_in_order(client, meeting, members, facilitator):
    ana, ben, cleo, dia, eli = members
    now = timezone.now()
    SeatFactory(meeting=meeting, person=ben)
    SeatFactory(meeting=meeting, person=ana, state=State.OFFERED)
    SeatFactory(meeting=meeting, person=dia, state=State.WAITING, waitlisted_at=now)
    SeatFactory(meeting=meeting, person=eli, state=State.WAITING, waitlisted_at=now - timedelta(hours=1))
    SeatFactory(meeting=meeting, person=cleo, state=State.WAITING, tier=-1)
    SeatFactory(meeting=meeting, person__display_name="Zoe Perhaps", state=State.MAYBE)
    SeatFactory(meeting=meeting, person__display_name="Gus Gone", state=State.CANCELLED, apology="On call that night.")
    SeatFactory(meeting=meeting, person__display_name="Nia Never", state=State.DECLINED)
    SeatFactory(meeting=meeting, person__display_name="Lou Late", state=State.LAPSED)
    SeatFactory(meeting=meeting, person__display_name="Abe Speaker", role=Role.PRESENTER)

    found = queries.people_of(meeting, facilitator)

    assert [(group.name, [comer.seat.who for comer in group.comers]) for group in found.groups] == [
        ("leading", ["Lea Leader", "Abe Speaker"]),
        ("booked", ["Ben Booked"]),
        ("offered", ["Ana Attendee"]),
        ("waiting", ["Cleo Counted", "Eli Early", "Dia Delayed"]),
        ("maybe", ["Zoe Perhaps"]),
        ("absent", ["Gus Gone", "Nia Never"]),
        ("lapsed", ["Lou Late"]),
    ]
    assert [comer.number for comer in found.groups[3].comers] == [1, 2, 3]
    page = client.get(page_of(meeting)).content.decode()
    assert "2 of 2 seats are taken. 3 people wait for one." in page
    assert "On call that night." in page
    assert "Number 3 in the queue" in page


@pytest.mark.parametrize("over", [Meeting.State.CANCELLED, Meeting.State.HELD])
def test_whoever_waited_to_the_end_is_said_to_have_got_no_seat(client, meeting, members, over):
    SeatFactory(meeting=meeting, person=members[0], state=State.LAPSED)
    before = client.get(page_of(meeting)).text

    Meeting.objects.update(state=over)

    assert "Did not answer the offer" in before
    after = client.get(page_of(meeting)).text
    assert "Got no seat" in after
    assert "Did not answer the offer" not in after


def test_later_pages_go_on_with_the_numbers_of_the_queue(meeting, facilitator, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 3)
    waiting = SeatFactory.create_batch(4, meeting=meeting, state=State.WAITING)

    first = queries.people_of(meeting, facilitator)
    second = queries.people_of(meeting, facilitator, after=first.page.after)

    assert [comer.number for comer in first.groups[1].comers] == [1, 2]
    assert [(comer.seat, comer.number) for comer in second.groups[0].comers] == [(waiting[2], 3), (waiting[3], 4)]
    assert second.page.after is None
    assert second.counts == first.counts == {"leading": 1, "waiting": 4}


@pytest.mark.parametrize("asked", ["?after=%00", "?before=%F0%9F%90%99", "?after=9&before=0"])
def test_a_place_that_nobody_was_given_harms_nothing(client, meeting, asked):
    assert client.get(page_of(meeting) + asked).status_code == 200


def test_namesakes_are_told_apart(client, community, meeting):
    twins = [MembershipFactory(community=community, person__display_name="Twin Twin").person for _twin in range(2)]
    for twin in twins:
        SeatFactory(meeting=meeting, person=twin)

    page = client.get(page_of(meeting)).content.decode()

    assert all(f"@{twin.handle}" in page for twin in twins)
    assert "@" + meeting.seats.get(role=Role.HOST).person.handle not in page


@pytest.mark.parametrize("number", [10, 300])
def test_the_page_needs_few_queries(
    client, meeting, members_room, number, django_assert_max_num_queries, django_db_blocker
):
    people = UserFactory.create_batch(number)
    Meeting.objects.filter(pk=meeting.pk).update(capacity=None)
    now = timezone.now()
    Seat.objects.bulk_create(
        Seat(meeting=meeting, person=person, state=State.WAITING, waitlisted_at=now)
        if place % 2
        else Seat(meeting=meeting, person=person, state=State.BOOKED)
        for place, person in enumerate(people)
    )

    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get(page_of(meeting)).content.decode()

    assert page.count('id="seat-') == min(number + 1, queries.PER_PAGE)


def test_an_empty_list_says_what_it_is_for(client, commons):
    page = client.get(page_of(MeetingFactory(space=commons))).content.decode()

    assert "Nobody yet" in page
    assert "0 seats are taken" in page


def test_what_is_over_is_read_and_not_changed(client, commons, participant):
    meeting = MeetingFactory(space=commons, state=Meeting.State.CANCELLED)
    seat = SeatFactory(meeting=meeting, person=participant)

    page = client.get(page_of(meeting)).content.decode()
    client.post(page_of(meeting, "people-add"), {"person": "Fay Facilitator", "role": "attendee"})
    client.post(address(seat, "role"), {"role": "presenter"})
    client.post(address(seat, "take-off"))

    assert "Pia Participant" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert list(meeting.seats.values_list("state", "role")) == [(State.BOOKED, Role.ATTENDEE)]


ADDRESSES = ["people", "people-add", "people-add-several", "role", "take-off"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_it_is_for_those_who_run_the_meeting(client, meeting, participant, outsider, name):
    seat = SeatFactory(meeting=meeting, person=participant)
    place = address(seat, name) if name in ("role", "take-off") else page_of(meeting, name)
    ask = client.get if name == "people" else client.post

    client.force_login(participant)
    assert ask(place).status_code == 403
    client.logout()
    assert ask(place).status_code == 404
    assert standing(participant, meeting) == (State.BOOKED, Role.ATTENDEE)


def test_a_cohost_runs_it(client, meeting, participant):
    SeatFactory(meeting=meeting, person=participant, role=Role.COHOST)
    client.force_login(participant)

    assert client.get(page_of(meeting)).status_code == 200
