"""Wake a worker after commit. Due rows in PostgreSQL are the truth; a wake-up only makes them sooner."""

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 15
_silent_until = 0.0


def wake(what: str) -> None:
    """Once the transaction commits, send the task `wake.<what>`; settings route it to its queue.

    A broker that is away is neither waited for nor an error: beat finds the due
    rows. After a failure this process leaves the broker alone for a while, so
    that a silent one costs a request its timeout once, not each time.
    """
    transaction.on_commit(lambda: _send(what), robust=True)


def _send(what: str) -> None:
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        current_app.send_task(f"wake.{what}", retry=False, ignore_result=True, expires=60)
    except (OperationalError, OSError) as error:
        _silent_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("The broker did not take the wake-up for %s: %s", what, error)
