"""Of two rows that mean the same thing, keeping one."""

from typing import Any

from django.db import IntegrityError, models, transaction
from psycopg2.errorcodes import UNIQUE_VIOLATION


def move_pointers(old: models.Model, new: models.Model) -> None:
    """Let everything that points at `old` point at `new`, in whichever app; what points at both keeps one."""
    for relation in old._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            rows: Any = relation.related_model
            for row in rows._base_manager.filter(**{relation.field.name: old}).values_list("pk", flat=True):
                _move(rows, row, relation.field.name, new)


def _move(rows: Any, pk: Any, field: str, new: models.Model) -> None:
    try:
        with transaction.atomic():
            rows._base_manager.filter(pk=pk).update(**{field: new})
    except IntegrityError as error:
        if getattr(error.__cause__, "pgcode", None) != UNIQUE_VIOLATION:
            raise
        rows._base_manager.filter(pk=pk).delete()
