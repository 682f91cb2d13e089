"""The moment in which these tests are."""

import pytest
import time_machine

from tests.communities.rhythm.weeks import NOW


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False):
        yield NOW
