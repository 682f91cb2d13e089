"""What people do with their own account."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts import documents, effects, emails
from accounts.errors import DocumentsChanged
from accounts.models import Block, Consent, User
from accounts.rules import may_block, may_unblock
from core import seams
from core.locks import lock
from core.permissions import require


@transaction.atomic
def change_profile(person: User, *, actor: User, fields: Collection[str]) -> None:
    """Keep what now stands in these `fields` of `person`, and only in these: another window may have changed others.

    Where the name is among them, every app hears of it.
    """
    if "display_name" in fields:
        effects.lock_to_rename(person)
    _require_own_and_present(person, actor)
    person.save(update_fields=fields)
    if "display_name" in fields:
        seams.person_renamed.ask(person)


def _require_own_and_present(person: User, actor: User) -> None:
    """Whoever was erased while this was on its way writes nothing into the blanked row."""
    require(lock(person).is_active and person.pk == actor.pk)


@transaction.atomic
def agree(person: User, *, actor: User, version: date) -> None:
    """Keep that `person` agrees to every document as it was shown, `version` being that of the newest.

    Agreeing twice is harmless. Raises DocumentsChanged where there is a newer one by now.
    """
    _require_own_and_present(person, actor)
    if version != documents.newest():
        raise DocumentsChanged
    Consent.objects.bulk_create(
        [
            Consent(person=person, document=document.name, version=document.version)
            for document in documents.news_for(person)
        ],
        ignore_conflicts=True,
    )
    person.agreed_to = version
    person.save(update_fields=["agreed_to"])


@transaction.atomic
def block(person: User, *, actor: User) -> bool:
    """Let `actor` hear nothing of `person`, who is not told. Returns whether that is new; twice is harmless."""
    actor = lock(actor)
    require(may_block(actor, person))
    _block, is_new = Block.objects.get_or_create(person=actor, blocked=person)
    if not actor.has_blocked:
        actor.has_blocked = True
        actor.save(update_fields=["has_blocked"])
    return is_new


@transaction.atomic
def unblock(block: Block, *, actor: User) -> None:
    """Take that back. A second time is harmless."""
    actor = lock(actor)
    require(may_unblock(actor, block))
    Block.objects.filter(pk=block.pk).delete()
    actor.has_blocked = Block.objects.filter(person=actor).exists()
    actor.save(update_fields=["has_blocked"])


@transaction.atomic
def end_session(person: User, *, actor: User, session: int, here: str) -> bool:
    """Sign `person` out where the session with the id `session` is, but not where they are: at the key `here`.

    Returns whether there was one to end; ending it twice is harmless.
    """
    require(person.pk == actor.pk)
    return bool(effects.end_sessions(person, Q(pk=session) & ~Q(session_key=here)))


@transaction.atomic
def export_person(person: User, *, actor: User) -> dict[str, Any]:
    """Everything that Copse holds of `person`: {app: what it answers}, JSON-ready."""
    require(person.pk == actor.pk)
    return seams.person_export.ask(person)


@transaction.atomic
def erase_myself(person: User, *, actor: User) -> None:
    """Forget `person` in every app, for ever, and send one last mail. A second run changes nothing."""
    require(person.pk == actor.pk)
    address, name = person.email, person.get_short_name()
    effects.erase_person(person)
    transaction.on_commit(lambda: emails.send_goodbye(address, name), robust=True)
