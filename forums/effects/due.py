"""How what is due gets done: one discussion after the other, each for itself."""

import logging
from collections.abc import Callable

from django.db.models import QuerySet

from forums.models import Discussion

logger = logging.getLogger(__name__)


def for_each_due(due: QuerySet[Discussion], act: Callable[[int], None]) -> None:
    """Call `act` with the id of each; one that fails is logged and holds up no other."""
    for pk in list(due.values_list("pk", flat=True)):
        try:
            act(pk)
        except Exception:
            logger.exception("What was due in discussion %s could not be done", pk)
