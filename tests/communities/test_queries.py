from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from guardian.models import GroupObjectPermission, UserObjectPermission

from communities import queries
from communities.actions import change_role, grant_space
from communities.models import Community, Membership, Role, SpaceGrant
from core import seams
from notifications.queries import notices, unread_count
from tests.factories import CommunityFactory, MembershipFactory


def test_standings_cost_one_query_however_many(django_assert_num_queries, outsider):
    communities = CommunityFactory.create_batch(5)
    MembershipFactory(community=communities[3], person=outsider, role=Role.MODERATOR)

    with django_assert_num_queries(1):
        standings = queries.standings_in(communities, outsider)

    assert [standing.role for standing in standings] == [None, None, None, Role.MODERATOR, None]


def test_a_visitor_stands_nowhere(django_assert_num_queries, community):
    with django_assert_num_queries(0):
        (standing,) = queries.standings_in([community], AnonymousUser())

    assert (standing.role, standing.sees_inside) == (None, True)


def test_the_team_is_shown_highest_first(community, participant, facilitator, moderator, leader):
    MembershipFactory(community=community, role=Role.LEADER, until=timezone.now() - timedelta(days=1))

    assert [row.person for row in queries.team_of(community)] == [leader, moderator, facilitator]


@pytest.mark.parametrize("visibility", ["public", "hidden"])
def test_a_notice_of_a_new_role_is_there_as_long_as_its_community_is(community, participant, leader, visibility):
    Community.objects.filter(pk=community.pk).update(visibility=visibility)
    membership = Membership.objects.get(person=participant)
    change_role(membership, role=Role.MODERATOR, actor=leader)

    (notice,) = notices(participant).rows
    assert (notice.resolved.title, notice.resolved.obj) == ("Virtual campus", membership)
    assert unread_count(participant) == 1

    Membership.objects.filter(pk=membership.pk).update(state="left", ended_at=timezone.now())
    assert list(notices(participant).rows) == []
    assert unread_count(participant) == 0


def test_a_notice_of_a_grant_is_there_as_long_as_the_grant_is(outsider, leader, team_room):
    grant_space(team_room, person=outsider, role=Role.GUEST, actor=leader)

    (notice,) = notices(outsider).rows
    assert (notice.resolved.title, notice.resolved.community_name) == ("Team room", "Virtual campus")

    SpaceGrant.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert list(notices(outsider).rows) == []
    assert unread_count(outsider) == 0


def test_nobody_resolves_what_belongs_to_others(outsider, participant, leader, team_room):
    grant = grant_space(team_room, person=participant, role=Role.GUEST, actor=leader)
    membership = Membership.objects.get(person=participant)

    assert seams.resolve("communities.spacegrant", [grant.pk], outsider) == {}
    assert seams.resolve("communities.membership", [membership.pk], outsider) == {}


def test_guardian_s_own_tables_stay_empty(outsider, leader, team_room):
    grant_space(team_room, person=outsider, role=Role.GUEST, actor=leader)

    assert not UserObjectPermission.objects.exists()
    assert not GroupObjectPermission.objects.exists()
