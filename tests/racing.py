"""Several people at the same moment, each on a connection of their own."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

# `make test` runs races and faults small; `make soak` says how many times larger.
SIZE = int(os.environ.get("SOAK", "1"))
PATIENCE = 60 * SIZE  # seconds


def at_once(*deeds):
    """Run the deeds in as many threads from one starting line; returns what each gave or raised."""
    line = threading.Barrier(len(deeds))

    def run(deed):
        line.wait(PATIENCE)
        try:
            return deed()
        except Exception as error:  # noqa: BLE001 — handed to the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def meanwhile(first, then, last=None):
    """Begin `then` when `first` is done but not committed yet; returns what `then` gave or raised.

    `then` has to want a lock that `first` took. While it waits, `last` is done in the transaction of `first`.
    """
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(then_close_connection, then)
            wait_until_somebody_waits_for_a_lock()
            if last:
                last()
        try:
            return waiting.result(PATIENCE)
        except Exception as error:  # noqa: BLE001 — handed to the test
            return error


def then_close_connection(deed):
    try:
        return deed()
    finally:
        connection.close()


def wait_until_somebody_waits_for_a_lock():
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        with connection.cursor() as cursor:
            # In this database alone: another process of tests has its own in the same server.
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')"
                " AND pid IN (SELECT here.pid FROM pg_locks AS here JOIN pg_database ON database = pg_database.oid"
                " WHERE datname = current_database())"
            )
            if cursor.fetchone():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
