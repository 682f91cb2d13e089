"""The page of what members want to learn."""

import uuid

import pytest
from django.urls import reverse

from communities.actions import answer_topic, propose_topic
from communities.models import Community, LearningTopic
from tests.factories import MembershipFactory


def url(name, *args):
    return reverse(f"communities:{name}", args=["campus", *args])


def propose(community, actor, title="Feedback in haste"):
    return propose_topic(community, actor=actor, submission=uuid.uuid4(), title=title)


def read(client, person=None):
    if person:
        client.force_login(person)
    return client.get(url("topics")).content.decode()


def test_proposing(client, community, participant):
    assert "Nothing is proposed just now" in read(client, participant)

    response = client.post(url("topics"), {"title": "Silence", "why": "It is hard.", "submission": uuid.uuid4()})

    assert response.url == url("topics")
    page = read(client)
    assert "Silence" in page
    assert "It is hard." in page
    assert "1 vote" in page


@pytest.mark.parametrize(("field", "value"), [("title", " "), ("title", "x" * 201), ("why", "x" * 501)])
def test_bad_input_is_named_and_nothing_is_lost(client, community, participant, field, value):
    client.force_login(participant)

    response = client.post(
        url("topics"), {"title": "Silence", "why": "It is hard.", "submission": uuid.uuid4(), field: value}
    )

    assert response.status_code == 422
    assert ("It is hard." if field == "title" else "Silence") in response.content.decode()
    assert not LearningTopic.objects.exists()


def test_a_post_with_nothing_in_it_is_no_look_at_the_page(client, community, participant):
    client.force_login(participant)

    response = client.post(url("topics"), {})

    assert (response.status_code, "title" in response.context["form"].errors) == (422, True)


def test_voting_in_place_and_by_page(client, community, participant, moderator):
    topic = propose(community, participant)
    client.force_login(moderator)

    fragment = client.post(url("topic-vote", topic.pk), headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype" not in fragment
    assert "2 votes" in fragment
    assert "Take back your vote" in fragment

    assert client.post(url("topic-vote-back", topic.pk)).url == topic.get_absolute_url()
    topic.refresh_from_db()
    assert topic.vote_count == 1


def test_most_wanted_first(client, community, participant, moderator):
    propose(community, participant, "Less wanted")
    wanted = propose(community, participant, "More wanted")
    client.force_login(moderator)
    client.post(url("topic-vote", wanted.pk))

    page = read(client)

    assert page.index("More wanted") < page.index("Less wanted")


def test_the_team_takes_up(client, community, participant, facilitator):
    topic = propose(community, participant)
    client.force_login(facilitator)
    address = url("topic-answer", topic.pk)
    assert "1 member would come for it." in client.get(address).content.decode()

    assert client.post(address, {"state": "scheduled"}).status_code == 422
    response = client.post(address, {"state": "scheduled", "scheduled_on": "2027-02-01", "answer": "Gladly."})

    assert response.url == topic.get_absolute_url()
    page = read(client)
    assert "Taken up" in page
    assert "1 February 2027" in page
    assert "Gladly." in page


def test_members_do_not_take_up(client, community, participant):
    topic = propose(community, participant)
    client.force_login(participant)

    assert client.get(url("topic-answer", topic.pk)).status_code == 403
    assert "Take up" not in read(client)


def test_visitors_read_and_do_not_vote(client, community, participant):
    topic = propose(community, participant)

    page = read(client)

    assert "Feedback in haste" in page
    assert "I would come" not in page
    assert client.post(url("topic-vote", topic.pk)).status_code == 403


def test_what_is_not_open_to_somebody_is_not_there(client, community, outsider):
    Community.objects.update(visibility="listed")
    client.force_login(outsider)

    assert client.get(url("topics")).status_code == 404


def test_what_is_over_stays_to_be_read(client, community, participant, facilitator):
    answer_topic(propose(community, participant), actor=facilitator, state="declined", answer="Next year.")

    page = read(client, participant)

    assert "Done, or not now" in page
    assert "Next year." in page


@pytest.mark.parametrize("number", [1, 60])
def test_queries_do_not_grow(client, community, django_assert_max_num_queries, number):
    person = MembershipFactory(community=community).person
    for _topic in range(number):
        propose(community, person)
    client.force_login(person)
    read(client)

    with django_assert_max_num_queries(9):
        read(client)
