"""What an item says, with what is derived from it."""

from typing import Any

from django.db.models import F
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from core.markdown import clean, plain, render
from library.models import Item
from notifications.effects import notify, withdraw

EXCERPT_LENGTH = 240


def finished(said: dict[str, Any]) -> dict[str, Any]:
    """The columns that hold what was said, with what is derived from it."""
    fields = dict(said)
    if "markdown" in fields:
        fields["markdown"] = clean(fields["markdown"])
        fields["html"] = render(fields["markdown"])
        fields["excerpt"] = plain(fields["html"], EXCERPT_LENGTH)
    return fields


def say_instead(item: Item, markdown: str) -> None:
    """Put this text in place of its own, which nobody keeps. Assumes that `item` is locked."""
    Item.objects.filter(pk=item.pk).update(version=F("version") + 1, **finished({"markdown": markdown}))


def take_off(item: Item, *, by: User, reason: str) -> bool:
    """Show a published one to its readers no more; whoever contributed it is told why. Returns whether it stood."""
    standing = Item.objects.filter(pk=item.pk, state=Item.State.PUBLISHED, taken_down_at=None)
    if not standing.update(taken_down_at=timezone.now(), taken_down_by=by, taken_down_because=reason):
        return False
    withdraw(item._meta.label_lower, item.pk)
    entry = record("item.taken_down", actor=by, target=item)
    notify(entry, [item.contributed_by_id])
    return True


def forget_words(item: Item, *, by: User, reason: str, instead: str) -> None:
    """Let nothing of what it said remain, not in its title or its address, and take it down. Assumes that it is locked.

    Its files stay with its contributor: Copse changes nothing in a file.
    """
    for column, value in finished({"title": instead, "markdown": instead, "transcript": ""}).items():
        setattr(item, column, value)
    item.version += 1
    item.save()
    take_off(item, by=by, reason=reason)
