"""The one access rule: every kind of person × every visibility × every access, from design's tables."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities.effects import let_in
from communities.models import Community, Membership, Role, Space
from communities.rules import Sight, role_in, sight_of
from tests.factories import CommunityFactory, MembershipFactory, UserFactory

MEMBERS = {"participant", "facilitator", "moderator", "leader"}
TEAM = {"facilitator", "moderator", "leader"}
STRANGERS = {"anonymous", "outsider", "admin", "left", "removed", "suspended", "lapsed", "past_guest"}
EVERYONE = MEMBERS | STRANGERS | {"guest"}


@pytest.fixture
def world(db):
    """{visibility: (community, its spaces by access, people by kind)}; guests hold a grant on every space."""
    return {visibility: build(visibility) for visibility in Community.Visibility.values}


def build(visibility):
    community = CommunityFactory(visibility=visibility)
    Space.objects.create(community=community, slug="private", name="Project", access=Space.Access.PRIVATE)
    spaces = {space.access: space for space in community.spaces.all()}
    now = timezone.now()
    people = {"anonymous": AnonymousUser(), "outsider": UserFactory()}
    people["admin"] = UserFactory(is_staff=True, is_superuser=True)
    for role in (Role.PARTICIPANT, Role.FACILITATOR, Role.MODERATOR, Role.LEADER):
        people[role.name.lower()] = MembershipFactory(community=community, role=role).person
    gone = {"community": community, "role": Role.LEADER}
    people["left"] = MembershipFactory(**gone, state="left", ended_at=now).person
    people["removed"] = MembershipFactory(**gone, state="removed", ended_at=now).person
    people["suspended"] = MembershipFactory(**gone, state="suspended").person
    people["lapsed"] = MembershipFactory(**gone, until=now - timedelta(minutes=1)).person
    for name, until in (("guest", None), ("past_guest", now - timedelta(minutes=1))):
        people[name] = UserFactory()
        for space in spaces.values():
            let_in(people[name], space, role=Role.GUEST, source="guest", until=until)
    return community, spaces, people


READERS = {
    ("public", "open"): EVERYONE,
    ("listed", "open"): MEMBERS | {"guest"},
    ("hidden", "open"): MEMBERS | {"guest"},
} | {
    (visibility, access): readers
    for visibility in ("public", "listed", "hidden")
    for access, readers in {"members": MEMBERS | {"guest"}, "team": TEAM | {"guest"}, "private": {"guest"}}.items()
}


def test_who_reads_a_space(world):
    found = {
        (visibility, access): {
            name for name, person in people.items() if Space.objects.visible_to(person).filter(pk=space.pk).exists()
        }
        for visibility, (_community, spaces, people) in world.items()
        for access, space in spaces.items()
    }

    assert found == READERS


def test_who_holds_which_role_in_a_space(world):
    own = {name: Role[name.upper()] for name in MEMBERS} | {"guest": Role.GUEST}
    for _community, spaces, people in world.values():
        for access, space in spaces.items():
            holding = {"open": MEMBERS, "members": MEMBERS, "team": TEAM, "private": set()}[access] | {"guest"}
            found = {name: role_in(person, space) for name, person in people.items()}
            assert found == {name: own[name] if name in holding else None for name in people}


def test_who_knows_that_a_community_exists_and_who_sees_inside(world):
    for visibility, (community, _spaces, people) in world.items():
        knowing = {n for n, p in people.items() if Community.objects.visible_to(p).filter(pk=community.pk).exists()}
        inside = {n for n, p in people.items() if Community.objects.readable_by(p).filter(pk=community.pk).exists()}
        assert knowing == (MEMBERS | {"guest"} if visibility == "hidden" else EVERYONE)
        assert inside == (EVERYONE if visibility == "public" else MEMBERS)


@pytest.mark.parametrize(
    ("visibility", "stranger"), [("public", Sight.INSIDE), ("listed", Sight.PURPOSE), ("hidden", Sight.NAME)]
)
def test_what_a_stranger_and_a_member_see_of_a_community(visibility, stranger):
    community = Community(visibility=visibility)

    assert sight_of(community, None) == stranger
    assert {sight_of(community, role) for role in Role} == {Sight.INSIDE}


def test_a_grant_and_a_membership_add_up_to_the_higher_role(community, participant, leader, commons):
    private = Space.objects.create(community=community, slug="project", name="Project", access="private")
    let_in(participant, commons, role=Role.MODERATOR, source="stand-in")
    let_in(leader, private, role=Role.GUEST, source="guest")

    assert role_in(participant, commons) == Role.MODERATOR
    assert role_in(leader, private) == Role.GUEST


def test_a_grant_on_the_team_room_opens_it_to_a_participant(participant, team_room):
    let_in(participant, team_room, role=Role.GUEST, source="guest")

    assert role_in(participant, team_room) == Role.GUEST
    assert team_room in Space.objects.visible_to(participant)


def test_until_is_compared_when_read(community, commons):
    soon = timezone.now() + timedelta(hours=1)
    person = MembershipFactory(community=community, until=soon).person

    assert list(Membership.objects.live_of(person)) != []
    assert list(Membership.objects.live_of(person, at=soon)) == []
    assert list(Membership.objects.live_of(person, at=soon + timedelta(seconds=1))) == []


@pytest.mark.parametrize("phase", ["concluded", "archived", "did_not_launch"])
def test_what_is_over_is_read_but_not_written(community, participant, phase):
    Community.objects.filter(pk=community.pk).update(phase=phase)
    readable = Space.objects.visible_to(participant).filter(community=community)

    assert {space.slug for space in readable} == {"commons", "members"}
    assert not readable.writable().exists()
    assert not any(space.is_writable for space in readable)


def test_an_archived_space_is_read_but_not_written(community, participant, commons):
    commons.archived_at = timezone.now()
    commons.save()

    assert commons in Space.objects.visible_to(participant)
    assert commons not in Space.objects.writable()
    assert not commons.is_writable


def test_memberships_are_seen_by_fellow_members_alone(community, participant, moderator, outsider):
    elsewhere = MembershipFactory(person=outsider)

    assert {row.person for row in Membership.objects.visible_to(participant)} == {participant, moderator}
    assert list(Membership.objects.visible_to(outsider)) == [elsewhere]
    assert list(Membership.objects.visible_to(AnonymousUser())) == []
