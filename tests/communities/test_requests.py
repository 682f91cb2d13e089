"""Asking to join, taking that back, and answering."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.effects import erase_person
from activity.models import Entry
from communities import queries
from communities.actions import (
    approve_requests,
    ask_to_join,
    decline_requests,
    join_community,
    remove_member,
    suspend_member,
    withdraw_request,
)
from communities.effects import admit
from communities.errors import AskedLately, NobodyLeads
from communities.models import Community, JoinRequest, Membership, Role
from communities.queries import Way, door_to, standing_in
from core.permissions import Refused
from notifications.digests import preview
from notifications.effects import make_due_digests
from notifications.models import OutboxMessage
from notifications.queries import notices, unread_count
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.facts import told

pytestmark = pytest.mark.usefixtures("leader")  # nobody is let in where nobody leads

State = JoinRequest.State


@pytest.fixture
def community(db):
    return CommunityFactory(name="Virtual campus", slug="campus", admission="request")


def ask(community, person=None, message=""):
    return ask_to_join(community, actor=person or UserFactory(), message=message)


def states():
    return list(JoinRequest.objects.order_by("pk").values_list("state", flat=True))


def test_whoever_answers_is_told_of_a_request(community, outsider, participant, facilitator, moderator, leader):
    request = ask(community, outsider, "I teach on wards.")

    assert (request.state, request.message, request.person) == (State.PENDING, "I teach on wards.", outsider)
    assert [person for person in (participant, facilitator, moderator, leader) if told(person)] == [moderator, leader]
    assert (Entry.objects.get().verb, told(outsider)) == ("joinrequest.asked", [])


def test_asking_twice_is_one_request(community, outsider, moderator):
    assert ask(community, outsider) == ask(community, outsider, "Again")
    assert told(moderator) == ["joinrequest.asked"]


@pytest.mark.parametrize("change", [{"admission": "open"}, {"admission": "invitation"}, {"phase": "concluded"}])
def test_other_communities_are_not_asked(outsider, change):
    with pytest.raises(Refused):
        ask(CommunityFactory(**{"admission": "request", **change}), outsider)


def test_nobody_asks_or_is_let_in_where_nobody_leads(community, outsider, moderator, leader):
    waiting = ask(community)
    Membership.objects.filter(person=leader).update(role=Role.MODERATOR)

    with pytest.raises(NobodyLeads):
        ask(community, outsider)
    with pytest.raises(NobodyLeads):
        approve_requests(community, [waiting], actor=moderator)

    assert states() == [State.PENDING]
    assert not Membership.objects.filter(person=waiting.person).exists()


@pytest.mark.parametrize("state", ["active", "suspended", "removed"])
def test_members_and_who_was_shut_out_ask_for_nothing(community, state):
    ended_at = timezone.now() if state == "removed" else None
    person = MembershipFactory(community=community, state=state, ended_at=ended_at).person

    with pytest.raises(Refused):
        ask(community, person)


def test_whoever_left_or_whose_time_is_over_asks_like_anybody(community):
    left = MembershipFactory(community=community, state="left", ended_at=timezone.now()).person
    late = MembershipFactory(community=community, until=timezone.now() - timedelta(days=1)).person

    assert [ask(community, person).state for person in (left, late)] == [State.PENDING] * 2


def test_a_hidden_community_is_asked_by_nobody_from_outside(outsider):
    with pytest.raises(Refused):
        ask(CommunityFactory(admission="request", visibility="hidden"), outsider)


def test_a_request_is_taken_back_once(community, outsider, moderator):
    request = ask(community, outsider)

    assert withdraw_request(request, actor=outsider) is True
    assert withdraw_request(request, actor=outsider) is False
    with pytest.raises(Refused):
        withdraw_request(request, actor=moderator)
    assert states() == [State.WITHDRAWN]


def give_an_answer(request, moderator):
    decline_requests(request.community, [request], actor=moderator)


def take_back(request, _moderator):
    withdraw_request(request, actor=request.person)


def erase(request, _moderator):
    erase_person(request.person)


@pytest.mark.parametrize("end", [give_an_answer, take_back, erase])
def test_a_request_that_waits_no_more_is_announced_to_nobody(community, outsider, moderator, leader, end):
    make_due_digests()
    request = ask(community, outsider)
    for person in (moderator, leader):
        assert (unread_count(person), len(notices(person).rows), preview(person).is_empty) == (1, 1, False)

    end(request, moderator)

    for person in (moderator, leader):
        assert (unread_count(person), notices(person).rows, preview(person).is_empty) == (0, [], True)


def test_second_thoughts_bring_a_request_back_without_telling_anew(community, outsider, moderator):
    request = ask(community, outsider, "First")
    withdraw_request(request, actor=outsider)

    again = ask(community, outsider, "Second")

    assert (again.pk, again.state, again.message) == (request.pk, State.PENDING, "Second")
    assert told(moderator) == ["joinrequest.asked"]


def test_after_a_day_it_is_another_request(community, outsider, moderator):
    withdraw_request(ask(community, outsider), actor=outsider)
    JoinRequest.objects.update(created_at=timezone.now() - timedelta(days=2))

    ask(community, outsider)

    assert states() == [State.WITHDRAWN, State.PENDING]
    assert told(moderator) == ["joinrequest.asked"] * 2


def test_whoever_was_declined_asks_again_after_a_while(community, outsider, moderator):
    decline_requests(community, [ask(community, outsider)], actor=moderator)
    with pytest.raises(AskedLately):
        ask(community, outsider)

    JoinRequest.objects.update(decided_at=timezone.now() - JoinRequest.PATIENCE)

    assert ask(community, outsider).state == State.PENDING


@pytest.mark.parametrize("actor", ["moderator", "leader"])
def test_approving_makes_members_and_tells_them(request, community, outsider, moderator, actor):
    actor = request.getfixturevalue(actor)
    others = UserFactory.create_batch(2)
    requests = [ask(community, person) for person in (outsider, *others)]

    outcome = approve_requests(community, requests, actor=actor, reason="Good to have you.")

    assert (outcome.answered, outcome.skipped) == (requests, [])
    assert {row.role for row in Membership.objects.live().filter(person__in=[outsider, *others])} == {Role.PARTICIPANT}
    assert Community.objects.get().member_count == 5
    assert told(outsider) == ["joinrequest.approved"]
    decided = JoinRequest.objects.get(person=outsider)
    assert (decided.state, decided.reason, decided.decided_by) == (State.APPROVED, "Good to have you.", actor)


def test_declining_tells_them_kindly_and_changes_nothing_else(community, outsider, moderator):
    request = ask(community, outsider)

    outcome = decline_requests(community, [request], actor=moderator, reason="We are full.")

    assert outcome.answered == [request]
    assert not Membership.objects.filter(person=outsider).exists()
    assert told(outsider) == ["joinrequest.turned_down"]


@pytest.mark.parametrize("actor", ["participant", "facilitator", "outsider", "admin"])
@pytest.mark.parametrize("answer", [approve_requests, decline_requests])
def test_others_answer_nothing(request, community, leader, actor, answer):
    waiting = ask(community)

    with pytest.raises(Refused):
        answer(community, [waiting], actor=request.getfixturevalue(actor))

    assert states() == [State.PENDING]


@pytest.mark.parametrize("answer", [approve_requests, decline_requests])
def test_nothing_is_answered_when_the_community_is_over(community, moderator, answer):
    waiting = ask(community)
    Community.objects.update(phase="concluded")

    with pytest.raises(Refused):
        answer(community, [waiting], actor=moderator)


def test_what_was_answered_or_taken_back_is_skipped(community, moderator, leader):
    answered, withdrawn, waiting = (ask(community) for _ in range(3))
    decline_requests(community, [answered], actor=leader, reason="No")
    withdraw_request(withdrawn, actor=withdrawn.person)

    outcome = approve_requests(community, [answered, withdrawn, waiting], actor=moderator, reason="Yes")

    assert (outcome.answered, outcome.skipped) == ([waiting], [answered, withdrawn])
    assert states() == [State.DECLINED, State.WITHDRAWN, State.APPROVED]
    answered.refresh_from_db()
    assert (answered.reason, answered.decided_by) == ("No", leader)
    assert told(withdrawn.person) == []


@pytest.mark.parametrize("deed", [suspend_member, remove_member])
def test_whoever_was_shut_out_meanwhile_is_not_let_in_but_may_be_declined(community, outsider, moderator, leader, deed):
    request = ask(community, outsider)
    membership, _ = admit(outsider, community)
    JoinRequest.objects.update(state=State.PENDING)
    deed(membership, reason="…", actor=leader)

    assert approve_requests(community, [request], actor=moderator).skipped == [request]
    assert not Membership.objects.live_of(outsider).exists()
    assert decline_requests(community, [request], actor=moderator).answered == [request]


def test_an_erased_person_is_not_let_in(community, outsider, moderator):
    request = ask(community, outsider)
    outsider.is_active = False
    outsider.save()

    assert approve_requests(community, [request], actor=moderator).skipped == [request]
    assert states() == [State.PENDING]


def test_any_other_way_in_answers_a_request(community, outsider):
    ask(community, outsider)
    Community.objects.update(admission="open")
    community.refresh_from_db()

    join_community(community, actor=outsider)

    assert states() == [State.APPROVED]


def letters(person):
    return OutboxMessage.objects.filter(recipient=person).values_list("entry__verb", flat=True)


def test_notices_lead_to_where_something_can_be_done(community, outsider, moderator):
    request = ask(community, outsider)

    (notice,) = notices(moderator).rows
    assert (notice.resolved.title, notice.resolved.url) == (outsider.name, "/c/campus/requests/")

    approve_requests(community, [request], actor=moderator)
    (notice,) = notices(outsider).rows
    assert (notice.resolved.title, notice.resolved.url) == ("Virtual campus", "/c/campus/")
    assert list(letters(outsider)) == ["joinrequest.approved"]


def test_nobody_else_is_told_who_asked(community, outsider, participant, moderator):
    request = ask(community, outsider)

    seen = [person for person in (outsider, participant, moderator) if queries.resolve_requests([request.pk], person)]

    assert seen == [outsider, moderator]


def way(community, person):
    return door_to(standing_in(community, person), person).way


def test_the_door_says_how_somebody_comes_in(community, outsider, moderator, participant):
    assert [way(community, person) for person in (outsider, moderator, participant)] == [
        Way.ASK,
        Way.INSIDE,
        Way.INSIDE,
    ]
    request = ask(community, outsider)
    assert way(community, outsider) == Way.ASKED
    decline_requests(community, [request], actor=moderator)
    assert way(community, outsider) == Way.DECLINED
    JoinRequest.objects.update(decided_at=timezone.now() - JoinRequest.PATIENCE)
    assert way(community, outsider) == Way.ASK


@pytest.mark.parametrize("answer", [approve_requests, decline_requests])
def test_requests_of_another_community_are_skipped(moderator, community, answer):
    elsewhere = ask(CommunityFactory(admission="request", is_led=True))

    outcome = answer(community, [elsewhere], actor=moderator)

    assert (outcome.answered, outcome.skipped) == ([], [elsewhere])
    elsewhere.refresh_from_db()
    assert elsewhere.state == JoinRequest.State.PENDING


def test_one_s_own_request_says_nothing_of_a_community_that_went_into_hiding(outsider):
    community = CommunityFactory(admission="request", is_led=True)
    request = ask(community, outsider)
    assert set(queries.resolve_requests([request.pk], outsider)) == {request.pk}

    Community.objects.update(visibility="hidden")

    assert queries.resolve_requests([request.pk], outsider) == {}
