"""The agenda as the actions keep it."""

import pytest

from core.permissions import Refused
from meetings.actions import call_off, set_agenda
from meetings.actions.agenda import Line
from meetings.errors import MeetingOver, MeetingStale, WrongAgenda
from meetings.models import AgendaItem
from tests.factories.meetings import MeetingFactory, SeatFactory
from tests.facts import verbs


@pytest.fixture
def meeting(commons):
    return MeetingFactory(space=commons)


def items(meeting):
    return [(item.position, item.kind, item.title, item.minutes, item.who) for item in meeting.agenda.all()]


def test_the_lines_take_the_place_of_what_was_there(meeting, facilitator, participant):
    set_agenda(meeting, [Line("Welcome", "welcome", 5)], actor=facilitator, version=0)

    changed = set_agenda(
        meeting,
        [Line("How we ask", "talk", 20, participant), Line("A case", "case", None, "Dr Ana Prado"), Line("Coffee")],
        actor=facilitator,
        version=1,
    )

    assert changed.version == 2
    assert items(meeting) == [
        (1, "talk", "How we ask", 20, "Pia Participant"),
        (2, "case", "A case", None, "Dr Ana Prado"),
        (3, "other", "Coffee", None, ""),
    ]
    assert verbs() == ["meeting.changed"] * 2


def test_whoever_hosts_it_sets_it_and_nobody_else_who_takes_part(meeting, participant, outsider):
    for person in (participant, outsider):
        with pytest.raises(Refused):
            set_agenda(meeting, [Line("Mine")], actor=person, version=0)
    SeatFactory(meeting=meeting, person=participant, role="host")

    set_agenda(meeting, [Line("Ours")], actor=participant, version=0)

    assert [item.title for item in meeting.agenda.all()] == ["Ours"]


def test_what_somebody_else_saved_meanwhile_stays(meeting, facilitator, moderator):
    set_agenda(meeting, [Line("Theirs")], actor=moderator, version=0)

    with pytest.raises(MeetingStale):
        set_agenda(meeting, [Line("Mine")], actor=facilitator, version=0)
    assert [item.title for item in meeting.agenda.all()] == ["Theirs"]


def test_an_agenda_has_an_end_and_what_was_called_off_has_none_any_more(meeting, facilitator):
    lines = [Line(f"Item {number}") for number in range(AgendaItem.MOST)]
    with pytest.raises(WrongAgenda):
        set_agenda(meeting, [*lines, Line("One more")], actor=facilitator, version=0)
    set_agenda(meeting, lines, actor=facilitator, version=0)
    call_off(meeting, actor=facilitator)

    with pytest.raises(MeetingOver):
        set_agenda(meeting, [], actor=facilitator, version=2)
    assert meeting.agenda.count() == AgendaItem.MOST
