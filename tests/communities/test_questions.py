"""What a community asks of newcomers, and what they answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions import (
    accept_invitation,
    approve_requests,
    ask_question,
    ask_to_join,
    change_answers,
    change_question,
    decline_requests,
    invite_guest,
    join_community,
    leave_community,
    move_question,
    retire_question,
    suspend_member,
    withdraw_request,
)
from communities.effects import forget_stray_answers
from communities.errors import AnswerMissing, TooManyQuestions
from communities.models import (
    Community,
    Invitation,
    JoinRequest,
    Membership,
    RegistrationAnswer,
    RegistrationQuestion,
    Space,
)
from tests.factories import InvitationFactory


def ask(community, leader, text="Where do you teach?", kind="text", **more):
    return ask_question(community, actor=leader, text=text, kind=kind, **more)


@pytest.fixture
def where(community, leader):
    return ask(community, leader, is_required=True)


def texts(person):
    return list(person.registration_answers.order_by("pk").values_list("text", flat=True))


def test_leaders_alone_ask(community, moderator, leader, where):
    for deed in (
        lambda: ask(community, moderator),
        lambda: change_question(where, actor=moderator, text="x", help="", choices=[], is_required=False),
        lambda: move_question(where, place=0, actor=moderator),
        lambda: retire_question(where, actor=moderator),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_the_same_submission_asks_once(community, leader):
    submission = uuid4()

    asked = {ask(community, leader, submission=submission) for _ in range(2)}

    assert len(asked) == RegistrationQuestion.objects.count() == 1


def test_there_is_a_measure(community, leader):
    for _ in range(RegistrationQuestion.MOST):
        last = ask(community, leader)

    with pytest.raises(TooManyQuestions):
        ask(community, leader)
    retire_question(last, actor=leader)
    assert ask(community, leader)


def test_their_order(community, leader):
    one, two, three = (ask(community, leader, text=text) for text in ("one", "two", "three"))

    for _click in range(2):  # twice is once
        move_question(three, place=1, actor=leader)
    move_question(one, place=0, actor=leader)
    move_question(two, place=9, actor=leader)

    assert [each.text for each in community.registration_questions.asked()] == ["one", "three", "two"]


def test_what_is_asked_no_more_keeps_its_answers(community, leader, outsider, where):
    join_community(community, actor=outsider, answers={where.pk: "In Lyon"})

    assert retire_question(where, actor=leader)
    assert not retire_question(where, actor=leader)

    assert list(community.registration_questions.asked()) == []
    assert texts(outsider) == ["In Lyon"]


def joins(community, person, answers):
    join_community(community, actor=person, answers=answers)


def asks_to_join(community, person, answers):
    Community.objects.update(admission="request")
    community.refresh_from_db()
    ask_to_join(community, actor=person, answers=answers)


def accepts(community, person, answers):
    leader = community.memberships.filter(role=40).first().person
    invitation = InvitationFactory(community=community, email=person.email, invited_by=leader)
    accept_invitation(invitation, actor=person, answers=answers)


@pytest.mark.parametrize("comes_in", [joins, asks_to_join, accepts])
def test_by_every_door_what_has_to_be_answered_is(community, outsider, where, comes_in):
    for answers in ({}, {where.pk: "  "}):
        with pytest.raises(AnswerMissing), transaction.atomic():
            comes_in(community, outsider, answers)
    assert not Membership.objects.filter(person=outsider).exists()
    assert not JoinRequest.objects.exists()
    assert not Invitation.objects.exclude(state="sent").exists()

    comes_in(community, outsider, {where.pk: "In Lyon"})

    assert texts(outsider) == ["In Lyon"]


def test_a_guest_is_asked_nothing(community, leader, outsider, where):
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    until = timezone.now() + timedelta(days=3)
    invitation = invite_guest(room, email=outsider.email, until=until, actor=leader).sent[0]

    assert accept_invitation(invitation, actor=outsider)


def test_only_what_is_offered_can_be_chosen(community, leader, outsider):
    choice = ask(community, leader, kind="choice", choices=["Ward", "School"])
    yes_no = ask(community, leader, kind="yes_no")

    for answers in ({choice.pk: "Moon"}, {yes_no.pk: "maybe"}):
        with pytest.raises(AnswerMissing), transaction.atomic():
            join_community(community, actor=outsider, answers=answers)
    join_community(community, actor=outsider, answers={choice.pk: "Ward", yes_no.pk: "yes"})

    assert texts(outsider) == ["Ward", "yes"]
    assert [str(each.in_words) for each in outsider.registration_answers.order_by("pk")] == ["Ward", "Yes"]


def test_questions_of_another_community_are_not_answered(community, leader, outsider, where):
    other = RegistrationQuestion.objects.create(community=Community.objects.create(slug="o", name="O"), position=1)

    join_community(community, actor=outsider, answers={where.pk: "In Lyon", other.pk: "x"})

    assert texts(outsider) == ["In Lyon"]


def test_changing_and_taking_back_one_s_answers(community, leader, outsider, participant, where):
    hopes = ask(community, leader, text="Hopes?")
    join_community(community, actor=outsider, answers={where.pk: "In Lyon", hopes.pk: "Many"})

    change_answers(community, actor=outsider, answers={where.pk: "In Paris", hopes.pk: ""})
    with pytest.raises(AnswerMissing), transaction.atomic():
        change_answers(community, actor=outsider, answers={where.pk: ""})

    assert texts(outsider) == ["In Paris"]
    leave_community(community, actor=outsider)
    with pytest.raises(PermissionDenied):
        change_answers(community, actor=outsider, answers={where.pk: "x"})


def test_who_reads_them(community, facilitator, participant, outsider, where):
    join_community(community, actor=outsider, answers={where.pk: "In Lyon"})

    seen = [RegistrationAnswer.objects.visible_to(one).count() for one in (outsider, facilitator, participant)]

    assert seen == [1, 1, 0]


def test_they_go_when_the_membership_ends(community, moderator, outsider, where):
    join_community(community, actor=outsider, answers={where.pk: "In Lyon"})
    membership = Membership.objects.get(person=outsider)
    suspend_member(membership, reason="A rest.", actor=moderator)
    forget_stray_answers()
    assert texts(outsider) == ["In Lyon"]

    Membership.objects.filter(person=outsider).update(state="left", ended_at=timezone.now())
    forget_stray_answers()

    assert texts(outsider) == []


@pytest.mark.parametrize("answer", ["withdraw", "decline", "approve"])
def test_and_when_a_request_comes_to_nothing(community, moderator, outsider, where, answer):
    asks_to_join(community, outsider, {where.pk: "In Lyon"})
    request = JoinRequest.objects.get()
    forget_stray_answers()
    assert texts(outsider) == ["In Lyon"]

    if answer == "withdraw":
        withdraw_request(request, actor=outsider)
    else:
        settle = approve_requests if answer == "approve" else decline_requests
        settle(community, [request], actor=moderator)
    forget_stray_answers()

    assert texts(outsider) == (["In Lyon"] if answer == "approve" else [])
