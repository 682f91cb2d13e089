"""The calendar of beats, for members; what is missing and too much, for the team (G24, H29)."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from communities.models import ActionItem, Break, LearningTopic, Rhythm
from forums.models import Discussion
from tests.communities.life import in_phase
from tests.factories import DiscussionFactory, MembershipFactory, UserFactory
from tests.factories.meetings import MeetingFactory
from tests.masking import body_of

URL = "/c/campus/rhythm/"
CHANGE = reverse("communities:rhythm-change", args=["campus"])
ADD = reverse("communities:break-add", args=["campus"])
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
WEEK = timedelta(weeks=1)
DUE = "By your rhythm a discussion would open this week."


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False):
        yield NOW


def planned(space, title, opens_at):
    return DiscussionFactory(
        space=space, title=title, state=Discussion.State.PLANNED, opened_at=None, opens_at=opens_at
    )


def topic(community, title, day, **fields):
    return LearningTopic.objects.create(
        community=community,
        title=title,
        proposed_by=UserFactory(),
        submission=uuid4(),
        **{"state": "scheduled", "scheduled_on": day} | fields,
    )


def item(community, title, day, **fields):
    return ActionItem.objects.create(
        community=community, title=title, due_on=day, created_by=UserFactory(), submission=uuid4(), **fields
    )


def page(client, person, url=URL):
    client.force_login(person)
    return body_of(client.get(url))


def test_who_reads_it(client, community, leader, participant, outsider):
    for person, status in ((leader, 200), (participant, 200), (outsider, 404)):
        client.force_login(person)
        assert client.get(URL).status_code == status
    client.logout()
    assert client.get(URL).status_code == 404


def test_what_happens_week_by_week(client, commons, participant, now):
    community = commons.community
    DiscussionFactory(space=commons, title="Feedback upwards", opened_at=NOW - WEEK, closes_at=NOW + WEEK)
    DiscussionFactory(space=commons, title="Tears", opened_at=NOW - WEEK)
    topic(community, "Silence", date(2026, 3, 12))
    topic(community, "Not yet", None, state="proposed")
    item(community, "Write the guide", date(2026, 3, 3))
    item(community, "Given up", date(2026, 3, 3), state="dropped")
    Break.objects.create(community=community, begins_on=date(2026, 3, 16), ends_on=date(2026, 3, 20), word="Exams")

    weeks = client_weeks(client, participant)

    assert [text for text in ("Write the guide", "overdue", "Still open:", "Tears") if text in weeks["2 Mar"]] == [
        "Write the guide",
        "overdue",
        "Still open:",
        "Tears",
    ]
    assert 'Feedback upwards</a> <span class="meta">closes' in weeks["9 Mar"]
    assert 'Silence</a> <span class="meta">to learn' in weeks["9 Mar"]
    assert "1 goes on" in weeks["9 Mar"]
    assert "Exams" in weeks["16 Mar"]
    assert 'Feedback upwards</a> <span class="meta">opened' in weeks["23 Feb"]
    assert "Not yet" not in "".join(weeks.values())
    assert "Given up" not in "".join(weeks.values())


def test_a_meeting_stands_in_its_week_once(client, commons, participant, now):
    MeetingFactory(space=commons, title="Clinic", starts_at=NOW + WEEK)
    MeetingFactory(space=commons, title="Webinar", starts_at=NOW - WEEK, state="held")

    weeks = client_weeks(client, participant)

    assert 'Clinic</a> <span class="meta">begins' in weeks["9 Mar"]
    assert 'Webinar</a> <span class="meta">took place' in weeks["23 Feb"]
    assert "".join(weeks.values()).count("Clinic") == 1


def test_a_meeting_is_not_one_more_thing_to_follow(client, commons, community, moderator, now):
    Rhythm.objects.create(community=community, most_open=1)
    DiscussionFactory(space=commons)
    MeetingFactory(space=commons, starts_at=NOW + timedelta(hours=1))

    assert "more than you meant" not in page(client, moderator)


def client_weeks(client, person):
    """The weeks of the page by their first day."""
    parts = re.split(r'<li class="week[ "]', page(client, person))[1:]
    return {part.split("<span>")[1].split(" to ")[0]: part for part in parts}


def test_twenty_weeks(client, participant, now):
    weeks = list(client_weeks(client, participant))

    assert (len(weeks), weeks[0], weeks[11], weeks[12], weeks[19]) == (20, "2 Mar", "18 May", "23 Feb", "5 Jan")


def test_a_week_is_the_communitys_own(client, commons, participant, now):
    """It is Sunday evening in UTC, and Monday where the community is; its reader is in the west."""
    community = commons.community
    community.time_zone = "Pacific/Auckland"
    community.save(update_fields=["time_zone"])
    participant.time_zone = "America/Los_Angeles"
    participant.save(update_fields=["time_zone"])
    DiscussionFactory(space=commons, title="Early", closes_at=datetime(2026, 3, 8, 11, 30, tzinfo=UTC))

    weeks = client_weeks(client, participant)

    assert "Early" in weeks["9 Mar"]
    assert "Mon 9" in weeks["9 Mar"]


def test_what_is_planned_is_for_those_who_may_see_it(client, commons, participant, facilitator, moderator, now):
    Rhythm.objects.create(community=commons.community, discussion_weeks=1)
    planned(commons, "Not announced", NOW + timedelta(hours=2))

    assert "Not announced" in client_weeks(client, moderator)["2 Mar"]
    for person in (participant, facilitator):
        week = client_weeks(client, person)["2 Mar"]
        assert "Not announced" not in week
        assert DUE not in week


def test_the_team_sees_what_is_missing_and_too_much(client, commons, participant, facilitator, moderator, now):
    Rhythm.objects.create(community=commons.community, discussion_weeks=4, most_open=1)
    for title in ("One", "Two"):
        DiscussionFactory(space=commons, title=title, opened_at=NOW)

    for person in (moderator, facilitator):
        text = page(client, person)
        assert "In 2 of the coming weeks your rhythm would have a discussion open" in text
        assert "2 discussions are open at once" in text
        assert "2 open at once; you meant 1 at most." in text
        assert (text.count(DUE), DUE in client_weeks(client, person)["30 Mar"]) == (2, True)
        assert f'href="{reverse("forums:plan-new", args=["campus", "commons"])}"' in text
        assert f'href="{reverse("forums:plan-new", args=["campus", "team"])}"' not in text
    text = page(client, participant)
    assert DUE not in text
    assert "at once; you meant" not in text
    assert "For the team" not in text
    assert "A new discussion opens every four weeks. At most 1 is open at once." in text


def test_an_ended_community_misses_nothing(client, community, leader, now):
    Rhythm.objects.create(community=community, discussion_weeks=1)
    in_phase(community, "concluded")

    text = page(client, leader)

    assert DUE not in text
    assert CHANGE not in text


def test_only_who_may_set_it_is_shown_the_way(client, community, participant, facilitator, moderator):
    for person, is_shown in ((participant, False), (facilitator, False), (moderator, True)):
        assert (CHANGE in page(client, person)) == is_shown


@pytest.mark.parametrize("number", [1, 12])
def test_queries_do_not_grow(client, commons, moderator, number, now, django_assert_max_num_queries):
    community = commons.community
    Rhythm.objects.create(community=community, discussion_weeks=2, most_open=2)
    for each in range(number):
        DiscussionFactory(space=commons, opened_at=NOW - each * WEEK)
        planned(commons, "Later", NOW + each * WEEK + timedelta(hours=1))
        topic(community, "Topic", NOW.date())
        item(community, "Item", NOW.date())
        day = NOW.date() + timedelta(days=each)
        Break.objects.create(community=community, begins_on=day, ends_on=day, word="Away")
        MembershipFactory(community=community)
    client.force_login(moderator)
    client.get(URL)

    with django_assert_max_num_queries(12):
        client.get(URL)


# Setting it


def test_it_is_set(client, community, moderator, participant, outsider):
    form = {"discussion_weeks": "2", "most_open": "3", "version": "0"}
    for person, status in ((participant, 403), (outsider, 404), (moderator, 302)):
        client.force_login(person)
        assert client.post(CHANGE, form).status_code == status
        assert client.get(CHANGE).status_code == (200 if status == 302 else status)

    assert list(Rhythm.objects.values_list("community", "discussion_weeks", "most_open")) == [(community.pk, 2, 3)]
    assert "A new discussion opens every two weeks. At most 3 are open at once." in page(client, moderator)


def test_it_is_left_open_again(client, community, moderator):
    Rhythm.objects.create(community=community, discussion_weeks=2, most_open=3, version=4)
    client.force_login(moderator)

    client.post(CHANGE, {"discussion_weeks": "", "most_open": "", "version": "4"})

    assert Rhythm.objects.filter(discussion_weeks=None, most_open=None, version=5).exists()
    assert "Set a rhythm" in page(client, moderator)


@pytest.mark.parametrize("wrong", [{"discussion_weeks": "5"}, {"most_open": "0"}, {"most_open": "21"}, {"version": ""}])
def test_what_nobody_can_mean_is_refused(client, community, moderator, wrong):
    client.force_login(moderator)

    response = client.post(CHANGE, {"discussion_weeks": "2", "most_open": "3", "version": "0"} | wrong)

    assert response.status_code == 422
    assert not Rhythm.objects.exists()


def test_another_change_meanwhile_is_shown_beside_ones_own(client, community, moderator):
    Rhythm.objects.create(community=community, discussion_weeks=4, version=1)
    client.force_login(moderator)

    response = client.post(CHANGE, {"discussion_weeks": "2", "most_open": "3", "version": "0"})

    assert response.status_code == 409
    text = response.content.decode()
    assert "Meanwhile it is: every four weeks" in text
    assert "Meanwhile it is: no limit" in text
    assert client.post(CHANGE, {"discussion_weeks": "2", "most_open": "3", "version": "1"}).status_code == 302
    assert Rhythm.objects.get().discussion_weeks == 2


def test_breaks_are_added_and_taken_out(client, community, moderator, participant, now):
    form = {"word": "Exams", "begins_on": "2026-03-16", "ends_on": "2026-03-20"}
    client.force_login(participant)
    assert client.post(ADD, form).status_code == 403
    client.force_login(moderator)

    assert client.get(ADD).status_code == 405
    for _click in range(2):
        assert client.post(ADD, form).url == CHANGE
    assert list(community.breaks.values_list("word", "begins_on")) == [("Exams", date(2026, 3, 16))]
    assert "16 March to 20 March" in client.get(CHANGE).content.decode()

    remove = reverse("communities:break-remove", args=["campus", community.breaks.get().pk])
    for _click in range(2):
        assert client.post(remove).url == CHANGE
    assert not community.breaks.exists()


def test_a_break_of_another_community_is_not_touched(client, community, moderator, now):
    other = Break.objects.create(
        community=MembershipFactory().community, begins_on=NOW.date(), ends_on=NOW.date(), word="Theirs"
    )
    client.force_login(moderator)

    client.post(reverse("communities:break-remove", args=["campus", other.pk]))

    assert Break.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2026-03-20", "2026-03-16"), "not before the first one"),
        (("2026-03-16", "2026-09-16"), "Half a year at most"),
        (("2036-03-16", "2036-03-17"), "within two years"),
        (("2026-04-02", "2026-04-03"), "rest on some of these days already"),
    ],
)
def test_breaks_that_nobody_can_mean(client, community, moderator, days, said, now):
    Break.objects.create(community=community, begins_on=date(2026, 4, 1), ends_on=date(2026, 4, 2), word="Easter")
    client.force_login(moderator)

    response = client.post(ADD, {"word": "Exams", "begins_on": days[0], "ends_on": days[1]})

    assert (response.status_code, said in response.content.decode()) == (422, True)
    assert community.breaks.count() == 1
