"""Many people with one link at once, on real connections."""

from functools import partial

import pytest
from django.db.models import F

from communities.actions import links as actions
from communities.actions import make_link, take_link_back, use_link
from communities.errors import InvitationOver
from communities.models import Community, InvitationLink, LinkUse, Membership, Role
from tests.factories import CommunityFactory, InvitationLinkFactory, MembershipFactory, UserFactory
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

USES = 2 if SIZE == 1 else 10
PEOPLE = 5 * USES  # fifty in full size


@pytest.fixture
def community():
    return CommunityFactory(admission="invitation")


@pytest.fixture
def leader(community):
    return MembershipFactory(community=community, role=Role.LEADER).person


@pytest.fixture
def link(community, leader):
    return InvitationLinkFactory(community=community, made_by=leader, use_limit=USES)


def all_at_once(link, people):
    return at_once(*[partial(use_link, link, actor=person) for person in people])


def test_exactly_as_many_come_in_as_it_is_for(community, link):
    results = all_at_once(link, UserFactory.create_batch(PEOPLE))

    link.refresh_from_db()
    assert sum(isinstance(result, Membership) for result in results) == USES
    assert sum(isinstance(result, InvitationOver) for result in results) == PEOPLE - USES
    assert link.uses == LinkUse.objects.count() == USES
    assert Membership.objects.live().filter(role=Role.PARTICIPANT).count() == USES
    assert Community.objects.get().member_count == 1 + USES


def test_without_asking_the_row_too_many_would_come_in(community, link, monkeypatch):
    """The teeth of the test above: who looks first and counts afterwards lets in whoever looked at the same time."""

    def count(link, person):
        is_free = link.uses < link.use_limit
        InvitationLink.objects.filter(pk=link.pk, uses__lt=F("use_limit")).update(uses=F("uses") + 1)
        return is_free

    monkeypatch.setattr(actions, "_count", count)

    all_at_once(link, UserFactory.create_batch(PEOPLE))

    assert Membership.objects.live().filter(role=Role.PARTICIPANT).count() > USES


def test_one_person_in_several_windows_counts_once(link):
    person = UserFactory()

    all_at_once(link, [person] * 4)

    link.refresh_from_db()
    assert (link.uses, LinkUse.objects.count(), Membership.objects.filter(person=person).count()) == (1, 1, 1)


def test_using_and_taking_back_at_once_agree(community, leader):
    for _ in range(3 * SIZE):
        link = InvitationLinkFactory(community=community, made_by=leader)
        person = UserFactory()

        result, _taken = at_once(partial(use_link, link, actor=person), partial(take_link_back, link, actor=leader))

        is_in = Membership.objects.live_of(person).exists()
        assert is_in is isinstance(result, Membership)
        assert is_in is LinkUse.objects.filter(person=person).exists()


def test_one_form_sent_twice_makes_one_link(community, leader):
    wish = {"label": "Slide", "days": 1, "use_limit": 3, "submission": "9a8d1e2c-0000-4000-8000-000000000001"}

    links = at_once(*[partial(make_link, community, actor=leader, **wish)] * 3)

    assert len(set(links)) == InvitationLink.objects.count() == 1
