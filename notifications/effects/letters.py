"""Mail to an address, for what concerns somebody who may have no account; and addresses that want none."""

from django.template.loader import get_template

from activity.models import Entry
from core import seams
from core.wake import wake
from notifications import kinds
from notifications.effects.telling import message_id
from notifications.models import IN_MAIL, OutboxMessage, SilencedAddress, text_of
from notifications.queries import is_silenced


def write_to(entry: Entry, address: str) -> None:
    """Mail whoever reads `address` about `entry`, once; nothing where they said that they want no mail from Copse.

    Only ids and the address are kept; `resolve` is asked when the mail is sent, of the person whose
    verified address it is by then or else of a `Stranger`, and gives the link. Runs in the caller's
    transaction. Raises LookupError and TemplateDoesNotExist as `notify` does.
    """
    what = kinds.kind_of(entry.verb)
    if entry.kind not in seams.resolve.answers:
        raise LookupError(f"{entry.kind} is not resolved, so nobody could read of it")
    for ending in IN_MAIL:
        get_template(text_of(entry, ending))
    if is_silenced(address):
        return
    letter = OutboxMessage(address=address, entry=entry, message_id=message_id(entry, address.lower()), kind=what.name)
    OutboxMessage.objects.bulk_create([letter], ignore_conflicts=True)
    wake("mail")


def forget_old_letters() -> None:
    """Delete what was written to an address without an account, thirty days after it was sent or given up."""
    OutboxMessage.objects.old_letters().delete()


def silence(digest: str) -> None:
    """Mail nothing more to the address that `digest` was made of; saying so again changes nothing."""
    SilencedAddress.objects.get_or_create(digest=digest)


def listen_again(digest: str) -> None:
    SilencedAddress.objects.filter(digest=digest).delete()
