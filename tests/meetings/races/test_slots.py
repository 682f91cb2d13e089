"""Somebody books two slots at one moment, in two communities: one of them is theirs."""

from functools import partial

import pytest
from django.db import IntegrityError

from meetings.actions import book_slot
from meetings.effects import seats
from meetings.errors import SeatClash
from meetings.models import Meeting, Seat
from tests.factories import CommunityFactory, MeetingFactory, MembershipFactory, UserFactory
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 3 * SIZE


def booked_at_once():
    """What becomes of two slots of one person that lie over one another."""
    person = UserFactory()
    spaces = [CommunityFactory(is_led=True).spaces.get(slug="members") for _each in range(2)]
    for space in spaces:
        MembershipFactory(community=space.community, person=person)
    first = MeetingFactory(space=spaces[0])
    second = MeetingFactory(space=spaces[1], starts_at=first.starts_at)
    found = Meeting.objects.select_related("space__community")
    done = at_once(*(partial(book_slot, found.get(pk=each.pk), actor=person) for each in (first, second)))
    assert Seat.objects.filter(person=person, state="booked").count() == 1
    return {type(each) for each in done}


def test_of_two_slots_at_one_time_one_is_had_and_the_other_is_refused_with_words(transactional_db):
    for _round in range(ROUNDS):
        assert booked_at_once() == {Seat, SeatClash}


def test_the_constraint_holds_where_nobody_locks_the_person(transactional_db, monkeypatch):
    monkeypatch.setattr(seats, "lock", lambda person: None)

    for _round in range(ROUNDS):
        assert booked_at_once() <= {Seat, SeatClash, IntegrityError}
