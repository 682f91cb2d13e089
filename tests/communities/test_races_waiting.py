"""Who waits for a lock and is removed, demoted or erased meanwhile does nothing any more, on real connections."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.actions import change_profile
from accounts.effects import erase_person
from accounts.models import User
from communities import actions
from communities.models import Community, Invitation, JoinRequest, Membership, Role, Space
from core.permissions import Refused
from tests.factories import CommunityFactory, InvitationFactory, MembershipFactory, UserFactory
from tests.racing import meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def community():
    return CommunityFactory(admission="invitation")


@pytest.fixture
def leader(community):
    return MembershipFactory(community=community, role=Role.LEADER).person


@pytest.fixture
def second(community):
    return MembershipFactory(community=community, role=Role.LEADER)


def removed(membership, leader):
    fresh = Membership.objects.get(pk=membership.pk)
    return partial(actions.remove_member, fresh, reason="Adverts.", actor=leader)


def demoted(membership, leader):
    fresh = Membership.objects.get(pk=membership.pk)
    return partial(actions.change_role, fresh, role=Role.PARTICIPANT, actor=leader)


def concluded(community):
    return partial(Community.objects.filter(pk=community.pk).update, phase="concluded")


def erased(person):
    return partial(erase_person, User.objects.get(pk=person.pk))


ROOM = {"name": "Room", "access": "private", "starters": "everyone"}


def test_who_is_removed_opens_no_space(community, leader, second):
    outcome = meanwhile(removed(second, leader), partial(actions.open_space, community, actor=second.person, **ROOM))

    assert isinstance(outcome, Refused)
    assert not Space.objects.filter(name="Room").exists()


def test_who_is_demoted_opens_no_room_wider_and_asks_no_guest_in(community, leader, second):
    room = actions.open_space(community, actor=leader, **ROOM)
    until = timezone.now() + timedelta(days=3)
    open_wider = partial(
        actions.change_space, room, actor=second.person, **ROOM | {"access": "open"}, is_confirmed=True
    )
    invite = partial(actions.invite_guest, room, email="a@copse.example", until=until, actor=second.person)

    outcomes = [meanwhile(demoted(second, leader), open_wider)]
    Membership.objects.filter(pk=second.pk).update(role=Role.LEADER)
    outcomes.append(meanwhile(demoted(second, leader), invite))

    assert [type(outcome) for outcome in outcomes] == [Refused, Refused]
    room.refresh_from_db()
    assert room.access == "private"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "deed",
    [
        partial(actions.invite_people, emails=["a@copse.example", "b@copse.example"]),
        partial(actions.make_link, label="Spring", days=7, use_limit=5),
        partial(actions.propose_plan),
    ],
    ids=["invite", "link", "plan"],
)
def test_who_is_removed_does_nothing_for_the_team(community, leader, second, deed):
    assert isinstance(meanwhile(removed(second, leader), partial(deed, community, actor=second.person)), Refused)


def test_who_is_removed_drops_no_list(community, leader, second):
    handed_in = actions.hand_in_list(community, lines=[], actor=leader, submission=uuid4())

    outcome = meanwhile(removed(second, leader), partial(actions.drop_list, handed_in, actor=second.person))

    assert isinstance(outcome, Refused)


def test_nobody_is_asked_in_or_comes_in_at_the_moment_of_conclusion(community, leader):
    invite = partial(actions.invite_people, community, emails=["a@copse.example"], actor=leader)
    assert isinstance(meanwhile(concluded(community), invite), Refused)

    Community.objects.update(phase="active", admission="open")
    community.refresh_from_db()
    join = partial(actions.join_community, community, actor=UserFactory())
    assert isinstance(meanwhile(concluded(community), join), Refused)


def test_who_is_suspended_does_not_join_anew(leader, second):
    Community.objects.update(admission="open")
    suspend = partial(actions.suspend_member, Membership.objects.get(pk=second.pk), reason="Adverts.", actor=leader)
    join = partial(actions.join_community, Community.objects.get(), actor=second.person)

    assert isinstance(meanwhile(suspend, join), Refused)


@pytest.mark.parametrize("door", ["join", "ask", "accept", "start"])
def test_who_is_erased_comes_in_nowhere(leader, door):
    person = UserFactory()
    doors = {
        "join": lambda: partial(actions.join_community, CommunityFactory()),
        "ask": lambda: partial(actions.ask_to_join, CommunityFactory(admission="request"), message="Let me in."),
        "accept": lambda: partial(actions.accept_invitation, InvitationFactory()),
        "start": lambda: partial(
            actions.start_community, name="Grove", summary="…", visibility="public", admission="open"
        ),
    }

    outcome = meanwhile(erased(person), partial(doors[door](), actor=person))

    assert isinstance(outcome, Refused)
    assert not Membership.objects.filter(person=person).exists()
    assert not JoinRequest.objects.filter(person=person).exists()


def test_who_is_erased_writes_nothing_of_themselves():
    person = UserFactory()
    person.bio, person.display_name = "About me.", "Real Name"
    tell = partial(change_profile, person, actor=person, fields=["bio", "display_name"])

    assert isinstance(meanwhile(erased(person), tell), Refused)
    row = User.objects.get(pk=person.pk)
    assert (row.bio, row.display_name) == ("", "")
