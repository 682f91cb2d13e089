from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from activity.models import Entry
from communities.actions import change_role, grant_space, join_community, leave_community, start_community
from communities.effects import let_in
from communities.errors import LastLeader, NobodyLeads
from communities.models import Community, Membership, Role, SpaceGrant
from core.permissions import Refused
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.facts import told


def start(actor, name="Feedback that is heard", visibility="listed", **more):
    return start_community(actor=actor, name=name, summary="…", visibility=visibility, admission="open", **more)


def done():
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


def test_start_community_makes_its_founder_the_leader(outsider):
    community = start(outsider, language="sv", time_zone="Europe/Stockholm")

    assert community.slug == "feedback-that-is-heard"
    assert (community.phase, community.language, community.time_zone) == ("design", "sv", "Europe/Stockholm")
    assert Membership.objects.get(community=community).role == Role.LEADER
    assert [space.access for space in community.spaces.all()] == ["open", "members", "team"]
    assert Community.objects.get().member_count == 1
    assert done() == ["community.started"]


def test_start_community_makes_one_of_a_double_click(outsider):
    submission = uuid4()

    first = start(outsider, submission=submission)
    second = start(outsider, submission=submission)

    assert first == second
    assert Community.objects.get().member_count == 1
    assert done() == ["community.started"]


def test_start_community_takes_nobody_else_s_form_for_its_own(outsider):
    submission = uuid4()

    first = start(outsider, submission=submission)
    second = start(UserFactory(), name="Another", submission=submission)

    assert (first.started_by, Community.objects.count()) == (outsider, 2)
    assert first != second


def test_start_community_keeps_addresses_apart(outsider):
    slugs = [start(UserFactory(), name=name).slug for name in ("Grove", "Grove!", "New", "¿?")]

    assert slugs[0] == "grove"
    assert slugs[1].startswith("grove-")
    assert slugs[2].startswith("new-")
    assert slugs[3] == "community"


def test_start_community_gives_a_hidden_one_an_address_that_cannot_be_guessed(outsider):
    slug = start(outsider, name="Grove", visibility="hidden").slug

    assert slug.startswith("grove-")
    assert len(slug) == len("grove-") + 10


def test_start_community_is_refused_to_who_may_not_sign_in(db):
    with pytest.raises(Refused):
        start(UserFactory(is_active=False))


@pytest.mark.usefixtures("leader")
def test_join_and_leave_twice(community, outsider):
    join_community(community, actor=outsider)
    join_community(community, actor=outsider)

    assert Community.objects.get().member_count == 2

    assert leave_community(community, actor=outsider) is True
    assert leave_community(community, actor=outsider) is False

    assert Community.objects.get().member_count == 1
    assert Membership.objects.get(person=outsider).state == Membership.State.LEFT
    assert done() == ["membership.joined", "membership.left"]


@pytest.mark.parametrize("gone", [{"person__is_active": False}, {"state": "suspended"}, {"role": Role.MODERATOR}])
def test_nobody_joins_where_nobody_leads(community, outsider, gone):
    MembershipFactory(community=community, **{"role": Role.LEADER, **gone})

    with pytest.raises(NobodyLeads):
        join_community(community, actor=outsider)

    assert not Membership.objects.filter(person=outsider).exists()


def test_join_is_refused_where_the_team_decides(outsider):
    with pytest.raises(Refused):
        join_community(CommunityFactory(admission="request"), actor=outsider)


def test_who_comes_back_is_a_participant(community, leader, moderator):
    leave_community(community, actor=moderator)

    membership = join_community(community, actor=moderator)

    assert (membership.role, membership.state, membership.ended_at) == (Role.PARTICIPANT, "active", None)


def test_who_joins_twice_keeps_their_role(community, moderator):
    assert join_community(community, actor=moderator).role == Role.MODERATOR


