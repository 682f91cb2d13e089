"""Writing down what happened."""

from collections.abc import Callable, Iterable
from typing import Any

from accounts.models import User
from activity.models import Entry, StreamPosition


def record(verb: str, *, actor: User | None, target: Any, data: dict[str, Any] | None = None) -> Entry:
    """Append the fact that `actor` did `verb` to `target`, in the caller's transaction.

    `verb` is "<noun>.<past participle>". `target` is a saved model instance with
    `community_id` and `space_id` (either may be None). `actor` is None for what Copse
    itself does. `data` holds ids and figures only.
    """
    return Entry.objects.create(
        actor=actor,
        verb=verb,
        kind=target._meta.label_lower,
        object_id=target.pk,
        community_id=target.community_id,
        space_id=target.space_id,
        data=data or {},
    )


def record_all(
    verb: str, *, actor: User | None, targets: Iterable[Any], data: Callable[[Any], dict[str, Any]] | None = None
) -> list[Entry]:
    """Append the same fact of each of `targets`, as `record` does; one statement, in their order.

    `data` gives what `record` takes as its `data` for one target.
    """
    return Entry.objects.bulk_create(
        Entry(
            actor=actor,
            verb=verb,
            kind=target._meta.label_lower,
            object_id=target.pk,
            community_id=target.community_id,
            space_id=target.space_id,
            data=data(target) if data else {},
        )
        for target in targets
    )


def forget_person(person: User) -> None:
    """How far they saw is forgotten; entries stay, because they hold no text and their actor is the blanked row."""
    StreamPosition.objects.filter(person=person).delete()
