"""Leaders ask a coach for a conversation, and the coach answers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from communities.actions import leave_community
from communities.actions.coaching import answer_request, ask_coach, take_request_back
from communities.actions.handover import accept_hand_over, offer_leadership
from communities.errors import CoachAway, CoachingOver, TooManyCoaches
from communities.models import Coach, CoachingRequest, Community, Role
from communities.queries.coaching import offered_to
from core.permissions import Refused
from tests.communities.life import in_phase
from tests.factories import MembershipFactory, UserFactory
from tests.facts import told

PAGE = reverse("communities:leading", args=["campus"])
DESK = reverse("communities:coaching")
MESSAGE = "Nobody has written for three weeks. Could we talk on Friday?"
YES = {"is_accepted": "yes", "answer": "Friday at five, in my room: https://meet.example/ruth"}


@pytest.fixture
def coach(db):
    return a_coach("Ruth Coach")


def a_coach(name, **facts):
    person = UserFactory(display_name=name)
    return Coach.objects.create(person=person, helps_with="First years of a community", **facts)


def ask(community, coach, leader):
    return ask_coach(community, coach=coach, message=MESSAGE, actor=leader)


def asking(coach):
    return reverse("communities:coach-ask", args=["campus", coach.pk])


def answering(request):
    return reverse("communities:coaching-answer", args=[request.pk])


def text(response):
    return response.content.decode()


def test_a_leader_asks_and_the_coach_is_told(community, leader, coach):
    request = ask(community, coach, leader)

    assert (request.state, request.message, request.asked_by) == ("asked", MESSAGE, leader)
    assert told(coach.person) == ["coachingrequest.coach_asked"]


def test_asking_twice_is_once(community, leader, coach):
    assert ask(community, coach, leader) == ask(community, coach, leader)
    assert told(coach.person) == ["coachingrequest.coach_asked"]


def test_who_asks(community, leader, moderator, coach):
    with pytest.raises(Refused):
        ask(community, coach, moderator)
    in_phase(community, "concluded")
    with pytest.raises(Refused):
        ask(community, coach, leader)

    assert not CoachingRequest.objects.exists()


def test_a_coach_who_is_away_is_not_asked_nor_oneself(community, leader):
    away = a_coach("Away", is_available=False)
    oneself = Coach.objects.create(person=leader, helps_with="Much")
    for coach in (away, oneself):
        with pytest.raises(CoachAway):
            ask(community, coach, leader)


def test_a_community_asks_three_in_a_week(community, leader):
    for number in range(3):
        ask(community, a_coach(f"Coach {number}"), leader)
    fourth = a_coach("Coach 4")
    with pytest.raises(TooManyCoaches):
        ask(community, fourth, leader)

    CoachingRequest.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert ask(community, fourth, leader).is_waiting


def test_the_coach_answers_once_and_whoever_asked_is_told(community, leader, coach):
    request = ask(community, coach, leader)

    assert answer_request(request, is_accepted=True, answer="On Friday.", actor=coach.person)
    assert not answer_request(request, is_accepted=True, answer="On Friday.", actor=coach.person)
    with pytest.raises(CoachingOver):
        answer_request(request, is_accepted=False, answer="No.", actor=coach.person)

    request.refresh_from_db()
    assert (request.state, request.answer) == ("accepted", "On Friday.")
    assert told(leader) == ["coachingrequest.coach_agreed"]


def test_an_answer_reaches_those_who_lead_by_now(client, community, leader, participant, coach):
    request = ask(community, coach, leader)
    accept_hand_over(
        offer_leadership(community, to=participant, afterwards="moderator", actor=leader), actor=participant
    )

    client.force_login(coach.person)
    pages = [client.post(answering(request), YES, follow=True) for _click in range(2)]

    assert told(participant)[-1] == "coachingrequest.coach_agreed"
    assert "coachingrequest.coach_agreed" not in told(leader)
    client.force_login(participant)
    assert "Friday at five" in text(client.get(PAGE))
    said = "Answered. Those who lead Virtual campus are told."
    assert [said in text(page) for page in pages] == [True, False], "once is enough"


def test_visitors_are_offered_nobody(coach):
    assert list(offered_to(AnonymousUser())) == []


def test_a_no_is_told_too(community, leader, coach):
    answer_request(ask(community, coach, leader), is_accepted=False, answer="Ask Tom.", actor=coach.person)

    assert told(leader) == ["coachingrequest.coach_declined"]
    assert ask(community, coach, leader).is_waiting


def test_nobody_else_answers(community, leader, coach, admin):
    request = ask(community, coach, leader)
    for person in (leader, admin, a_coach("Other").person):
        with pytest.raises(Refused):
            answer_request(request, is_accepted=True, answer="Yes.", actor=person)

    request.refresh_from_db()
    assert request.is_waiting


def test_what_was_taken_back_is_not_answered(community, leader, moderator, coach):
    request = ask(community, coach, leader)
    with pytest.raises(Refused):
        take_request_back(request, actor=moderator)

    assert take_request_back(request, actor=leader)
    assert not take_request_back(request, actor=leader)
    with pytest.raises(CoachingOver):
        answer_request(request, is_accepted=True, answer="Yes.", actor=coach.person)


def test_it_is_taken_back_when_whoever_asked_leaves(community, leader, coach):
    MembershipFactory(community=community, role=Role.LEADER)
    request = ask(community, coach, leader)

    leave_community(community, actor=leader)

    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_erasure_forgets_both_sides(community, leader, coach):
    MembershipFactory(community=community, role=Role.LEADER)
    ask(community, coach, leader)
    erase_person(leader)
    assert not CoachingRequest.objects.exists()

    ask(community, coach, Community.objects.get().memberships.live().get(role=Role.LEADER).person)
    erase_person(coach.person)
    assert not CoachingRequest.objects.exists()
    assert not Coach.objects.exists()


def test_the_page_for_those_who_lead(client, community, coach, leader, facilitator, participant, outsider):
    for person, status in ((outsider, 404), (participant, 403), (facilitator, 200), (leader, 200)):
        client.force_login(person)
        assert client.get(PAGE).status_code == status
    assert "Ruth Coach" in text(client.get(PAGE))
    assert "Drawing in quiet people" in text(client.get(PAGE))
    client.force_login(facilitator)
    assert "Ruth Coach" not in text(client.get(PAGE))


def test_the_whole_conversation_on_its_pages(client, community, coach, leader):
    client.force_login(leader)
    response = client.post(asking(coach), {"message": MESSAGE}, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert MESSAGE in text(response)
    assert asking(coach) not in text(response)

    client.force_login(coach.person)
    assert MESSAGE in text(client.get(DESK))
    answered = client.post(answering(CoachingRequest.objects.get()), YES, follow=True)
    assert "Nobody waits" in text(answered)

    client.force_login(leader)
    page = text(client.get(PAGE))
    assert 'href="https://meet.example/ruth"' in page
    assert asking(coach) in page


def test_an_answer_that_lacks_something_keeps_the_rest(client, community, coach, leader):
    request = ask(community, coach, leader)
    client.force_login(coach.person)

    response = client.post(answering(request), {"is_accepted": "", "answer": "On Friday."})

    assert response.status_code == 422
    assert "On Friday." in text(response)
    request.refresh_from_db()
    assert request.is_waiting


def test_the_desk_is_for_coaches(client, community, coach, leader, admin):
    assert client.get(DESK).status_code == 302
    request = ask(community, coach, leader)
    for person in (leader, admin):
        client.force_login(person)
        assert client.get(DESK).status_code == 404
        assert client.post(answering(request), YES).status_code == 404
    client.force_login(coach.person)
    assert client.get(DESK).status_code == 200


def test_what_comes_too_late_is_off_the_desk(client, community, coach, leader):
    ask(community, coach, leader)
    in_phase(community, "concluded")
    client.force_login(coach.person)

    assert "Nobody waits" in text(client.get(DESK))


def test_a_coach_who_takes_no_requests_is_not_offered(client, community, coach, leader):
    Coach.objects.update(is_available=False)
    client.force_login(leader)

    assert client.get(asking(coach)).status_code == 404
    assert "named no coaches" in text(client.get(PAGE))


def test_requests_of_elsewhere_are_not_there(client, community, coach, leader):
    elsewhere = MembershipFactory(role=Role.LEADER)
    request = ask(elsewhere.community, coach, elsewhere.person)
    client.force_login(leader)

    assert client.post(reverse("communities:coaching-back", args=["campus", request.pk])).status_code == 404


def test_site_staff_name_coaches_in_the_admin_and_read_no_request(client, community, coach, leader, admin):
    ask(community, coach, leader)
    client.force_login(admin)

    client.post(reverse("admin:communities_coach_add"), {"person": leader.pk, "helps_with": "Charters"})

    assert Coach.objects.get(person=leader).helps_with == "Charters"
    page = text(client.get(reverse("admin:communities_coach_change", args=[coach.pk])))
    assert MESSAGE not in page


@pytest.mark.parametrize("number", [2, 30])
def test_queries_do_not_grow(client, community, leader, number, django_assert_max_num_queries):
    for place in range(number):
        CoachingRequest.objects.create(
            community=community, coach=a_coach(f"Coach {place}"), asked_by=leader, message=MESSAGE
        )
    client.force_login(leader)
    client.get(PAGE)

    with django_assert_max_num_queries(9):
        client.get(PAGE)
