"""Meetings that are planned and put right, and their agenda."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import pytest

from activity.models import Entry
from communities.effects import let_in
from communities.errors import CommunityOver
from communities.models import Community, Role, Space
from core.markdown import render
from core.permissions import Refused
from meetings.actions import call_off, change_meeting, plan_meeting, set_agenda
from meetings.actions.agenda import Line
from meetings.clock import When
from meetings.errors import MeetingOver, MeetingStale, NoSuchTime, TooFewSeats, WhichOfTwo, WrongAgenda
from meetings.models import AgendaItem, Meeting, Seat
from notifications.effects import set_volume
from tests.factories import MeetingFactory, SeatFactory
from tests.facts import told, verbs
from tests.meetings.seats import end, state, taken

pytestmark = pytest.mark.django_db

SAID = {
    "kind": "discussion",
    "title": "Feedback in five minutes",
    "markdown": "Bring *one* piece.",
    "place": "Room 4",
    "link": "https://video.example/room",
    "link_before": 30,
    "capacity": 12,
    "offer_hours": 24,
    "reflection": "What will you try on Monday?",
}
SUMMER = When(date(2027, 6, 15), time(9, 30), 90, "Europe/London")


def plan(space, actor, when=SUMMER, **said):
    return plan_meeting(space, actor=actor, when=when, **({"submission": uuid4()} | SAID | said))


def change(meeting, actor, version=0, **said):
    return change_meeting(meeting, actor=actor, version=version, **said)


def test_a_meeting_is_planned_with_its_host_and_told_to_those_who_belong_there(
    members_room, facilitator, participant, moderator, outsider
):
    set_volume(moderator, scope_kind="communities.community", scope_id=members_room.community_id, level="mute")

    meeting = plan(members_room, facilitator)

    stored = Meeting.objects.get()
    assert {name: getattr(stored, name) for name in SAID} == SAID
    assert (stored.starts_at, stored.ends_at) == (
        datetime(2027, 6, 15, 8, 30, tzinfo=UTC),
        datetime(2027, 6, 15, 10, 0, tzinfo=UTC),
    )
    assert (stored.day, stored.begins, stored.minutes, stored.time_zone) == (
        SUMMER.day,
        SUMMER.begins,
        90,
        "Europe/London",
    )
    assert (stored.html, stored.state, stored.planned_by) == (
        render(SAID["markdown"]),
        "confirmed",
        facilitator,
    )
    assert (stored.audience, stored.admission, stored.taken) == ("space", "rsvp", 0)
    host = meeting.seats.get()
    assert (host.person, host.role, host.state) == (facilitator, "host", "booked")
    assert verbs() == ["meeting.planned"]
    assert told(participant) == ["meeting.planned"]
    assert told(facilitator) == told(moderator) == told(outsider) == []


def test_a_double_click_plans_one(members_room, facilitator, moderator):
    first, second = (plan(members_room, facilitator, submission=UUID(int=7)) for _click in range(2))
    other = plan(members_room, moderator, submission=UUID(int=7))

    assert first == second != other
    assert (Meeting.objects.count(), Seat.objects.count()) == (2, 2)
    assert verbs() == ["meeting.planned", "meeting.planned"]


def test_a_meeting_may_be_tentative(members_room, facilitator):
    assert plan(members_room, facilitator, is_tentative=True).is_tentative


def test_an_introductory_meeting_has_an_agenda_and_others_have_none(members_room, facilitator):
    meeting = plan(members_room, facilitator, kind="introductory")

    items = [(item.position, item.kind, item.minutes) for item in meeting.agenda.all()]
    assert items == [(1, "welcome", 15), (2, "talk", 10), (3, "discussion", 20), (4, "talk", 10), (5, "reflection", 5)]
    assert not plan(members_room, facilitator).agenda.exists()


def test_of_a_meeting_for_those_with_a_seat_nobody_else_hears(members_room, facilitator, participant):
    plan(members_room, facilitator, audience="seats")

    assert told(participant) == []


@pytest.mark.parametrize(("day", "error"), [(date(2027, 3, 28), NoSuchTime), (date(2027, 10, 31), WhichOfTwo)])
def test_a_time_that_does_not_come_or_comes_twice_is_refused(members_room, facilitator, day, error):
    with pytest.raises(error):
        plan(members_room, facilitator, When(day, time(1, 30), 60, "Europe/London"))
    assert not Meeting.objects.exists()


def test_who_plans(members_room, team_room, facilitator, moderator, participant, outsider):
    for person in (participant, outsider):
        with pytest.raises(Refused):
            plan(members_room, person)
    for person in (facilitator, moderator):
        plan(team_room, person)

    Community.objects.update(tools=["discussions"])
    with pytest.raises(Refused):
        plan(members_room, moderator)
    Community.objects.update(tools=["meetings"], phase="concluded")
    with pytest.raises(Refused):
        plan(members_room, moderator)
    assert Meeting.objects.count() == 2


def test_in_a_room_plans_whoever_may_there(community, facilitator, outsider):
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    let_in(outsider, room, role=Role.FACILITATOR, source="guest")

    assert plan(room, outsider).planned_by == outsider
    with pytest.raises(Refused):
        plan(room, facilitator)


def test_what_is_put_right_is_kept_and_counted(meeting, facilitator, participant):
    SeatFactory(meeting=meeting, person=participant)

    change(meeting, facilitator, title="Feedback in ten", markdown="**Two** pieces.", offer_hours=6)

    meeting.refresh_from_db()
    assert (meeting.title, meeting.html) == ("Feedback in ten", render("**Two** pieces."))
    assert (meeting.offer_hours, meeting.version, meeting.sequence) == (6, 1, 1)
    assert verbs() == ["meeting.changed"]
    assert told(participant) == ["meeting.changed"]


def test_what_calendars_do_not_show_is_no_new_edition_of_the_event(meeting, facilitator):
    change(meeting, facilitator, reflection="And now?", kind="webinar")

    meeting.refresh_from_db()
    assert (meeting.version, meeting.sequence) == (1, 0)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(meeting, facilitator, moderator):
    change(meeting, facilitator, title="Theirs")

    with pytest.raises(MeetingStale):
        change(meeting, moderator, title="Mine")
    meeting.refresh_from_db()
    assert (meeting.title, meeting.version) == ("Theirs", 1)


def test_there_are_no_fewer_seats_than_are_taken(meeting, facilitator, participant, others):
    Meeting.objects.update(capacity=3)
    meeting.refresh_from_db()
    SeatFactory(meeting=meeting, person=participant)
    SeatFactory(meeting=meeting, person=others[0], state="offered")

    with pytest.raises(TooFewSeats, match="2 seats are taken"):
        change(meeting, facilitator, capacity=1)
    assert change(meeting, facilitator, capacity=2).is_full


def test_from_enough_for_all_to_fewer_than_are_taken_is_refused_too(meeting, facilitator, participant, others):
    Meeting.objects.update(capacity=None)
    meeting.refresh_from_db()
    for person in (participant, others[0]):
        SeatFactory(meeting=meeting, person=person)

    with pytest.raises(TooFewSeats):
        change(meeting, facilitator, capacity=1)
    assert (change(meeting, facilitator, capacity=2).capacity, taken(meeting)) == (2, 2)


def test_where_a_list_says_who_comes_there_is_no_number_of_seats(commons, facilitator):
    meeting = MeetingFactory(space=commons, admission="roster")

    with pytest.raises(TooFewSeats, match="on a list"):
        change(meeting, facilitator, capacity=5)
    assert change(meeting, facilitator, capacity=None, title="Module 1").title == "Module 1"


def test_what_was_called_off_is_not_changed_and_what_was_held_is(meeting, commons, facilitator):
    off = MeetingFactory(space=commons)
    call_off(off, actor=facilitator)
    end(meeting)

    with pytest.raises(MeetingOver):
        change(off, facilitator, version=1, title="On again")
    with pytest.raises(MeetingOver):
        set_agenda(off, [Line("Welcome")], actor=facilitator, version=1)
    assert change(meeting, facilitator, title="What it was").title == "What it was"


def test_more_seats_after_it_has_begun_are_nobody_s(meeting, facilitator, participant):
    SeatFactory(meeting=meeting, person=participant, state="waiting")
    end(meeting)

    change(meeting, facilitator, capacity=5)

    assert state(meeting, participant) == "waiting"


@pytest.mark.parametrize("name", ["change", "agenda"])
def test_who_changes_it(meeting, participant, outsider, others, moderator, facilitator, name):
    cohost, presenter, _other = others
    SeatFactory(meeting=meeting, person=cohost, role="cohost")
    SeatFactory(meeting=meeting, person=presenter, role="presenter")

    def deed(person, version):
        if name == "change":
            return change(meeting, person, version=version, title=f"Edition {version}")
        return set_agenda(meeting, [Line(f"Item {version}")], actor=person, version=version)

    for person in (participant, outsider, presenter):
        with pytest.raises(Refused):
            deed(person, 0)
    for version, person in enumerate((cohost, moderator, facilitator)):
        deed(person, version)
    Community.objects.update(phase="concluded")
    with pytest.raises(CommunityOver):
        deed(facilitator, 3)


def test_an_agenda_takes_the_place_of_the_one_before(meeting, facilitator, participant):
    set_agenda(meeting, [Line("First"), Line("Second")], actor=facilitator, version=0)

    lines = [
        Line("Welcome", "welcome", 10),
        Line("Her case", "case", 30, participant),
        Line("Talk", "talk", 20, "Dr Ito"),
    ]
    changed = set_agenda(meeting, lines, actor=facilitator, version=1)

    items = [(item.position, item.title, item.kind, item.minutes, item.who) for item in changed.agenda.all()]
    assert items == [
        (1, "Welcome", "welcome", 10, ""),
        (2, "Her case", "case", 30, participant.name),
        (3, "Talk", "talk", 20, "Dr Ito"),
    ]
    assert Meeting.objects.get().version == 2
    assert Entry.objects.filter(verb="meeting.changed").count() == 2


def test_an_agenda_that_was_changed_meanwhile_or_is_too_long_is_refused(meeting, facilitator):
    set_agenda(meeting, [Line("First")], actor=facilitator, version=0)

    with pytest.raises(MeetingStale):
        set_agenda(meeting, [Line("Mine")], actor=facilitator, version=0)
    with pytest.raises(WrongAgenda, match="at most 30"):
        set_agenda(meeting, [Line("Again")] * (AgendaItem.MOST + 1), actor=facilitator, version=1)
    assert [item.title for item in AgendaItem.objects.all()] == ["First"]
