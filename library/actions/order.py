"""Taking something out of a library and putting it back (P4)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from core.permissions import require
from library import effects
from library.errors import NotBefore
from library.models import Item
from library.rules import may_put_back, may_take_down
from notifications.effects import notify


@transaction.atomic
def take_down(item: Item, *, actor: User, reason: str) -> bool:
    """Show it to its readers no more, nor its file; whoever contributed it is told why. Twice is harmless.

    Returns whether it stood until now. Raises NotBefore for a draft.
    """
    item = effects.lock_item(item)
    require(may_take_down(actor, item), _("Whoever contributed it, and those who keep the library, take it down."))
    if item.is_draft:
        raise NotBefore(_("It has not been published, so there is nothing to take down."))
    return effects.take_off(item, by=actor, reason=reason)


@transaction.atomic
def put_back(item: Item, *, actor: User) -> bool:
    """Show it again. Returns whether it was taken down; whoever contributed it is told."""
    item = effects.lock_item(item)
    if not item.is_taken_down:
        return False
    require(may_put_back(actor, item), _("Who took it down puts it back."))
    gone = Item.objects.filter(pk=item.pk, taken_down_at__isnull=False)
    gone.update(taken_down_at=None, taken_down_by=None, taken_down_because="")
    entry = record("item.put_back", actor=actor, target=item)
    notify(entry, [item.contributed_by_id])
    return True
