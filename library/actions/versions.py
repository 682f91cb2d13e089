"""A newer file of an item."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from core.permissions import require
from library import effects
from library.errors import NotBefore
from library.models import File, Item, ItemFile
from library.queries.wholeness import require_whole
from library.rules import may_edit

MOST = 200


@transaction.atomic
def add_version(item: Item, *, actor: User, file: File, note: str = "") -> ItemFile:
    """Let readers get `file` from now on; earlier versions stay for those who may edit the item.

    Raises FileGone, also where the same file was added a moment ago, NotYetWhole and NotBefore.
    """
    item = effects.lock_item(item)
    require(may_edit(actor, item), _("Whoever contributed it, and those who keep the library, change it."))
    latest = item.files.first()
    number = latest.number + 1 if latest else 1
    if number > MOST:
        raise NotBefore(_("It has as many versions as an item takes. Add a new item."))
    made = ItemFile.objects.create(item=item, file=effects.claim(file, by=actor), number=number, by=actor, note=note)
    item.version += 1
    if not item.is_draft:
        require_whole(item)
        item.changed_at = timezone.now()
    item.save(update_fields=["version", "changed_at"])
    record("item.renewed", actor=actor, target=item, data={"number": number})
    return made
