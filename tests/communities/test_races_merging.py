"""Two of the site’s staff tidy one list at the same moment, on real connections."""

import time
from functools import partial

import pytest

from communities.actions.vocabulary import merge_institutions
from communities.models import Institution
from core import locks
from core.errors import Busy
from tests.factories import UserFactory
from tests.racing import meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def merge():
    old, new = (
        Institution.objects.create(name=name, country="Kenya", kind="hospital") for name in ("Hillside", "Hill Side")
    )
    return partial(merge_institutions, old, into=new, actor=UserFactory(is_staff=True))


def test_merging_waits_for_others_no_longer_than_anything_does(merge, monkeypatch):
    monkeypatch.setattr(locks, "LOCK_TIMEOUT_MS", 50)
    first = Institution.objects.get(name="Hillside")

    outcome = meanwhile(partial(locks.lock_alone, first), merge, partial(time.sleep, 1))

    assert isinstance(outcome, Busy)
    assert Institution.objects.count() == 2


def test_of_two_that_merge_the_same_one_does(merge):
    assert meanwhile(merge, merge) is None
    assert [institution.name for institution in Institution.objects.all()] == ["Hill Side"]
