"""Mail to an address, for what concerns somebody who may have no account; and addresses that want none."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.template.loader import get_template
from django.utils import timezone

from activity.models import Entry
from core import seams
from core.wake import wake
from notifications import kinds
from notifications.effects.telling import message_id
from notifications.models import IN_MAIL, OutboxMessage, SilencedAddress, text_of
from notifications.queries import silenced


def write_to(entry: Entry, address: str) -> None:
    """Mail whoever reads `address` about `entry`, once; nothing where they said that they want no mail from Copse.

    Only ids and the address are kept; `resolve` is asked when the mail is sent, of the person whose
    verified address it is by then or else of a `Stranger`, and gives the link. Runs in the caller's
    transaction. Raises LookupError and TemplateDoesNotExist as `notify` does.
    """
    write_to_each([(entry, address)])


def write_to_each(letters: Iterable[tuple[Entry, str]], *, after: timedelta | None = None) -> None:
    """The same of several (entry, address), in two statements however many there are. `after` as in `notify`."""
    letters = list(letters)
    for entry in {(entry.verb, entry.kind): entry for entry, _address in letters}.values():
        _require_words(entry)
    unwanted = silenced(address for _entry, address in letters)
    wanted = [(entry, address) for entry, address in letters if address not in unwanted]
    due_at = timezone.now() + (after or timedelta())
    mails = [_letter(entry, address, due_at) for entry, address in wanted]
    OutboxMessage.objects.bulk_create(mails, ignore_conflicts=True)
    if mails and not after:
        wake("mail")


def _require_words(entry: Entry) -> None:
    if entry.kind not in seams.resolve.answers:
        raise LookupError(f"{entry.kind} is not resolved, so nobody could read of it")
    for ending in IN_MAIL:
        get_template(text_of(entry, ending))
    kinds.kind_of(entry.verb)


def _letter(entry: Entry, address: str, due_at: datetime) -> OutboxMessage:
    return OutboxMessage(
        address=address,
        entry=entry,
        message_id=message_id(entry, address.lower()),
        kind=kinds.kind_of(entry.verb).name,
        due_at=due_at,
    )


def forget_old_letters() -> None:
    """Delete what was written to an address without an account, thirty days after it was sent or given up."""
    OutboxMessage.objects.old_letters().delete()


def silence(digest: str) -> None:
    """Mail nothing more to the address that `digest` was made of; saying so again changes nothing."""
    SilencedAddress.objects.get_or_create(digest=digest)


def listen_again(digest: str) -> None:
    SilencedAddress.objects.filter(digest=digest).delete()
