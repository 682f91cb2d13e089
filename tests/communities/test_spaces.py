"""Spaces, who reads them, and who is let in: the actions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from activity.models import Entry
from communities.actions import (
    archive_space,
    change_end,
    change_space,
    end_grant,
    grant_space,
    let_member_in,
    move_space,
    open_space,
    remove_member,
    suspend_member,
    unarchive_space,
)
from communities.effects import end_membership, let_in
from communities.errors import NotConfirmed
from communities.models import Community, Membership, Role, Space, SpaceGrant
from communities.queries import room as room_of
from communities.queries import spaces_of
from core.permissions import Refused
from tests.factories import MembershipFactory
from tests.facts import verbs

pytestmark = pytest.mark.django_db

WISH = {"name": "Writing group", "access": "members", "starters": "everyone"}


def test_a_leader_opens_a_space_once(community, leader):
    space = open_space(community, actor=leader, **WISH)

    assert open_space(community, actor=leader, **WISH) == space
    assert (space.slug, space.access, space.position) == ("writing-group", "members", 3)
    assert verbs() == ["space.opened"]
    assert not SpaceGrant.objects.exists()


def test_whoever_opens_a_private_room_is_in_it(community, leader):
    space = open_space(community, actor=leader, **WISH | {"access": "private"})

    grant = SpaceGrant.objects.get()
    assert (grant.user, grant.role, grant.given_by, grant.source) == (leader, Role.LEADER, leader, "founder")
    assert space in Space.objects.visible_to(leader)


@pytest.mark.parametrize("person", ["participant", "moderator", "outsider", "admin"])
def test_only_leaders_arrange_spaces(request, community, room, person):
    actor = request.getfixturevalue(person)

    for deed in (
        lambda: open_space(community, actor=actor, **WISH),
        lambda: change_space(room, actor=actor, **WISH),
        lambda: move_space(room, place=0, actor=actor),
        lambda: archive_space(room, actor=actor),
        lambda: unarchive_space(room, actor=actor),
    ):
        with pytest.raises(Refused):
            deed()

    room.refresh_from_db()
    assert (room.name, room.access, room.archived_at) == ("Project group", "private", None)


def test_nothing_is_arranged_where_all_is_over(community, leader, room):
    Community.objects.update(phase="concluded")
    room.community.refresh_from_db()

    with pytest.raises(Refused):
        change_space(room, actor=leader, **WISH)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("private", "team"),
        ("private", "open"),
        ("team", "members"),
        ("members", "open"),
        ("open", "members"),
        ("members", "private"),
        ("team", "team"),
    ],
)
def test_other_readers_need_a_leader_s_word(community, leader, before, after):
    space = Space.objects.create(community=community, slug="one", name="One", access=before)
    wish = WISH | {"access": after}

    if before != after:
        with pytest.raises(NotConfirmed):
            change_space(space, actor=leader, **wish)
        space.refresh_from_db()
        assert (space.access, space.name) == (before, "One")
    change_space(space, actor=leader, is_confirmed=before != after, **wish)

    space.refresh_from_db()
    assert (space.access, space.name) == (after, "Writing group")
    ranks = ["private", "team", "members", "open"]
    is_wider = ranks.index(after) > ranks.index(before)
    is_shut = after == "private" != before  # who shuts a room lets themselves in
    assert verbs() == [
        "space.changed",
        *(["space.access_changed"] if before != after else []),
        *(["spacegrant.given"] if is_shut else []),
        *(["space.widened"] if is_wider else []),
    ]


def order(community):
    return [space.slug for space in spaces_of(community)]


def test_spaces_are_put_in_order(community, leader, room):
    Space.objects.update(position=0)  # as copies of other communities may be
    archive_space(community.spaces.get(slug="members"), actor=leader)
    assert order(community) == ["commons", "team", "project", "members"]

    for _click in range(2):  # twice is once
        move_space(room, place=1, actor=leader)
    assert order(community) == ["commons", "project", "team", "members"]

    for space, place in (("project", 9), ("team", 0), ("members", 0)):
        move_space(community.spaces.get(slug=space), place=place, actor=leader)
    assert order(community) == ["team", "commons", "project", "members"]
    assert [space.slug for space in community.spaces.all()] == order(community)
    assert verbs() == ["space.archived", "space.moved", "space.moved", "space.moved"]


def test_archiving_and_back_once_each(community, leader, room):
    for _ in range(2):
        archive_space(room, actor=leader)
    room.refresh_from_db()
    assert not room.is_writable
    assert spaces_of(room.community).last() == room
    for _ in range(2):
        unarchive_space(room, actor=leader)

    assert verbs() == ["space.archived", "space.unarchived"]
    room.refresh_from_db()
    assert room.is_writable


def test_a_member_is_let_in_as_what_they_are(room, leader, moderator):
    membership = Membership.objects.get(person=moderator)

    grants = [let_member_in(room, membership=membership, actor=leader) for _ in range(2)]

    assert grants[0] == grants[1]
    assert (grants[0].role, grants[0].until, grants[0].given_by) == (Role.MODERATOR, None, leader)
    assert verbs() == ["spacegrant.given"]


def test_a_leader_who_lets_themselves_in_is_seen_to(room, leader):
    assert room not in Space.objects.visible_to(leader)

    grant = let_member_in(room, membership=Membership.objects.get(person=leader), actor=leader)

    assert grant.given_by == grant.user == leader
    assert Entry.objects.get().actor == leader
    assert room in Space.objects.visible_to(leader)


def test_only_members_of_the_community_are_let_in(room, leader):
    elsewhere = MembershipFactory()

    with pytest.raises(Refused):
        let_member_in(room, membership=elsewhere, actor=leader)


def test_who_has_left_is_not_let_in(room, leader, participant):
    gone = Membership.objects.get(person=participant)
    end_membership(gone)

    with pytest.raises(Refused):
        let_member_in(room, membership=gone, actor=leader)


@pytest.mark.parametrize("person", ["participant", "moderator", "outsider"])
def test_only_leaders_let_people_in_and_end_it(request, room, leader, person):
    actor = request.getfixturevalue(person)
    grant = let_in(leader, room, role=Role.LEADER, source="founder")

    with pytest.raises(Refused):
        let_member_in(room, membership=Membership.objects.get(person=leader), actor=actor)
    with pytest.raises(Refused):
        end_grant(grant, actor=actor)
    with pytest.raises(Refused):
        change_end(grant, actor=actor, until=timezone.now())

    assert SpaceGrant.objects.get() == grant


def test_an_end_is_moved_and_an_end_is_made(room, leader, outsider):
    now = timezone.now()
    grant = let_in(outsider, room, role=Role.GUEST, source="guest", until=now + timedelta(days=1))

    for _ in range(2):
        change_end(grant, actor=leader, until=now + timedelta(days=9))
    grant.refresh_from_db()
    assert grant.until == now + timedelta(days=9)

    assert end_grant(grant, actor=leader) is True
    assert end_grant(SpaceGrant(pk=grant.pk, content_object=room, user=outsider), actor=leader) is False
    assert verbs() == ["spacegrant.changed", "spacegrant.ended"]
    assert room not in Space.objects.visible_to(outsider)


def test_what_a_leader_sees_of_rooms(community, room, leader, participant, outsider):
    let_in(outsider, room, role=Role.GUEST, source="guest", until=timezone.now() + timedelta(days=1))
    let_in(participant, room, role=Role.GUEST, source="guest", until=timezone.now() - timedelta(days=1))

    seen = room_of(room, leader, name="pia")

    assert {space.slug: space.let_in for space in spaces_of(community) if space.let_in} == {"project": 1}
    assert [grant.user for grant in seen.grants] == [outsider]
    assert [membership.person for membership in seen.found] == [participant]
    assert seen.own.person == leader
    assert room_of(room, leader).found == []


@pytest.mark.parametrize("deed", [remove_member, suspend_member])
def test_who_was_shut_out_a_moment_ago_is_not_let_in(room, leader, participant, deed):
    seen_before = Membership.objects.select_related("person").get(person=participant)
    deed(Membership.objects.get(person=participant), reason="Adverts.", actor=leader)

    with pytest.raises(Refused):
        let_member_in(room, membership=seen_before, actor=leader)
    with pytest.raises(Refused):
        grant_space(room, person=participant, role=Role.GUEST, actor=leader)

    assert not SpaceGrant.objects.filter(user=participant).exists()


def test_a_room_that_was_archived_a_moment_ago_takes_nobody(room, leader, outsider):
    archive_space(Space.objects.get(pk=room.pk), actor=leader)

    with pytest.raises(Refused):
        grant_space(room, person=outsider, role=Role.GUEST, actor=leader)


def test_whoever_makes_a_space_private_is_in_it(community, leader):
    space = open_space(community, actor=leader, **WISH)

    change_space(space, actor=leader, is_confirmed=True, **WISH | {"access": "private"})

    grant = SpaceGrant.objects.get()
    assert (grant.user, grant.role, grant.given_by, grant.source) == (leader, Role.LEADER, leader, "founder")
    end_grant(grant, actor=leader)
    change_space(space, actor=leader, **WISH | {"access": "private", "name": "Readers"})
    assert not SpaceGrant.objects.exists()
