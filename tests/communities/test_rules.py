import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities import queries, rules
from communities.effects import let_in
from communities.models import Community, Membership, Role
from tests.factories import CommunityFactory, MembershipFactory, UserFactory

PEOPLE = ["outsider", "participant", "facilitator", "moderator", "leader", "admin"]


@pytest.fixture
def everyone(outsider, participant, facilitator, moderator, leader, admin):
    people = (outsider, participant, facilitator, moderator, leader, admin)
    return dict(zip(PEOPLE, people, strict=True)) | {"anonymous": AnonymousUser()}


def those_who(everyone, rule):
    return [name for name, person in everyone.items() if rule(person)]


@pytest.mark.parametrize(
    ("verb", "allowed"),
    [
        ("post", ["participant", "facilitator", "moderator", "leader"]),
        ("start_discussion", ["participant", "facilitator", "moderator", "leader"]),
        ("start_discussion_as_team", ["facilitator", "moderator", "leader"]),
        ("run_discussion", ["moderator", "leader"]),
        ("take_part", ["participant", "facilitator", "moderator", "leader"]),
        ("contribute", ["participant", "facilitator", "moderator", "leader"]),
        ("keep_library", ["moderator", "leader"]),
        ("run_meetings", ["facilitator", "moderator", "leader"]),
        ("book", ["participant", "facilitator", "moderator", "leader"]),
        ("schedule_topics", ["facilitator", "moderator", "leader"]),
        ("run_surveys", ["facilitator", "moderator", "leader"]),
        ("answer_suggestions", ["facilitator", "moderator", "leader"]),
        ("draft_statements", ["moderator", "leader"]),
        ("plan_actions", ["moderator", "leader"]),
        ("handle_reports", ["moderator", "leader"]),
        ("answer_questions", ["facilitator", "moderator", "leader"]),
        ("unmask", ["leader"]),
        ("know_members", ["facilitator", "moderator", "leader"]),
        ("announce", ["facilitator", "moderator", "leader"]),
        ("show_results", ["facilitator", "moderator", "leader"]),
        ("set_rhythm", ["moderator", "leader"]),
        ("approve_requests", ["moderator", "leader"]),
        ("exclude", ["moderator", "leader"]),
        ("confirm_institutions", ["moderator", "leader"]),
        ("welcome", ["facilitator", "moderator", "leader"]),
        ("invite", ["participant", "facilitator", "moderator", "leader"]),
        ("invite_many", ["facilitator", "moderator", "leader"]),
        ("change_phase", ["leader"]),
        ("change_settings", ["leader"]),
        ("lead", ["leader"]),
    ],
)
def test_the_table_of_roles(everyone, commons, verb, allowed):
    assert those_who(everyone, lambda person: rules.may(person, verb, commons)) == allowed


def test_the_table_of_roles_is_tested_whole():
    tested = {verb for verb, _allowed in test_the_table_of_roles.pytestmark[0].args[1]}

    assert tested == set(rules.LEAST_ROLE)


def test_nothing_is_done_in_a_space_that_is_over(leader, commons):
    commons.archived_at = timezone.now()

    assert not any(rules.may(leader, verb, commons) for verb in rules.LEAST_ROLE)


def test_whoever_is_signed_in_may_start_a_community_and_join_an_open_one(everyone, community):
    signed_in = [name for name in everyone if name != "anonymous"]

    assert those_who(everyone, rules.may_start_community) == signed_in
    assert those_who(everyone, lambda person: rules.may_join(person, community)) == signed_in


@pytest.mark.parametrize("change", [{"admission": "request"}, {"admission": "invitation"}, {"phase": "concluded"}])
def test_other_communities_are_not_joined_like_this(outsider, change):
    assert not rules.may_join(outsider, CommunityFactory(**change))


def test_a_guest_does_not_join_a_hidden_community_by_themselves(outsider, participant, community):
    community.visibility = Community.Visibility.HIDDEN
    let_in(outsider, community.spaces.get(slug="team"), role=Role.GUEST, source="guest")

    assert not rules.may_join(outsider, community)
    assert rules.may_join(participant, community)


@pytest.mark.parametrize(("state", "may"), [("left", True), ("removed", False), ("suspended", False)])
def test_who_was_shown_the_door_does_not_come_back_by_themselves(community, state, may):
    ended_at = None if state == "suspended" else timezone.now()
    person = MembershipFactory(community=community, state=state, ended_at=ended_at).person

    assert rules.may_join(person, community) is may


def test_who_may_leave(participant, moderator):
    own = Membership.objects.get(person=participant)

    assert rules.may_leave(participant, own)
    assert not rules.may_leave(moderator, own)
    own.state = Membership.State.SUSPENDED
    assert not rules.may_leave(participant, own)


@pytest.mark.parametrize("role", queries.ROLES)
def test_leaders_alone_give_roles(everyone, participant, role):
    membership = Membership.objects.get(person=participant)

    assert those_who(everyone, lambda person: rules.may_change_role(person, membership, role)) == ["leader"]


def test_a_leader_gives_no_roles_elsewhere_or_when_it_is_over(leader, participant, community):
    elsewhere = MembershipFactory()
    Community.objects.filter(pk=community.pk).update(phase="archived")

    assert not rules.may_change_role(leader, elsewhere, Role.MODERATOR)
    assert not rules.may_change_role(leader, Membership.objects.get(person=participant), Role.MODERATOR)


def test_leaders_alone_let_people_into_a_space(everyone, team_room):
    assert those_who(everyone, lambda person: rules.may_grant(person, team_room, Role.GUEST)) == ["leader"]


def test_inactive_people_start_nothing(db):
    assert not rules.may_start_community(UserFactory(is_active=False))


def test_the_page_about_roles_says_what_the_rules_hold():
    assert set(queries.DEEDS) == set(rules.LEAST_ROLE)
    assert set(queries.CALLINGS) == set(queries.ROLES)
    assert dict(queries.role_table())[queries.DEEDS["run_discussion"]] == [False, False, True, True]
