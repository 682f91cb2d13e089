"""What site staff do to the lists that all communities share: subjects and institutions."""

from contextlib import suppress
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.effects.merging import move_pointers
from communities.models import Institution, Subject
from communities.rules import may_keep_lists
from core.errors import Gone
from core.locks import lock_alone
from core.permissions import require

_STAFF = _("The people who run this site keep this list.")

Listed = TypeVar("Listed", Subject, Institution)


@transaction.atomic
def retire_subject(subject: Subject, *, actor: User) -> bool:
    """Offer it no more; what was tagged with it stays so. Returns whether it was offered until now."""
    require(may_keep_lists(actor), _STAFF)
    return bool(Subject.objects.filter(pk=subject.pk, retired_at=None).update(retired_at=timezone.now()))


@transaction.atomic
def offer_subject(subject: Subject, *, actor: User) -> bool:
    """Offer a retired one again. Returns whether it was retired until now."""
    require(may_keep_lists(actor), _STAFF)
    return bool(Subject.objects.filter(pk=subject.pk, retired_at__isnull=False).update(retired_at=None))


@transaction.atomic
def merge_subjects(subject: Subject, *, into: Subject, actor: User) -> None:
    """Let what was tagged with `subject` be tagged with `into`, and drop it; a second try changes nothing."""
    pair = _both(subject, into, actor)
    if pair is None:
        return
    old, new = pair
    if new.parent_id == old.pk:
        Subject.objects.filter(pk=new.pk).update(parent=old.parent_id)
    old.children.exclude(pk=new.pk).update(parent=new.parent_id or new.pk)
    _merge(old, new)


@transaction.atomic
def merge_institutions(institution: Institution, *, into: Institution, actor: User) -> None:
    """Let whoever is somewhere for `institution` be there for `into`, and what it runs be run by that one."""
    pair = _both(institution, into, actor)
    if pair is not None:
        _merge(*pair)


def _both(old: Listed, new: Listed, actor: User) -> tuple[Listed, Listed] | None:
    """The two rows, and nobody points at either meanwhile; None when one is gone, or they are one."""
    found = {}
    for row in sorted((old, new), key=lambda row: row.pk):
        with suppress(Gone):
            found[row.pk] = lock_alone(row)
    require(may_keep_lists(actor), _STAFF)
    return (found[old.pk], found[new.pk]) if len(found) == 2 else None


def _merge(old: Subject | Institution, new: Subject | Institution) -> None:
    move_pointers(old, new)
    old.delete()
