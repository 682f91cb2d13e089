"""Blocking: one's own affair, of which the other learns nothing."""

import pytest
from django.urls import reverse

from accounts.actions import block, unblock
from accounts.effects import erase_person
from accounts.models import Block
from accounts.queries import blocked_by
from core.permissions import Refused
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return UserFactory(display_name="Ana Annoyed")


@pytest.fixture
def bea():
    return UserFactory(display_name="Bea Blocked")


def anew(person):
    person.refresh_from_db()
    return person


def test_twice_is_once_and_undone_is_undone(ana, bea, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert blocked_by(ana) == frozenset()

    assert (block(bea, actor=ana), block(bea, actor=ana)) == (True, False)
    assert blocked_by(anew(ana)) == {bea.pk}
    assert blocked_by(anew(bea)) == frozenset()

    one = Block.objects.get()
    unblock(one, actor=ana)
    unblock(one, actor=ana)
    assert not anew(ana).has_blocked
    assert not Block.objects.exists()


def test_one_of_two_stays(ana, bea):
    block(bea, actor=ana)
    block(UserFactory(), actor=ana)

    unblock(Block.objects.get(blocked=bea), actor=ana)

    assert anew(ana).has_blocked


def test_nobody_blocks_themselves_or_unblocks_for_others(ana, bea):
    with pytest.raises(Refused):
        block(ana, actor=ana)
    block(bea, actor=ana)
    with pytest.raises(Refused):
        unblock(Block.objects.get(), actor=bea)


def test_whoever_is_erased_is_blocked_by_nobody_and_blocks_nobody(ana, bea):
    block(bea, actor=ana)
    block(ana, actor=bea)

    erase_person(bea)

    assert not Block.objects.exists()


def test_the_list_with_its_way_back(client, ana, bea):
    client.force_login(ana)
    assert "You have blocked nobody" in client.get(reverse("accounts:blocked")).content.decode()
    block(bea, actor=ana)
    one = Block.objects.get()

    listed = client.get(reverse("accounts:blocked")).content.decode()
    done = client.post(reverse("accounts:unblock", args=[one.pk]), follow=True)
    again = client.post(reverse("accounts:unblock", args=[one.pk]), follow=True)

    assert "Bea Blocked" in listed
    assert "You hear of Bea Blocked again." in done.content.decode()
    assert again.status_code == 200
    assert not Block.objects.exists()


def test_the_list_of_another_is_out_of_reach(client, ana, bea):
    block(bea, actor=ana)
    client.force_login(bea)

    client.post(reverse("accounts:unblock", args=[Block.objects.get().pk]))

    assert Block.objects.exists()
    assert "Ana" not in client.get(reverse("accounts:blocked")).content.decode().partition("<main")[2]
