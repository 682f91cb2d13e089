"""The cast: one community with a person in each role, and one who belongs nowhere."""

import gc
import os
import time
from contextlib import suppress

import pytest
from django.core.cache import cache, caches
from django.db import Error, connection
from django.middleware import csrf
from django.utils.crypto import get_random_string
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadScopeScheduling

from communities.models import Role
from core.cache import ForgivingRedisCache
from tests.factories import CommunityFactory, MembershipFactory, UserFactory

# Each of these shares one running site, or one set of servers.
TOGETHER = ("tests/browser/", "tests/config/test_demo.py")
NEARLY_OVER = 5  # seconds of an hour; a test takes less, but for a few that do not ask the day
SWEPT_FROM = 512 * 1024  # bytes that a table takes without holding a row


# What is made up is the same in each run, and a busy machine is no fault; with SOAK set, it is made up anew.
settings.register_profile(
    "steady", derandomize="SOAK" not in os.environ, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


class TogetherScheduling(LoadScopeScheduling):
    """What belongs together runs in one process; every other test wherever there is room."""

    def _split_scope(self, nodeid):
        return next((group for group in TOGETHER if nodeid.startswith(group)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    return TogetherScheduling(config, log)


def pytest_collection_finish():
    """What was loaded until now stays to the end: nobody looks through it again and again for what to throw away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Nobody counts rows meanwhile that a test will roll back, and nobody waits for the disk.

    Autovacuum tells the planner that pages full of such rows are empty; a join of a few of them then looks at every row
    of the one for every row of the others, and goes on for hours. What is committed is there for everybody at once;
    whether it would outlive a power cut no test asks.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        cursor.execute("SET synchronous_commit = off")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = off)')


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    """No hour, day or month ends in the middle of a test, wherever its people live: it begins after that."""
    left = 3600 - time.time() % 3600  # seconds
    if left < NEARLY_OVER:
        time.sleep(left)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """In its place, what tests rolled back is swept out between two of them; where it cannot be, at the next turn."""
    yield
    if connection.in_atomic_block or not _is_of_tests(connection):
        return
    with suppress(Error), item.config.stash[blocking_manager_key].unblock(), connection.cursor() as cursor:
        if _is_littered(cursor):
            _sweep(cursor)


def _is_littered(cursor):
    """Whether some table has grown large and holds nothing. To ask is cheap; to sweep creates each file anew."""
    cursor.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND pg_relation_size(oid) >= %s",
        [SWEPT_FROM],
    )
    return any(not _holds_rows(cursor, table) for (table,) in cursor.fetchall())


def _sweep(cursor):
    """Let go of the pages of every table that holds no row.

    VACUUM would leave word that each holds none, and plans made by that never end once a test has filled them; of a
    table that was truncated the planner knows nothing.
    """
    cursor.execute("SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'")
    pointing = cursor.fetchall()
    kept = {table for table in connection.introspection.table_names(cursor) if _holds_rows(cursor, table)}
    while more := {there for here, there in pointing if here in kept} - kept:
        kept |= more
    empty = sorted(set(connection.introspection.table_names(cursor)) - kept)
    cursor.execute("SET lock_timeout = '1s'")
    try:
        cursor.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, empty))}")
    finally:
        cursor.execute("RESET lock_timeout")


def _holds_rows(cursor, table):
    cursor.execute(f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(table)})")
    return cursor.fetchone()[0]


def _is_of_tests(connection):
    return str(connection.settings_dict["NAME"]).startswith("test_")


@pytest.fixture(scope="session", autouse=True)
def tokens_of_few_letters():
    """Tokens of forms differ as ever, and no word or number is in one by chance: they hold g, G, Q, v and V alone.

    A token is its secret's letters, each moved on by those of a mask, and the mask.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csrf, "_get_new_csrf_string", lambda: get_random_string(csrf.CSRF_SECRET_LENGTH, "vV"))
        yield


@pytest.fixture(autouse=True)
def fresh_cache():
    """Nobody is slowed down for what an earlier test did, nor left without a cache because it was away then."""
    ForgivingRedisCache._away_until = 0.0
    cache.clear()
    caches["pages"].clear()


@pytest.fixture
def community(db):
    return CommunityFactory(name="Virtual campus", slug="campus")


@pytest.fixture
def commons(community):
    return community.spaces.get(slug="commons")


@pytest.fixture
def members_room(community):
    return community.spaces.get(slug="members")


@pytest.fixture
def team_room(community):
    return community.spaces.get(slug="team")


@pytest.fixture
def outsider(db):
    return UserFactory(display_name="Olu Outsider")


@pytest.fixture
def participant(community):
    return MembershipFactory(community=community, person__display_name="Pia Participant").person


@pytest.fixture
def facilitator(community):
    return MembershipFactory(community=community, person__display_name="Fay Facilitator", role=Role.FACILITATOR).person


@pytest.fixture
def moderator(community):
    return MembershipFactory(community=community, person__display_name="Mo Moderator", role=Role.MODERATOR).person


@pytest.fixture
def leader(community):
    return MembershipFactory(community=community, person__display_name="Lea Leader", role=Role.LEADER).person


@pytest.fixture
def admin(db):
    return UserFactory(display_name="Ada Admin", is_staff=True, is_superuser=True)
