"""Letters that come back: an address from which they do is not written to any more, and its owner is told why."""

from datetime import timedelta

from django.core.signing import BadSignature
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.queries import addresses_of, holder_of
from notifications import bounces
from notifications.bounce_addresses import fingerprint, read_bounce_address
from notifications.bounces import Bounce
from notifications.models import FailingAddress, MailRhythm, OutboxMessage
from notifications.rules import address_digest

A_DAY = timedelta(days=1)


def take_bounce(raw: bytes, address: str) -> bool:
    """Take in what came to `address`; returns whether that is one to which letters come back.

    The address alone says which letter it was and to whom: what stands in the message, which anybody can write, is
    asked for no more than how it failed. Where the reader has another address by now, nothing follows.
    """
    try:
        letter_id, mark = read_bounce_address(address)
    except (BadSignature, ValueError):
        return False
    bounce = bounces.read(raw)
    letter = OutboxMessage.objects.select_related("recipient", "entry").filter(pk=letter_id).first()
    to = next((each for each in _readers_of(letter) if fingerprint(each) == mark), "")
    if bounce and letter and to:
        if bounce.is_ours:
            _say_to_staff(letter, bounce)
        elif note_bounce(to, bounce):
            keep_place(letter)
    return True


def _say_to_staff(letter: OutboxMessage, bounce: Bounce) -> None:
    """That it came back because of who sent it; in words of ours, because anybody could have written that message."""
    said = f"came back: the sender was refused {bounce.status}".rstrip()
    OutboxMessage.objects.filter(pk=letter.pk, state=OutboxMessage.State.SENT).update(last_error=said)


def keep_place(letter: OutboxMessage) -> None:
    """What a digest would have said that does not reach a stopped address, the next one says."""
    if letter.channel == OutboxMessage.Channel.DIGEST:
        after = letter.entry.data["after"]
        rows = MailRhythm.objects.filter(person=letter.recipient_id, cursor__gt=after)
        rows.filter(person__returned_from=F("person__email")).update(cursor=after)


def _readers_of(letter: OutboxMessage | None) -> list[str]:
    """The addresses that it may have gone to: one without an account is read by whoever has proved it theirs since."""
    if letter is None:
        return []
    holder = letter.recipient or holder_of(letter.address)
    return [address for address in (letter.address, holder.email if holder else "") if address]


@transaction.atomic
def note_bounce(address: str, bounce: Bounce) -> bool:
    """Write down that a letter to `address` came back; returns whether no more are sent to it.

    One that can never arrive stops it, and so do MOST_SOFT others in a row, each on another day. Nobody says that a
    letter arrived: so what came back is forgotten once nothing did for IN_A_ROW. What is ours counts for nothing.
    """
    if bounce.is_ours:
        return False
    now = timezone.now()
    digest = address_digest(address)
    FailingAddress.objects.get_or_create(digest=digest, defaults={"last_at": now - A_DAY})
    row = FailingAddress.objects.select_for_update().get(digest=digest)
    if not bounce.is_hard and row.soft and row.last_at > now - A_DAY:
        return row.stopped_at is not None
    in_a_row = row.soft if row.last_at > now - FailingAddress.IN_A_ROW else 0
    row.soft = in_a_row + (not bounce.is_hard)
    row.status, row.last_at = bounce.status, now
    if bounce.is_hard or row.soft >= FailingAddress.MOST_SOFT:
        row.stopped_at = row.stopped_at or now
        User.objects.present().filter(email__iexact=address).update(returned_from=F("email"))
    row.save(update_fields=["soft", "status", "last_at", "stopped_at"])
    return row.stopped_at is not None


def mail_again(person: User) -> None:
    """Write to the address of `person` again; if a letter comes back once more, it is stopped again."""
    FailingAddress.objects.filter(digest=address_digest(person.email)).delete()
    User.objects.filter(pk=person.pk).update(returned_from="")


def forget_failures(person: User) -> None:
    """Nothing is known of the addresses of an erased person."""
    digests = [
        address_digest(address) for address in [person.email, *addresses_of(person).values_list("lower", flat=True)]
    ]
    FailingAddress.objects.filter(digest__in=digests).delete()


@transaction.atomic
def forget_old_failures() -> None:
    """Nothing came back for long, or an address was stopped long ago: it may be written to again, whoever has it."""
    FailingAddress.objects.forgettable().delete()
    people = User.objects.exclude(returned_from="").select_for_update().order_by("pk")
    digests = {pk: address_digest(address) for pk, address in people.values_list("pk", "returned_from")}
    kept = set(FailingAddress.objects.stopped().values_list("digest", flat=True))
    User.objects.filter(pk__in=[pk for pk, digest in digests.items() if digest not in kept]).update(returned_from="")
