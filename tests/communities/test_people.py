"""Who sees whose profile, and whom pickers and mentions offer."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from communities.effects import let_in
from communities.models import Membership, Role
from communities.queries import people_in, visible_people
from tests.factories import UserFactory

Audience = User.ProfileAudience


@pytest.fixture
def seen_by():
    return lambda reader: set(visible_people(reader))


def show_to(person, audience):
    User.objects.filter(pk=person.pk).update(profile_audience=audience)


def test_a_visitor_sees_nobody(participant, seen_by):
    show_to(participant, Audience.MEMBERS)

    assert seen_by(AnonymousUser()) == set()


def test_fellows_see_one_another_and_outsiders_do_not(participant, leader, outsider, seen_by):
    assert seen_by(participant) == {participant, leader}
    assert seen_by(outsider) == {outsider}


def test_a_profile_for_everyone_is_seen_by_whoever_is_signed_in(participant, outsider, seen_by):
    show_to(participant, Audience.MEMBERS)

    assert seen_by(outsider) == {participant, outsider}


def test_a_profile_for_nobody_is_its_owners_alone(participant, leader, seen_by):
    show_to(participant, Audience.NOBODY)

    assert seen_by(leader) == {leader}
    assert participant in seen_by(participant)


def test_who_left_is_no_fellow(participant, leader, seen_by):
    left = {"state": Membership.State.LEFT, "ended_at": participant.date_joined}
    Membership.objects.filter(person=participant).update(**left)

    assert seen_by(leader) == {leader}
    assert seen_by(participant) == {participant}


def test_guests_of_one_room_see_one_another_alone(commons, participant, outsider, seen_by):
    other = UserFactory()
    for guest in (outsider, other):
        let_in(guest, commons, role=Role.GUEST, source="guest")

    assert seen_by(outsider) == {outsider, other}


def test_the_erased_are_seen_by_nobody(participant, leader, seen_by):
    User.objects.filter(pk=participant.pk).update(is_active=False, erased_at=participant.date_joined)

    assert seen_by(leader) == {leader}


def test_a_room_offers_those_alone_who_can_read_it(team_room, commons, participant, facilitator, leader):
    assert set(people_in(team_room, leader)) == {facilitator, leader}
    assert set(people_in(commons, participant)) == {participant, facilitator, leader}
