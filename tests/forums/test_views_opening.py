"""Before somebody opens a discussion, a page says whom that tells and in whose name it asks."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from communities.effects import end_membership
from communities.models import Community, Membership, Space
from forums import actions
from forums.models import Discussion, StagePlan
from notifications.models import Notification
from tests.forums.groups import part
from tests.forums.planning import plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(commons, participant):
    return again(plan(commons, participant, title="Shut rooms"))


def again(discussion):
    return Discussion.objects.select_related("space__community", "planned_by").get(pk=discussion.pk)


def address(discussion):
    return reverse("forums:open", args=[discussion.pk])


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_it_says_how_many_are_told_and_as_many_are(client, planned, participant, facilitator, leader, moderator):
    actions.mute_discussion(planned, actor=leader)
    client.force_login(moderator)

    page = text(client.get(address(planned)))
    client.post(address(planned))

    told = Notification.objects.filter(entry__verb="discussion.opened").count()
    assert f"{told} people find it among their news." in page
    assert told == 2
    assert "The question is asked in the name of Pia Participant, who planned it." in page


def test_it_says_what_else_begins(client, commons, moderator):
    day = timezone.now() + timezone.timedelta(days=3)
    whole = plan(commons, moderator, stages=[StagePlan("Arguments"), StagePlan("Answers")], opens_at=day)
    part(again(whole), moderator)
    client.force_login(moderator)

    page = text(client.get(address(whole)))

    for said in (
        "The first stage begins: “Arguments”.",
        "The rooms of 2 groups open too.",
        "counts no more",
        "The question is asked in your name.",
    ):
        assert said in page


def test_looking_opens_nothing_and_two_clicks_open_it_once(client, planned, moderator, leader):
    client.force_login(moderator)
    client.get(address(planned))
    assert again(planned).opened_at is None

    for _click in (1, 2):
        assert client.post(address(planned)).url == planned.get_absolute_url()

    assert again(planned).posts.count() == 1
    assert Notification.objects.filter(entry__verb="discussion.opened", recipient=leader).count() == 1
    assert client.get(address(planned)).url == planned.get_absolute_url()


def test_where_the_team_looks_first_it_says_so(client, planned, participant):
    Community.objects.update(holds_first_posts=True)
    client.force_login(participant)

    page = text(client.get(address(planned)))

    assert "Ask the team to open it?" in page
    assert "among their news" not in page


def leave(person, commons):
    end_membership(Membership.objects.get(person=person))


def be_erased(person, commons):
    erase_person(person)


def be_locked_out(person, commons):
    type(person).objects.filter(pk=person.pk).update(is_active=False)


def lose_the_right(person, commons):
    Space.objects.filter(pk=commons.pk).update(starters=Space.Starters.TEAM)


@pytest.mark.parametrize("change", [leave, be_erased, be_locked_out, lose_the_right])
def test_nobody_asks_in_the_name_of_who_may_start_none_any_more(client, planned, participant, moderator, change):
    change(participant, planned.space)
    client.force_login(moderator)

    page = text(client.get(address(planned)))
    seen = text(client.get(reverse("forums:plan-seen", args=[planned.pk])))
    client.post(address(planned))

    opened = again(planned)
    assert "The question is asked in your name." in page
    assert "starts no discussions here any more, so you would ask it." in page
    assert "asked by Mo Moderator" in seen
    assert (opened.planned_by, opened.posts.get().author) == (moderator, moderator)


def test_who_may_still_start_one_keeps_their_question(client, planned, participant, moderator):
    client.force_login(moderator)
    client.post(address(planned))

    opened = again(planned)
    assert (opened.planned_by, opened.posts.get().author) == (participant, participant)


def test_the_plan_names_who_planned_it_until_somebody_asks(client, planned, moderator):
    client.force_login(moderator)
    assert "planned by Pia Participant" in text(client.get(planned.get_absolute_url()))

    client.post(address(planned))
    assert "asked by Pia Participant" in text(client.get(planned.get_absolute_url()))
