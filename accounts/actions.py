"""What people do with their own account."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from core import seams
from core.permissions import require


@transaction.atomic
def change_profile(person: User, *, actor: User, fields: Collection[str]) -> None:
    """Keep what now stands in these `fields` of `person`, and only in these: another window may have changed others.

    Where the name is among them, every app hears of it.
    """
    require(person.pk == actor.pk)
    person.save(update_fields=fields)
    if "display_name" in fields:
        seams.person_renamed.ask(person)
