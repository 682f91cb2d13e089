"""Who is asked, who asks, and who reads what came of it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from communities.effects import let_in
from communities.models import Community, Membership, Role, Space
from evaluation.rules import is_asked, may_ask, may_read_names, may_read_results, takes_part, will_read_results
from tests.evaluation.asking import closed, fresh, opened
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(outsider, participant, facilitator, moderator, leader):
    return {
        "visitor": AnonymousUser(),
        "outsider": outsider,
        "participant": participant,
        "facilitator": facilitator,
        "moderator": moderator,
        "leader": leader,
    }


def those(rule, cast, thing):
    return {name for name, person in cast.items() if rule(person, thing)}


TEAM = {"facilitator", "moderator", "leader"}
MEMBERS = {"participant", *TEAM}


@pytest.mark.parametrize(
    ("slug", "kind", "visibility", "expected"),
    [
        ("members", "self", "public", MEMBERS),
        ("team", "self", "public", TEAM),
        ("commons", "self", "public", MEMBERS),
        ("commons", "needs", "public", MEMBERS | {"outsider"}),
        ("commons", "needs", "listed", MEMBERS),
        ("members", "needs", "public", MEMBERS),
    ],
)
def test_who_is_asked(community, leader, cast, slug, kind, visibility, expected):
    Community.objects.filter(pk=community.pk).update(visibility=visibility)
    space = Space.objects.select_related("community").get(community=community, slug=slug)
    survey, *_questions = opened(space, leader, kind=kind)

    assert those(is_asked, cast, survey) == expected


def test_who_was_shut_out_is_not_asked(community, commons, leader, outsider):
    survey, *_questions = opened(commons, leader, kind="needs")
    assert is_asked(outsider, survey)

    Membership.objects.create(community=community, person=outsider, state=Membership.State.SUSPENDED)

    assert not is_asked(outsider, survey)


def test_a_guest_is_asked_in_their_room(community, leader):
    room = Space.objects.create(community=community, slug="project", name="Project", access="private")
    let_in(leader, room, role=Role.LEADER, source="step-in")
    guest = UserFactory()
    let_in(guest, room, role=Role.GUEST, source="guest")
    survey, *_questions = opened(room, leader)

    assert is_asked(guest, survey)
    assert not may_ask(guest, room)
    assert may_read_results(guest, closed(survey))


def test_who_asks(members_room, cast):
    assert those(may_ask, cast, members_room) == TEAM


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        ("needs", False, MEMBERS | {"outsider"}),
        ("needs", True, MEMBERS),  # with names also few answers are shown
        ("self", False, MEMBERS),
    ],
)
def test_results_are_read_once_it_is_closed_by_those_who_were_told_so(commons, leader, cast, kind, names, expected):
    survey, *_questions = opened(commons, leader, kind=kind, names=names)
    assert those(may_read_results, cast, survey) == set()
    assert those(will_read_results, cast, survey) == expected

    assert those(may_read_results, cast, closed(survey)) == expected


def test_results_stay_readable_when_the_community_has_ended(community, commons, leader, outsider, participant):
    survey, *_questions = opened(commons, leader, kind="needs")
    closed(survey)
    Community.objects.filter(pk=community.pk).update(phase="concluded")

    survey = fresh(survey)
    assert may_read_results(outsider, survey)
    assert may_read_results(participant, survey)
    assert not is_asked(outsider, survey)


def test_what_was_asked_before_a_community_was_public_is_not_for_others(community, commons, leader, outsider):
    Community.objects.filter(pk=community.pk).update(visibility="listed")
    space = Space.objects.select_related("community").get(pk=commons.pk)
    survey, *_questions = opened(space, leader, kind="needs")
    Community.objects.filter(pk=community.pk).update(visibility="public")

    assert not is_asked(outsider, fresh(survey))
    closed(survey)
    assert not may_read_results(outsider, fresh(survey))


def test_who_was_shut_out_reads_no_results(community, commons, leader, outsider):
    survey, *_questions = opened(commons, leader, kind="needs")
    Membership.objects.create(community=community, person=outsider, state=Membership.State.SUSPENDED)

    assert not may_read_results(outsider, closed(survey))


@pytest.mark.parametrize("rule", [takes_part, will_read_results, may_read_results, may_read_names])
def test_a_role_that_is_known_is_not_asked_for_again(members_room, leader, outsider, rule, django_assert_num_queries):
    survey, *_questions = opened(members_room, leader, names=True)
    closed(survey)

    with django_assert_num_queries(0):
        assert not rule(outsider, survey, role=None)
        assert rule(leader, survey, role=Role.LEADER)


@pytest.mark.parametrize("names", [True, False])
def test_names_are_read_by_the_team_where_they_were_asked_for(members_room, leader, cast, names):
    survey, *_questions = opened(members_room, leader, names=names)
    assert those(may_read_names, cast, survey) == set()

    assert those(may_read_names, cast, closed(survey)) == (TEAM if names else set())
