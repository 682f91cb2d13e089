"""Several people at the same moment, each on a connection of their own."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

# `make test` runs races and faults small; `make soak` says how many times larger.
SIZE = int(os.environ.get("SOAK", "1"))


def at_once(*deeds):
    """Run the deeds in as many threads from one starting line; returns what each gave or raised."""
    line = threading.Barrier(len(deeds))

    def run(deed):
        line.wait(10)
        try:
            return deed()
        except Exception as error:  # noqa: BLE001 — handed to the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))