@pytest.mark.usefixtures("leader")
def test_who_joins_after_their_time_ran_out_is_counted_once(community, outsider):
    join_community(community, actor=outsider)
    over = timezone.now() - timedelta(days=1)
    Membership.objects.filter(person=outsider).update(until=over, role=Role.FACILITATOR)

    membership = join_community(community, actor=outsider)

    assert (membership.role, membership.until, membership.is_live) == (Role.PARTICIPANT, None, True)
    assert Community.objects.get().member_count == 2


def test_leaving_ends_grants_in_this_community_alone(community, participant, team_room):
    elsewhere = CommunityFactory().spaces.get(slug="team")
    for space in (team_room, elsewhere):
        let_in(participant, space, role=Role.GUEST, source="guest")

    leave_community(community, actor=participant)

    assert [grant.content_object for grant in SpaceGrant.objects.all()] == [elsewhere]


def test_leaving_is_refused_while_suspended(community):
    person = MembershipFactory(community=community, state="suspended").person

    with pytest.raises(Refused):
        leave_community(community, actor=person)


def test_the_last_leader_stays(community, leader):
    with pytest.raises(LastLeader):
        leave_community(community, actor=leader)

    assert Membership.objects.get(person=leader).is_live


def test_a_leader_whose_time_ran_out_does_not_count(community, leader):
    MembershipFactory(community=community, role=Role.LEADER, until=timezone.now() - timedelta(days=1))

    with pytest.raises(LastLeader):
        leave_community(community, actor=leader)


def test_a_leader_leaves_where_another_one_stays(community, leader):
    MembershipFactory(community=community, role=Role.LEADER)

    assert leave_community(community, actor=leader) is True


def test_change_role_tells_the_member(participant, leader):
    membership = Membership.objects.get(person=participant)

    change_role(membership, role=Role.MODERATOR, actor=leader)
    change_role(membership, role=Role.MODERATOR, actor=leader)

    assert Membership.objects.get(person=participant).role == Role.MODERATOR
    assert told(participant) == ["membership.role_changed"]
    assert Entry.objects.get().data == {"from": 10, "to": 30}


@pytest.mark.parametrize("actor", ["participant", "facilitator", "moderator", "outsider", "admin"])
def test_change_role_is_refused_to_others(request, leader, participant, actor):
    with pytest.raises(Refused):
        change_role(
            Membership.objects.get(person=participant), role=Role.MODERATOR, actor=request.getfixturevalue(actor)
        )


@pytest.mark.parametrize("state", ["left", "suspended"])
def test_change_role_is_refused_for_who_is_no_member_any_more(community, leader, participant, state):
    membership = Membership.objects.get(person=participant)
    ended_at = timezone.now() if state == "left" else None
    Membership.objects.filter(pk=membership.pk).update(state=state, ended_at=ended_at)

    with pytest.raises(Refused):
        change_role(membership, role=Role.LEADER, actor=leader)

    assert Membership.objects.get(person=participant).role == Role.PARTICIPANT
    assert told(participant) == []


def test_the_last_leader_does_not_step_down(leader):
    membership = Membership.objects.get(person=leader)

    with pytest.raises(LastLeader):
        change_role(membership, role=Role.MODERATOR, actor=leader)

    assert Membership.objects.get(person=leader).role == Role.LEADER


def test_grant_space_replaces_an_earlier_grant_and_tells(leader, outsider, team_room):
    until = timezone.now() + timedelta(days=7)

    grant_space(team_room, person=outsider, role=Role.GUEST, actor=leader)
    grant_space(team_room, person=outsider, role=Role.MODERATOR, actor=leader, until=until)

    grant = SpaceGrant.objects.get()
    assert (grant.user, grant.role, grant.until) == (outsider, Role.MODERATOR, until)
    assert told(outsider) == ["spacegrant.given", "spacegrant.given"]


def test_grant_space_is_refused_to_moderators(moderator, outsider, team_room):
    with pytest.raises(Refused):
        grant_space(team_room, person=outsider, role=Role.GUEST, actor=moderator)
