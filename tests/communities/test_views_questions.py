"""Writing questions, answering them at each door, reading the answers."""

from uuid import uuid4

import pytest
from django.urls import reverse

from communities.models import Community, JoinRequest, Membership, RegistrationAnswer, RegistrationQuestion
from tests.factories import InvitationFactory, UserFactory


def url(name, *more):
    return reverse(f"communities:{name}", args=["campus", *more])


@pytest.fixture
def where(community):
    return community.registration_questions.create(
        position=1, text="Where do you teach?", help="A <b>ward</b>, a school", is_required=True
    )


def answer(question, text="In Lyon"):
    return {f"answer_{question.pk}": text}


def test_write_one(client, leader):
    client.force_login(leader)
    assert "Newcomers are asked nothing" in client.get(url("questions")).content.decode()
    form = {"text": "What is it?", "kind": "choice", "choices": "Ward\n\nSchool\nWard", "submission": uuid4()}

    response = client.post(url("question-new"), form, follow=True)

    question = RegistrationQuestion.objects.get()
    assert (question.choices, question.is_required) == (["Ward", "School"], False)
    assert "Ward · School" in response.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"text": "x" * 201},
        {"kind": "nonsense"},
        {"kind": "choice"},
        {"kind": "choice", "choices": "one"},
        {"kind": "choice", "choices": "one\n" + "x" * 81},
        {"kind": "choice", "choices": "\n".join(map(str, range(13)))},
    ],
)
def test_what_cannot_be_asked(client, leader, wrong):
    client.force_login(leader)

    response = client.post(url("question-new"), {"text": "Where?", "kind": "text", "submission": uuid4(), **wrong})

    assert response.status_code == 422
    assert not RegistrationQuestion.objects.exists()


def test_change_one(client, leader, where):
    client.force_login(leader)
    assert "What can be chosen" not in client.get(url("question-change", where.pk)).content.decode()

    response = client.post(url("question-change", where.pk), {"text": "Where do you work?"})

    where.refresh_from_db()
    assert (response.status_code, where.text, where.is_required, where.kind) == (
        302,
        "Where do you work?",
        False,
        "text",
    )


def test_order_and_end(client, leader, where, community):
    other = community.registration_questions.create(position=2, text="Hopes?")
    client.force_login(leader)

    client.post(url("question-move", other.pk), {"place": "0"})
    assert list(community.registration_questions.asked()) == [other, where]
    client.post(url("question-retire", other.pk))

    page = client.get(url("questions")).content.decode()
    assert list(community.registration_questions.asked()) == [where]
    assert page.index("Where do you teach?") < page.index("Asked no more") < page.index("Hopes?")
    assert client.get(url("question-change", other.pk)).status_code == 404


def test_what_leaders_write_is_text(client, outsider, where):
    client.force_login(outsider)

    page = client.get(url("join")).content.decode()

    assert "A &lt;b&gt;ward&lt;/b&gt;, a school" in page


def test_from_the_front_page_one_is_led_to_the_questions(client, outsider, where):
    client.force_login(outsider)

    response = client.post(url("join"))

    assert response.status_code == 200
    assert "Where do you teach?" in response.content.decode()
    assert not Membership.objects.filter(person=outsider).exists()


@pytest.mark.usefixtures("leader")
def test_join_with_an_answer(client, outsider, where):
    client.force_login(outsider)
    refused = client.post(url("join"), answer(where, " "))
    response = client.post(url("join"), answer(where))

    assert (refused.status_code, response.status_code) == (422, 302)
    assert RegistrationAnswer.objects.get(person=outsider).text == "In Lyon"


@pytest.mark.usefixtures("leader")
def test_the_team_reads_it_beside_the_request(client, outsider, moderator, where):
    Community.objects.update(admission="request")
    client.force_login(outsider)
    client.post(url("join"), {"message": "Hello", **answer(where)})
    client.force_login(moderator)

    page = client.get(url("requests")).content.decode()

    assert JoinRequest.objects.get().message == "Hello"
    assert page.index("Hello") < page.index("Where do you teach?") < page.index("In Lyon")


def test_an_invitation_asks_too(client, outsider, leader, community, where):
    invitation = InvitationFactory(community=community, invited_by=leader, email=outsider.email)
    client.force_login(outsider)
    address = invitation.get_absolute_url()
    assert "Where do you teach?" in client.get(address).content.decode()

    refused = client.post(f"{address}accept/", answer(where, ""))
    invitation.refresh_from_db()
    assert (refused.status_code, invitation.state) == (422, "opened")
    response = client.post(f"{address}accept/", answer(where))

    assert response.url == "/c/campus/"
    assert RegistrationAnswer.objects.get(person=outsider).text == "In Lyon"


def test_a_visitor_is_not_asked(client, leader, community, where):
    invitation = InvitationFactory(community=community, invited_by=leader)

    assert "Where do you teach?" not in client.get(invitation.get_absolute_url()).content.decode()


def test_the_page_of_a_member(client, community, facilitator, participant, where):
    RegistrationAnswer.objects.create(question=where, person=participant, text="In Lyon")
    membership = community.memberships.get(person=participant)
    client.force_login(facilitator)

    page = client.get(url("member", membership.pk)).content.decode()

    assert page.index("Where do you teach?") < page.index("In Lyon")


def test_one_s_own_answers(client, participant, where):
    client.force_login(participant)
    assert url("answers") in client.get(url("members")).content.decode()

    assert client.post(url("answers"), answer(where, " ")).status_code == 422
    assert client.post(url("answers"), answer(where)).status_code == 302

    assert "In Lyon" in client.get(url("answers")).content.decode()
    RegistrationQuestion.objects.update(retired_at="2026-01-01T00:00Z")
    assert "asks nothing of newcomers" in client.get(url("answers")).content.decode()
    assert url("answers") not in client.get(url("members")).content.decode()


@pytest.mark.parametrize("number", [1, 25])
def test_answers_take_one_query_for_all_requests(
    client, community, moderator, where, number, django_assert_max_num_queries
):
    Community.objects.update(admission="request")
    for person in UserFactory.create_batch(number):
        JoinRequest.objects.create(community=community, person=person)
        RegistrationAnswer.objects.create(question=where, person=person, text="In Lyon")
    client.force_login(moderator)

    with django_assert_max_num_queries(9):
        client.get(url("requests"))
