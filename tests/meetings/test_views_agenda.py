"""The agenda on its page and on the meeting's: edited as rows without a script, wrong, stale and seen."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.actions import set_agenda
from meetings.actions.agenda import Line
from meetings.models import AgendaItem
from tests.factories.meetings import MeetingFactory, SeatFactory


@pytest.fixture
def meeting(commons):
    return MeetingFactory(space=commons, starts_at=timezone.now().replace(microsecond=0) + timedelta(days=3))


@pytest.fixture
def runner(client, facilitator):
    client.force_login(facilitator)
    return client


def address(meeting):
    return reverse("meetings:agenda", args=[meeting.pk])


def typed(*rows, version=0, **more):
    sent = {"version": version, "agenda-TOTAL_FORMS": len(rows), "agenda-INITIAL_FORMS": 0}
    for at, row in enumerate(rows):
        kept = {"kind": "talk", "title": "", "presenter": "", "minutes": ""} | row
        sent |= {f"agenda-{at}-{name}": value for name, value in kept.items()}
    return sent | more


def titles(response):
    return re.findall(r'name="agenda-\d+-title" value="([^"]*)"', response.content.decode())


def test_it_is_saved_with_members_by_handle_and_others_by_name(runner, meeting, participant):
    response = runner.post(
        address(meeting),
        typed(
            {"title": "How we ask", "presenter": f"@{participant.handle.upper()}", "minutes": "20"},
            {"kind": "break"},
            {"title": "A case", "kind": "case", "presenter": "Dr Ana Prado"},
        ),
    )

    assert (response.status_code, response.url) == (302, meeting.get_absolute_url())
    rows = [(item.kind, item.title, item.minutes, item.presenter, item.presenter_name) for item in meeting.agenda.all()]
    assert rows == [("talk", "How we ask", 20, participant, ""), ("case", "A case", None, None, "Dr Ana Prado")]


def test_the_page_shows_what_is_saved_and_whom_one_may_name(runner, meeting, facilitator, participant):
    SeatFactory(meeting=meeting, person=participant)
    set_agenda(meeting, [Line("How we ask", "talk", 20, participant)], actor=facilitator, version=0)

    response = runner.get(address(meeting))
    page = response.content.decode()

    assert (response.status_code, titles(response)) == (200, ["How we ask"])
    assert f'value="@{participant.handle}"' in page
    assert f'<option value="@{participant.handle}">Pia Participant</option>' in page


@pytest.mark.parametrize(
    ("tool", "said"),
    [
        ("add-agenda", ["One", "Two"]),
        ("drop-agenda-0", ["Two"]),
        ("up-agenda-1", ["Two", "One"]),
        ("down-agenda-0", ["Two", "One"]),
        ("down-agenda-1", ["One", "Two"]),
    ],
)
def test_rows_are_added_taken_away_and_moved_without_a_script(runner, meeting, tool, said):
    rows = typed({"title": "One", "minutes": "x"}, {"title": "Two"}, row=tool)

    page = runner.post(address(meeting) + "?rows=1", rows)
    part = runner.post(address(meeting) + "?rows=1", rows, headers={"HX-Request": "true"})

    for response in (page, part):
        assert (response.status_code, titles(response)) == (200, said)
    assert "<html" in page.content.decode()
    assert part.content.decode().lstrip().startswith('<div class="agenda-rows" id="agenda-rows">')
    assert not meeting.agenda.exists()


def test_the_focus_goes_with_the_row_that_moves(runner, meeting):
    rows = typed({"title": "One"}, {"title": "Two"}, {"title": "Three"}, row="up-agenda-2")

    part = runner.post(address(meeting) + "?rows=1", rows, headers={"HX-Request": "true"}).content.decode()

    (focused,) = re.findall(r'value="([^"]+)"[^>]* autofocus>', part)
    assert focused == "up-agenda-1"


def test_whoever_adds_an_item_goes_on_with_what_it_is(runner, meeting):
    rows = typed({"title": "One"}, row="add-agenda")

    part = runner.post(address(meeting) + "?rows=1", rows, headers={"HX-Request": "true"}).content.decode()

    (focused,) = re.findall(r'<input[^>]*name="([^"]+)"[^>]* autofocus', part)
    assert focused == "agenda-1-title"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"presenter": "Ana"}, "Say what it is, or take the row away."),
        ({"title": "Talk", "presenter": "@nobody.here"}, "No member has the handle @nobody.here."),
        ({"title": "Talk", "minutes": "721"}, "less than or equal to 720"),
        ({"title": "Talk", "kind": "magic"}, "Select a valid choice"),
        ({"title": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(runner, meeting, row, said):
    response = runner.post(address(meeting), typed({"title": "First"}, row))

    assert response.status_code == 422
    assert said in response.content.decode()
    assert titles(response)[0] == "First"
    assert not meeting.agenda.exists()


def test_the_handle_of_somebody_who_belongs_elsewhere_is_none_here(runner, meeting, outsider):
    response = runner.post(address(meeting), typed({"title": "Talk", "presenter": f"@{outsider.handle}"}))

    assert response.status_code == 422


def test_whoever_has_left_stays_named(runner, meeting, outsider):
    AgendaItem.objects.create(meeting=meeting, position=1, title="Talk", presenter=outsider)

    response = runner.post(address(meeting), typed({"title": "Her talk", "presenter": f"@{outsider.handle}"}))

    assert response.status_code == 302
    assert [(item.title, item.presenter) for item in meeting.agenda.all()] == [("Her talk", outsider)]


@pytest.mark.parametrize("sent", [{}, {"version": "x"}, typed(version=""), typed() | {"agenda-TOTAL_FORMS": "many"}])
def test_a_broken_form_is_refused(runner, meeting, sent):
    assert runner.post(address(meeting), sent).status_code == 422


def test_there_is_an_end_to_an_agenda(runner, meeting):
    rows = [{"title": f"Item {number}"} for number in range(AgendaItem.MOST)]

    assert runner.post(address(meeting), typed(*rows, {"title": "One more"})).status_code == 422
    assert runner.post(address(meeting), typed(*rows)).status_code == 302
    assert "Add an item" not in runner.get(address(meeting)).content.decode()


def test_two_who_edit_at_once_see_both_and_the_second_decides(runner, meeting, moderator):
    set_agenda(meeting, [Line("Theirs", "talk", 5)], actor=moderator, version=0)

    response = runner.post(address(meeting), typed({"title": "Mine"}))
    page = response.content.decode()
    again = runner.post(address(meeting), typed({"title": "Mine"}, version=1))

    assert (response.status_code, titles(response)) == (409, ["Mine"])
    assert "<b>Theirs</b>" in page
    assert '<input type="hidden" name="version" value="1"' in page
    assert again.status_code == 302
    assert [item.title for item in meeting.agenda.all()] == ["Mine"]


def test_an_agenda_that_is_longer_than_the_meeting_is_kept_and_said(runner, meeting):
    rows = typed({"title": "One", "minutes": "40"}, {"title": "Two", "minutes": "40"})

    page = runner.post(address(meeting), rows, follow=True).content.decode()

    assert "The items take 80 minutes together, the meeting lasts 60." in page
    assert meeting.agenda.count() == 2


def test_what_was_called_off_meanwhile_is_refused_and_the_words_stay(runner, meeting):
    type(meeting).objects.update(state="cancelled")

    response = runner.post(address(meeting), typed({"title": "Mine"}))

    assert (response.status_code, titles(response)) == (422, ["Mine"])
    assert "called off" in response.content.decode()


def test_the_page_is_for_those_who_run_the_meeting(client, meeting, participant, outsider, members_room):
    hidden = MeetingFactory(space=members_room)
    for person, of, status in [(None, meeting, 404), (participant, meeting, 403), (outsider, hidden, 404)]:
        client.logout()
        if person:
            client.force_login(person)
        assert client.get(address(of)).status_code == status
        assert client.post(address(of), typed({"title": "Mine"})).status_code == status
    SeatFactory(meeting=meeting, person=participant, role="cohost")
    client.force_login(participant)

    assert client.get(address(meeting)).status_code == 200


def test_the_meeting_shows_each_item_with_its_time_and_who_brings_it(client, meeting, facilitator, participant):
    assert "Agenda</h2>" not in client.get(meeting.get_absolute_url()).content.decode()
    lines = [
        Line("How we ask", "talk", 20, participant),
        Line("A case", "other", None, "Dr <Ana> Prado"),
        Line("What we take along", "reflection", 75),
    ]
    set_agenda(meeting, lines, actor=facilitator, version=0)
    client.force_login(participant)

    page = client.get(meeting.get_absolute_url()).content.decode()
    shown = page[page.index("Agenda</h2>") : page.index("</table>")]

    moments = [datetime.fromisoformat(found) for found in re.findall(r'datetime="([^"]+)" data-local="hour"', shown)]
    begins = meeting.starts_at
    assert moments == [begins, begins + timedelta(minutes=20)]
    assert reverse("home:person", args=[participant.handle]) in shown
    assert "Dr &lt;Ana&gt; Prado" in shown
    assert re.findall(r"Talk|Reflection|Something else", shown) == ["Talk", "Reflection"]
    assert ("20 min" in shown, "1 h 15 min" in shown) == (True, True)
    assert address(meeting) not in page
    client.force_login(facilitator)
    assert address(meeting) in client.get(meeting.get_absolute_url()).content.decode()
