import threading

import pytest
from django.db import connection, transaction

from communities.models import Community
from core.errors import Busy
from core.locks import LOCK_TIMEOUT_MS, lock, lock_all
from tests.factories import CommunityFactory, DiscussionFactory, UserFactory


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
            may_go.wait(10)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    is_held.wait(10)
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


def test_rows_of_several_kinds_are_locked_in_one_order(db):
    discussion, person = DiscussionFactory(), UserFactory()
    community = discussion.space.community

    with transaction.atomic():
        locked = lock_all([person, discussion, community])

    assert locked == [community, discussion, person]
