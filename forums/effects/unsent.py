"""What follows of itself with what people type and do not send."""

from collections.abc import Callable

from django.db.models import F, QuerySet

from accounts.models import User
from forums.models import Discussion, Unsent


def drop_beyond(person: User) -> None:
    """Of a great many beginnings of one person the newest stay."""
    newest = Unsent.objects.filter(person=person).order_by("-changed_at", "-pk")
    Unsent.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[Unsent.MOST :])).delete()


def change_unsent(rows: QuerySet[Unsent], change: Callable[[str], str]) -> None:
    """Put other words in what people type, as another device would: none writes its own over them unawares."""
    rows.update(version=F("version") + 1)  # holds them, too
    for row in rows.all():
        row.said = {name: change(text) for name, text in row.said.items()}
        row.save(update_fields=["said"])


def carry_steering(begun: QuerySet[Unsent], target: Discussion) -> None:
    """What was to steer one discussion is to steer `target`; behind what its writer began there already.

    Both are held before they are read: what its writer types meanwhile is in before, or goes on with what stands there
    then.
    """
    for row in begun.select_for_update():
        there = Unsent.objects.of_place(row.person, row.kind, target)
        if kept := there.select_for_update().first():
            there.update(said={"text": f"{kept.text}\n\n{row.text}"}, version=F("version") + 1)
            row.delete()
        else:
            begun.filter(pk=row.pk).update(discussion=target)


def forget_old_unsent() -> None:
    """Nobody has typed there for long: nobody goes on."""
    Unsent.objects.old().delete()
