"""Who gains and who loses sight, said before it is done."""

import pytest

from communities.effects import let_in
from communities.models import Community, Role, Space
from communities.queries.audiences import NAMED, Group, shift_between, shift_of_access
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

EVERYONE = Group("everyone on the web")
NO_MEMBER = Group("everyone on the web who is no member")
PIA = Group("1 member outside the team", ("Pia Participant",))
OLU = Group("1 who was let in as a guest", ("Olu Outsider",))


@pytest.fixture
def room(community, participant, leader):
    return Space.objects.create(community=community, slug="project", name="Project group", access="private")


def team(*names):
    return Group(f"{len(names)} of the team", names)


@pytest.mark.parametrize(
    ("before", "after", "gaining", "losing"),
    [
        ("team", "members", [PIA], []),
        ("members", "team", [], [PIA]),
        ("team", "open", [EVERYONE, PIA], []),
        ("open", "team", [], [NO_MEMBER, PIA]),
        ("members", "open", [EVERYONE], []),
        ("open", "members", [], [NO_MEMBER]),
        ("private", "members", [team("Lea Leader"), PIA], []),
        ("members", "private", [], [PIA]),
    ],
)
def test_each_change_of_access(room, leader, before, after, gaining, losing):
    room.access = before
    shift = shift_of_access(room, after, actor=leader)

    assert (shift.gaining, shift.losing) == (gaining, losing)
    assert shift.is_wider == bool(gaining)


def test_what_may_become_public_one_day_is_wider(room, leader):
    Community.objects.update(visibility="listed")
    room.refresh_from_db()
    room.access = "members"

    shift = shift_of_access(room, "open", actor=leader)

    assert (shift.gaining, shift.losing, shift.is_wider) == ([], [], True)


def test_between_two_private_rooms_those_let_in_count(community, room, participant, leader, outsider):
    other = Space.objects.create(community=community, slug="other", name="Other", access="private")
    let_in(leader, room, role=Role.LEADER, source="founder")
    let_in(leader, other, role=Role.LEADER, source="founder")
    let_in(outsider, room, role=Role.GUEST, source="guest")
    let_in(participant, other, role=Role.PARTICIPANT, source="member")

    shift = shift_between(room, other, names_guests=True)

    assert (shift.gaining, shift.losing, shift.is_wider) == ([PIA], [OLU], True)
    assert shift_between(room, other).losing == [Group("1 who was let in as a guest")]


def test_whoever_is_gone_counts_nowhere(community, room, leader, participant):
    participant.is_active = False
    participant.save()
    room.access = "members"

    assert shift_of_access(room, "team", actor=leader).losing == []


def test_many_are_counted_and_not_named(community, room, leader, django_assert_max_num_queries):
    for _ in range(NAMED):
        MembershipFactory(community=community)
    guests = [UserFactory(display_name=name) for name in ("Gus", "Ann")]
    for guest in guests:
        let_in(guest, room, role=Role.GUEST, source="guest")
    room.access = "team"

    with django_assert_max_num_queries(4):
        shift = shift_of_access(room, "members", actor=leader)

    assert shift.gaining == [Group(f"{NAMED + 1} members outside the team")]
    assert shift.losing == []
    assert shift_of_access(room, "private", actor=leader).losing == []
