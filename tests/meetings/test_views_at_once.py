"""Two have the pages of a meeting open: what each of them changes stands, and of the same thing both is shown."""

from uuid import uuid4

import pytest
from django.utils import timezone

from meetings.actions import finish_meeting, plan_series
from meetings.models import Meeting
from tests.meetings.lists import page_of
from tests.meetings.test_actions_series import SAID, on
from tests.meetings.test_views_meetings import typed_of

pytestmark = pytest.mark.django_db

THEIRS = {
    "kind": "webinar",
    "title": "Their title",
    "markdown": "Their words.",
    "place": "Their room",
    "link": "https://theirs.example/",
    "link_before": "10",
    "capacity": "7",
    "offer_hours": "24",
    "reflection": "Their question?",
}
SHOWN = THEIRS | {
    "kind": "Webinar",
    "link_before": "From 10 minutes before it begins",
    "offer_hours": "is offered to whoever is next, for 24 hours",
}
MINE = {
    "kind": "clinic",
    "title": "My title",
    "markdown": "My words.",
    "place": "My room",
    "link": "https://mine.example/",
    "link_before": "30",
    "capacity": "9",
    "offer_hours": "48",
    "reflection": "My question?",
}


@pytest.fixture
def team(client, facilitator):
    client.force_login(facilitator)
    return client


@pytest.fixture
def opened(team, meeting):
    """What the page called so sends where nothing is typed, as it stands open."""

    def opened(name="change"):
        page = team.get(page_of(meeting, name))
        form = page.context["form"]
        sent = typed_of(form)
        if name == "move":
            sent |= {field: f"{sent[field]:%H:%M}" for field in ("begins", "ends")}
        if name == "agenda":
            sent |= {"agenda-TOTAL_FORMS": 1, "agenda-INITIAL_FORMS": 0, "agenda-0-kind": "discussion"}
        return sent

    return opened


def save(client, meeting, sent, name="change", **typed):
    return client.post(page_of(meeting, name), sent | typed)


def saved():
    meeting = Meeting.objects.get()
    return {name: "" if (value := getattr(meeting, name)) is None else str(value) for name in MINE}


@pytest.mark.parametrize("field", MINE)
def test_what_others_changed_stays_where_it_was_not_touched(team, meeting, opened, field):
    sent, before = opened(), saved()
    others = {name: value for name, value in THEIRS.items() if name != field}
    save(team, meeting, opened(), **others)

    assert save(team, meeting, sent, **{field: MINE[field]}).status_code == 302

    assert saved() == before | others | {field: MINE[field]}


@pytest.mark.parametrize("field", MINE)
def test_what_both_changed_is_shown_and_the_rest_is_taken_over(team, meeting, opened, field):
    sent = opened()
    save(team, meeting, opened(), **THEIRS)

    refused = save(team, meeting, sent, **{field: MINE[field]})

    assert refused.status_code == 409
    assert [(each.name, str(now)) for each, now in refused.context["form"].conflicts] == [(field, SHOWN[field])]
    assert SHOWN[field] in refused.text
    assert saved() == THEIRS
    assert save(team, meeting, typed_of(refused.context["form"])).status_code == 302
    assert saved() == THEIRS | {field: MINE[field]}


def test_both_may_say_the_same(team, meeting, opened):
    sent = opened()
    save(team, meeting, opened(), title="Ours")

    assert save(team, meeting, sent, title="Ours", place="My room").status_code == 302


@pytest.mark.parametrize("seen", ["", "nothing", "title:", ":::"])
def test_of_a_page_that_does_not_know_what_it_began_with_all_is_looked_at(team, meeting, opened, seen):
    sent = opened() | {"seen": seen}
    save(team, meeting, opened(), link=THEIRS["link"])

    refused = save(team, meeting, sent, title="My title")

    assert refused.status_code == 409
    assert THEIRS["link"] in refused.text
    assert saved()["link"] == THEIRS["link"]


TYPED = {
    "change": {"title": "Mine"},
    "reminders": {"text": "Mine."},
    "move": {"begins": "04:00", "ends": "05:00"},
    "agenda": {"agenda-0-title": "Mine"},
}


@pytest.mark.parametrize("first", TYPED)
@pytest.mark.parametrize("second", TYPED)
def test_only_what_is_the_same_thing_is_in_the_way(team, meeting, opened, first, second):
    sent = opened(second)
    theirs = {name: value.replace("Mine", "Theirs").replace("04:", "03:") for name, value in TYPED[first].items()}
    assert save(team, meeting, opened(first), first, **theirs).status_code == 302

    response = save(team, meeting, sent, second, **TYPED[second])

    assert response.status_code == (409 if first == second else 302)


@pytest.mark.parametrize("name", ["change", "agenda"])
def test_that_it_was_finished_is_in_nobody_s_way(team, meeting, opened, facilitator, name):
    Meeting.objects.update(starts_at=timezone.now() - timezone.timedelta(hours=1))
    sent = opened(name)
    finish_meeting(meeting, actor=facilitator, default="present")

    assert save(team, meeting, sent, name, **TYPED[name]).status_code == 302


def test_of_a_series_later_dates_take_over_only_what_was_changed_here(team, commons, facilitator):
    series = plan_series(commons, actor=facilitator, submission=uuid4(), whens=[on(20), on(34)], **SAID)
    first, later = series.meetings.order_by("starts_at")
    sent = typed_of(team.get(page_of(first, "change")).context["form"])
    save(team, first, sent, link=THEIRS["link"])

    assert save(team, first, sent, title="Mine", onwards="1").status_code == 302

    for date in (first, later):
        date.refresh_from_db()
    assert [date.title for date in (first, later)] == ["Mine", "Mine"]
    assert (first.link, later.link) == (THEIRS["link"], "")


def test_words_and_kinds_of_reminders_are_two_things(team, meeting, opened):
    sent = opened("reminders")
    save(team, meeting, opened("reminders"), "reminders", text="Theirs.")

    save(team, meeting, sent, "reminders", kinds=["week"])

    meeting.refresh_from_db()
    assert (meeting.reminders, meeting.reminder_text) == (["week"], "Theirs.")


def test_kinds_that_both_chose_are_mine_once_i_have_seen_theirs(team, meeting, opened):
    sent = opened("reminders")
    save(team, meeting, opened("reminders"), "reminders", kinds=["day"], text="Theirs.")

    refused = save(team, meeting, sent, "reminders", kinds=[])
    form = refused.context["form"]

    assert (refused.status_code, form["text"].value()) == (409, "Theirs.")
    assert save(team, meeting, typed_of(form), "reminders").status_code == 302
    meeting.refresh_from_db()
    assert (meeting.reminders, meeting.reminder_text) == ([], "Theirs.")


def test_an_agenda_that_was_only_looked_at_leaves_what_others_wrote(team, meeting, opened):
    sent = opened("agenda")
    save(team, meeting, opened("agenda"), "agenda", **TYPED["agenda"])

    assert save(team, meeting, sent, "agenda").status_code == 302

    assert [item.title for item in meeting.agenda.all()] == ["Mine"]


def test_a_move_is_made_by_whoever_has_seen_where_it_was_moved_meanwhile(team, meeting, opened):
    sent = opened("move")
    save(team, meeting, opened("move"), "move", begins="03:00", ends="04:00")

    refused = save(team, meeting, sent, "move", **TYPED["move"])
    again = {name: refused.context["form"][name].value() for name in ("version", "seen")}

    assert refused.status_code == 409
    assert save(team, meeting, sent | again, "move", **TYPED["move"]).status_code == 302
    assert Meeting.objects.get().begins.hour == 4
