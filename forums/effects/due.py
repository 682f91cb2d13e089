"""How what is due gets done: one thing after the other, each for itself."""

import logging
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

logger = logging.getLogger(__name__)


def for_each_due(due: QuerySet[Any], act: Callable[[int], None]) -> None:
    """Call `act` with the id of each; one that fails is logged and holds up no other."""
    for pk in list(due.values_list("pk", flat=True)):
        try:
            act(pk)
        except Exception:
            logger.exception("What was due in %s %s could not be done", due.model._meta.model_name, pk)
