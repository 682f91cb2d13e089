from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from guardian.models import GroupObjectPermission, UserObjectPermission

from communities import queries
from communities.actions import change_role, grant_space
from communities.effects import let_in
from communities.models import Community, Membership, Role, Space, SpaceGrant
from core import seams
from notifications.queries import notices, unread_count
from tests.factories import CommunityFactory, MembershipFactory, UserFactory


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


def test_what_is_said_to_be_own_is_what_its_reader_may_see(db, django_assert_num_queries):
    """Two tellings of one rule, over every access, visibility, role, state and grant."""
    homes = {visibility: CommunityFactory(visibility=visibility) for visibility in Community.Visibility.values}
    for home in homes.values():
        home.spaces.all().delete()
        for access in Space.Access.values:
            Space.objects.create(community=home, slug=access, name=access, access=access)
    past, coming = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    states = [{"until": None}, {"until": coming}, {"until": past}]
    states += [{"state": "suspended"}, {"state": "left", "ended_at": past}, {"state": "removed", "ended_at": past}]
    roles = [Role.PARTICIPANT, Role.FACILITATOR, Role.MODERATOR, Role.LEADER]
    members = {}  # the community of each person, where they are a member of one
    for home in homes.values():
        for role in roles:
            for state in states:
                membership = MembershipFactory(community=home, role=role, **state)
                members[membership.person] = home if membership.is_live else None
    for space in Space.objects.all():
        for until in (None, coming, past):
            guest = UserFactory()
            let_in(guest, space, role=Role.GUEST, source="guest", until=until)
            members[guest] = None
    both = MembershipFactory(community=homes["hidden"]).person
    let_in(both, homes["public"].spaces.get(slug="private"), role=Role.GUEST, source="guest")
    members[both] = homes["hidden"]

    with django_assert_num_queries(3):
        rows = queries.own_spaces([person.pk for person in members])

    for person, home in members.items():
        told = {space for reader, _community, space in rows if reader == person.pk and space}
        seen = Space.objects.visible_to(person)
        public = Space.objects.filter(access="open", community__visibility="public")
        granted = SpaceGrant.objects.live_of(person).values("content_object")
        own = seen.exclude(Q(pk__in=public) & ~Q(community=home) & ~Q(pk__in=granted))
        assert told == set(own.values_list("pk", flat=True)), (person, home)
        assert {(community, space) for reader, community, space in rows if reader == person.pk and not space} == (
            {(home.pk, None)} if home else set()
        )
