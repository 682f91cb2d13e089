"""The way from a topic into a plan, and what the pages of both say of each other (H2)."""

import uuid

import pytest
from django.urls import reverse

from communities.actions import propose_topic
from communities.effects import let_in
from communities.models import Community, LearningTopic, Role, Space
from forums import actions
from forums.models import Discussion
from tests.factories import DiscussionFactory
from tests.forums.agenda import TITLE, plan

pytestmark = pytest.mark.django_db


def test_the_way_leads_from_the_topic_into_the_plan(client, commons, topic, moderator):
    client.force_login(moderator)
    url = reverse("forums:take-up", args=["campus", topic.pk])
    assert url in client.get("/c/campus/topics/").content.decode()

    page = client.get(url).content.decode()
    way = f"{reverse('forums:plan-new', args=['campus', 'commons'])}?topic={topic.pk}"
    assert way in page

    form = client.get(f"{way}&kind=open").context["form"]
    assert (form["topic"].value(), form["title"].value()) == (topic.pk, TITLE)
    sent = {"title": TITLE, "kind": "open", "question": "How?", "topic": topic.pk, "submission": uuid.uuid4()}
    client.post(way, sent)
    assert Discussion.objects.get().topic == topic
    assert "It is taken up already" in client.get(url).content.decode()


def test_the_choice_stays_when_a_plan_is_changed(client, commons, topic, moderator):
    discussion = plan(commons, moderator, topic=topic)
    LearningTopic.objects.update(state="done")
    client.force_login(moderator)
    url = reverse("forums:plan", args=[discussion.pk])

    assert f'<option value="{topic.pk}" selected>' in client.get(url).content.decode()
    sent = {"title": TITLE, "kind": "open", "question": "How?", "topic": topic.pk, "plan_version": 0}
    assert client.post(url, sent).status_code == 302
    discussion.refresh_from_db()
    assert (discussion.topic, discussion.title) == (topic, TITLE)


def test_participants_are_offered_no_topic(client, commons, topic, participant):
    client.force_login(participant)

    page = client.get(f"{reverse('forums:plan-new', args=['campus', 'commons'])}?kind=open&topic={topic.pk}")

    assert page.status_code == 200
    assert "topic" not in page.context["form"].fields
    assert client.get(reverse("forums:take-up", args=["campus", topic.pk])).status_code == 403


@pytest.mark.parametrize("asked", ["0", "x", "", "9" * 30])
def test_a_topic_that_is_not_there_changes_nothing(client, commons, topic, moderator, asked):
    client.force_login(moderator)

    page = client.get(reverse("forums:plan-new", args=["campus", "commons"]), {"kind": "open", "topic": asked})

    assert (page.status_code, "topic" in page.context["form"].initial) == (200, False)


def test_the_topic_shows_the_discussion_to_those_who_may_see_it(client, team_room, topic, moderator, participant):
    actions.open_discussion(plan(team_room, moderator, topic=topic, title="A canary sings"), actor=moderator)

    for person, is_shown in ((moderator, True), (participant, False)):
        client.force_login(person)
        assert ("A canary sings" in client.get("/c/campus/topics/").content.decode()) == is_shown


def test_the_discussion_shows_its_topic_to_those_who_may_see_it(client, community, topic, leader, outsider):
    room = Space.objects.create(community=community, slug="project", name="Project group", access="private")
    discussion = DiscussionFactory(space=room, topic=topic)
    Community.objects.update(visibility="hidden")
    for person, role in ((leader, Role.LEADER), (outsider, Role.GUEST)):
        let_in(person, room, role=role, source="guest")

    for person, is_shown in ((leader, True), (outsider, False)):
        client.force_login(person)
        assert (TITLE in client.get(discussion.get_absolute_url()).content.decode()) == is_shown


@pytest.mark.parametrize("number", [1, 12])
def test_queries_do_not_grow(client, commons, participant, moderator, django_assert_max_num_queries, number):
    for each in range(number):
        topic = propose_topic(commons.community, actor=participant, submission=uuid.uuid4(), title=f"Topic {each}")
        DiscussionFactory(space=commons, topic=topic)
    client.force_login(moderator)
    client.get("/c/campus/topics/")

    with django_assert_max_num_queries(11):
        client.get("/c/campus/topics/")
    with django_assert_max_num_queries(11):
        client.get(reverse("forums:take-up", args=["campus", topic.pk]))
