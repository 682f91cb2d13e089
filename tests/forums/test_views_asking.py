"""The pages on which a question is put to those who may know, and what is seen of it."""

import pytest
from django.urls import reverse

from forums.actions import ask_members
from forums.models import Asked
from forums.queries.asking import OFFERED
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory


@pytest.fixture
def question(members_room, participant):
    found = DiscussionFactory(space=members_room, kind="question", planned_by=participant, title="Debriefing at night")
    PostFactory(discussion=found, author=participant, kind="prompt")
    return found


@pytest.fixture
def helper(community):
    return MembershipFactory(
        community=community, person__display_name="Hele Helper", person__can_help_with="Debriefing"
    ).person


def url(discussion):
    return reverse("forums:ask", args=[discussion.pk])


def test_whoever_asked_chooses_and_asks(client, question, helper, participant):
    client.force_login(participant)
    assert url(question) in client.get(question.get_absolute_url()).content.decode()
    assert "Hele Helper" in client.get(url(question)).content.decode()

    first = client.post(url(question), {"people": [helper.pk]}, follow=True)
    again = client.post(url(question), {"people": [helper.pk]})

    assert "Hele Helper is asked, and told at once." in first.content.decode()
    assert again.url == question.get_absolute_url()
    assert Asked.objects.get().person == helper


def test_strangers_know_of_nothing_and_members_are_refused_once_it_is_answered(
    client, question, outsider, moderator, helper
):
    client.force_login(outsider)
    assert client.get(url(question)).status_code == 404
    PostFactory(discussion=question, author=moderator)
    client.force_login(helper)
    assert client.get(url(question)).status_code == 403
    assert client.post(url(question), {"people": [moderator.pk]}).status_code == 403


def test_an_open_discussion_offers_nothing_of_this(client, question, participant):
    question.kind = "open"
    question.save()
    client.force_login(participant)

    assert url(question) not in client.get(question.get_absolute_url()).content.decode()


def test_who_is_not_offered_is_refused_beside_the_choice(client, question, helper, moderator, participant):
    client.force_login(participant)

    response = client.post(url(question), {"people": [moderator.pk]})

    assert response.status_code == 422
    assert "One of them cannot be asked any more. Please choose again." in response.content.decode()
    assert not Asked.objects.exists()


def test_six_at_once_are_too_many(client, question, community, participant):
    people = [
        row.person.pk
        for row in MembershipFactory.create_batch(6, community=community, person__can_help_with="Debriefing")
    ]
    client.force_login(participant)

    response = client.post(url(question), {"people": people})

    assert response.status_code == 422
    assert response.content.decode().count(" checked") == 6
    assert not Asked.objects.exists()


def test_where_nobody_fits_it_says_so(client, question, participant):
    client.force_login(participant)

    assert "Nobody whose profile fits" in client.get(url(question)).content.decode()


def test_whoever_was_asked_may_say_not_me_with_a_click(client, question, helper, participant):
    ask_members(question, actor=participant, people=[helper])
    client.force_login(helper)
    not_me = reverse("forums:not-me", args=[question.pk])
    assert "thinks that you may know" in client.get(question.get_absolute_url()).content.decode()
    assert client.get(not_me).status_code == 405

    response = client.post(not_me, follow=True)
    client.post(not_me)

    assert "thinks that you may know" not in response.content.decode()
    assert Asked.objects.get().passed_at is not None
    client.force_login(participant)
    assert "not this time" in client.get(question.get_absolute_url()).content.decode()
    assert client.post(not_me).status_code == 404


def test_whoever_asked_sees_who_answered(client, question, helper, participant, moderator):
    ask_members(question, actor=participant, people=[helper])
    PostFactory(discussion=question, author=helper)
    client.force_login(participant)

    assert "answered</a>" in client.get(question.get_absolute_url()).content.decode()
    client.force_login(moderator)
    assert "Who was asked" not in client.get(question.get_absolute_url()).content.decode()


def test_what_was_told_is_read_with_the_page(client, question, helper, participant):
    ask_members(question, actor=participant, people=[helper])
    client.force_login(helper)

    client.get(question.get_absolute_url())

    assert not helper.notifications.unread().exists()


def test_questions_without_an_answer_have_a_list(client, community, question, commons, participant, helper):
    DiscussionFactory(space=commons, title="Talk", kind="open")
    answered = DiscussionFactory(space=commons, title="Answered", kind="question", planned_by=participant)
    PostFactory(discussion=answered, author=participant, kind="prompt")
    PostFactory(discussion=answered, author=helper)
    client.force_login(helper)
    address = reverse("home:discussions", args=["campus"])

    page = client.get(address, {"show": "unanswered"}).content.decode()

    assert "Debriefing at night" in page
    assert "Talk</a>" not in page
    assert "Answered</a>" not in page
    PostFactory(discussion=question, author=helper)
    assert "Every question has an answer" in client.get(address, {"show": "unanswered"}).content.decode()


@pytest.mark.parametrize("number", [2, OFFERED + 20])
def test_the_page_asks_as_little_however_many_may_know(
    client, question, community, participant, number, django_assert_max_num_queries
):
    MembershipFactory.create_batch(number, community=community, person__can_help_with="Debriefing")
    client.force_login(participant)
    client.get(url(question))

    with django_assert_max_num_queries(12):
        page = client.get(url(question)).content.decode()

    assert page.count('name="people"') == min(number, OFFERED)


def test_the_page_of_a_question_asks_one_thing_more(
    client, question, participant, helper, django_assert_max_num_queries
):
    ask_members(question, actor=participant, people=[helper])
    client.force_login(participant)
    client.get(question.get_absolute_url())

    with django_assert_max_num_queries(9):
        client.get(question.get_absolute_url(), {"from": "00000"})
