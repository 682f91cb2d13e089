import threading
from functools import partial

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from accounts.models import User
from communities.models import Community, Membership
from config import urls as whole
from core.errors import Busy, Gone
from core.locks import LOCK_TIMEOUT_MS, lock, lock_all
from tests.factories import CommunityFactory, DiscussionFactory, UserFactory
from tests.racing import PATIENCE, at_once

both_have_one = threading.Barrier(2)


def take_two(request, first, second):
    """Change two people, the one after the other, without a lock."""
    with transaction.atomic():
        User.objects.filter(pk=first).update(bio="First")
        both_have_one.wait(PATIENCE)
        User.objects.filter(pk=second).update(bio="Second")
    return HttpResponse()


urlpatterns = [path("take/<int:first>/<int:second>/", take_two), *whole.urlpatterns]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_busy_after_the_timeout(monkeypatch):
    monkeypatch.setattr("core.locks.LOCK_TIMEOUT_MS", 100)
    community = CommunityFactory()
    is_held, may_go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            lock(community)
            is_held.set()
            may_go.wait(2 * PATIENCE)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(PATIENCE)
    try:
        with pytest.raises(Busy), transaction.atomic():
            lock(community)
    finally:
        may_go.set()
        holder.join()

    assert LOCK_TIMEOUT_MS == 3000


def test_lock_returns_the_row_as_it_is_now(db):
    community = CommunityFactory(name="Before")
    Community.objects.update(name="After")

    with transaction.atomic():
        assert lock(community).name == "After"


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_transaction_there_is_no_lock():
    community = CommunityFactory()
    with transaction.atomic():
        lock(community)  # which makes the query that goes on being used

    with pytest.raises(transaction.TransactionManagementError):
        lock(community)


def test_rows_of_several_kinds_are_locked_in_one_order(db):
    discussion, person = DiscussionFactory(), UserFactory()
    community = discussion.space.community

    with transaction.atomic():
        locked = lock_all([person, discussion, community])

    assert locked == [community, discussion, person]


def test_several_rows_of_a_kind_take_one_query_in_the_order_of_their_ids(db, django_assert_num_queries):
    communities = CommunityFactory.create_batch(3)

    with transaction.atomic(), django_assert_num_queries(2):
        assert lock_all(reversed(communities)) == communities


def test_a_row_that_is_gone_is_missing(db):
    community = CommunityFactory()

    with transaction.atomic(), pytest.raises(Gone):
        lock_all([community, Community(pk=0)])


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_others_add_rows_that_point_at_a_locked_one(monkeypatch):
    monkeypatch.setattr("core.locks.LOCK_TIMEOUT_MS", 500)
    community, person = CommunityFactory(), UserFactory()

    def join():
        with transaction.atomic():
            lock(person)  # which gives up soon where it would wait
            return Membership.objects.create(community=community, person=person)

    with transaction.atomic():
        lock(community)
        (joined,) = at_once(join)

    assert list(Membership.objects.all()) == [joined]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_who_wait_for_each_other_one_is_busy():
    people = UserFactory.create_batch(2)

    def lock_both(first, second):
        with transaction.atomic():
            lock(first)
            both_have_one.wait(PATIENCE)
            lock(second)

    outcomes = at_once(partial(lock_both, *people), partial(lock_both, *reversed(people)))

    assert sorted(type(outcome) for outcome in outcomes if outcome) == [Busy]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls(__name__)
def test_whose_statement_gives_way_is_answered_that_somebody_was_quicker():
    one, other = UserFactory.create_batch(2)
    ways = (f"/take/{one.pk}/{other.pk}/", f"/take/{other.pk}/{one.pk}/")

    answers = at_once(*(partial(Client().post, way) for way in ways))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
