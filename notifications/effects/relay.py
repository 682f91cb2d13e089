"""The relay: takes due rows from the outbox and sends them, each row by one relay at a time."""

import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import User
from core.wake import wake
from notifications import bounces, digests, emails, queries
from notifications.effects.bounces import keep_place, note_bounce
from notifications.hearing import levels_of, nearest, scopes_around
from notifications.models import OutboxMessage, Stranger, Volume

Channel = OutboxMessage.Channel

logger = logging.getLogger(__name__)

BATCH = 50
LEASE = timedelta(minutes=5)
# Longer than one message can take: what is left of the lease must not run out while it is being sent.
SPARE = timedelta(minutes=2)
RUN_SECONDS = 15  # less than beat's tick, so that relays seldom meet, and the queue's other work gets its turn
TRIES = 15  # about two days
LONGEST_PAUSE = 360  # minutes

SERVICE_NOT_AVAILABLE = 421
PERMANENT = 500


def send_due_mail() -> None:
    """Send the mail that is due at once."""
    _send_due(Channel.MAIL)


def send_due_digests() -> None:
    """Send the digests that are due; they are many at a time, and hold up no other mail."""
    _send_due(Channel.DIGEST)


def _send_due(channel: str) -> None:
    """Send what is due, for RUN_SECONDS at most; wakes the next run when more may be waiting.

    A row whose worker dies comes back when its lease is over. A double can only leave when the
    death hits between sending and marking, and has the same Message-ID.
    """
    run_ends = time.monotonic() + RUN_SECONDS
    while True:
        rows, leased_until = _lease(channel)
        if not rows or not _send_batch(rows, leased_until):
            return
        if time.monotonic() > run_ends:
            wake(channel)
            return


@transaction.atomic
def _lease(channel: str = Channel.MAIL) -> tuple[list[OutboxMessage], datetime]:
    """Take up to BATCH rows for this relay alone, until the moment that is returned beside them.

    An attempt is counted now, so that a row that kills its worker comes to an end too.
    """
    due = OutboxMessage.objects.due().filter(channel=channel).order_by("due_at", "pk")
    due = due.select_for_update(skip_locked=True, of=("self",))
    rows = list(due.select_related("entry__actor")[:BATCH])
    leased_until = timezone.now() + LEASE
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows]).update(
        leased_until=leased_until, attempts=F("attempts") + 1
    )
    for row in rows:
        row.attempts += 1
        row.leased_until = leased_until
    return rows, leased_until


def _send_batch(rows: list[OutboxMessage], leased_until: datetime) -> bool:
    """Send the rows over one connection and give back what could not be tried; returns whether the server is well."""
    connection = get_connection()
    left = list(rows)
    editions = digests.editions(row for row in rows if row.channel == Channel.DIGEST)
    try:
        while left and timezone.now() < leased_until - SPARE:
            mail = _write(left[0], editions)
            if mail:
                connection.open()
                _send(left[0], mail, connection)
            left.pop(0)
    except OSError as error:
        logger.warning("The mail server is away: %s", error)
        return False
    finally:
        _give_back(left, leased_until)
        with suppress(OSError):
            connection.close()
    return True


def _write(row: OutboxMessage, editions: Mapping[int, digests.Edition]) -> EmailMessage | None:
    """The mail as its reader may have it at this moment; None when there is none to send."""
    if row.attempts > TRIES:
        _finish(row, OutboxMessage.State.FAILED, "no worker has come to an end with it")
        return None
    try:
        reader = queries.reader_of_digest(row) if row.channel == Channel.DIGEST else queries.reader_of_mail(row)
        quiet_until = queries.end_of_quiet_for(reader, timezone.now()) if isinstance(reader, User) else None
        if quiet_until:
            _hold(row, quiet_until)
            return None
        mail = _letter(row, reader, editions) if reader else None
        if mail is None:
            _finish(row, OutboxMessage.State.DROPPED)
            keep_place(row)
            return None
        mail.message()  # raises here, where it concerns this row alone, when a header cannot be written
        return mail
    except Exception as error:
        logger.exception("The message %s cannot be written", row.pk)
        _postpone(row, error)
        return None


def _letter(
    row: OutboxMessage, reader: User | Stranger, editions: Mapping[int, digests.Edition]
) -> EmailMessage | None:
    """None where there is nothing in it for this reader, as they may see it now."""
    if row.channel == Channel.DIGEST and isinstance(reader, User):
        digest = digests.compose(reader, editions[row.pk])
        return None if digest.is_empty else emails.build_digest(row, reader, digest)
    resolved = queries.target_of(row.entry, reader)
    if resolved is None:
        return None
    follows = isinstance(reader, User) and _follows(reader, row)
    return emails.build(row, reader, resolved, follows=follows)


def _follows(reader: User, row: OutboxMessage) -> bool:
    if row.scope is None:
        return False
    scopes = scopes_around(row.scope, row.entry.space_id, row.entry.community_id)
    return nearest(levels_of(reader, scopes), scopes) == Volume.Level.ALL


def _send(row: OutboxMessage, mail: EmailMessage, connection: BaseEmailBackend) -> None:
    """Send one mail; raises OSError when the trouble is the server's, so that the others need not be tried."""
    try:
        connection.send_messages([mail])
    except (OSError, ValueError) as error:
        if _is_hopeless(error, mail):
            _finish(row, OutboxMessage.State.FAILED, repr(error)[:200])
            keep_place(row)
        else:
            _postpone(row, error)
        if not _concerns_this_mail_alone(error):
            raise
    else:
        _finish(row, OutboxMessage.State.SENT)


def _concerns_this_mail_alone(error: Exception) -> bool:
    match error:
        case SMTPRecipientsRefused():
            return all(code != SERVICE_NOT_AVAILABLE for code, _reason in error.recipients.values())
        case SMTPDataError() | SMTPSenderRefused():
            return error.smtp_code != SERVICE_NOT_AVAILABLE
    return isinstance(error, ValueError)


def _is_hopeless(error: Exception, mail: EmailMessage) -> bool:
    """Whether the server says at once that the address is none; then nothing more is sent to it (`note_bounce`)."""
    if not isinstance(error, SMTPRecipientsRefused) or len(error.recipients) != 1:
        return False
    ((code, words),) = error.recipients.values()
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    bounce = bounces.of_refusal(code, said)
    return code >= PERMANENT and bounce.is_hard and note_bounce(mail.to[0], bounce)


def _finish(row: OutboxMessage, state: str, last_error: str = "") -> None:
    # That a mail has left is true whoever holds its row by now; the rest is for the holder alone to say.
    rows = _waiting(row) if state == OutboxMessage.State.SENT else _held(row)
    rows.update(state=state, finished_at=timezone.now(), leased_until=None, last_error=last_error)


def _postpone(row: OutboxMessage, error: Exception) -> None:
    """Try again later, each time later than before; give up after TRIES."""
    last_error = repr(error)[:200]
    if row.attempts >= TRIES:
        _finish(row, OutboxMessage.State.FAILED, last_error)
        return
    _held(row).update(due_at=timezone.now() + pause(row.attempts), leased_until=None, last_error=last_error)


def _hold(row: OutboxMessage, until: datetime) -> None:
    """Due again when the quiet hours of its reader end; that it was looked at is no attempt."""
    _held(row).update(due_at=until, leased_until=None, attempts=F("attempts") - 1)


def _waiting(row: OutboxMessage) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(pk=row.pk, state=OutboxMessage.State.WAITING)


def _held(row: OutboxMessage) -> QuerySet[OutboxMessage]:
    """The row, unless the lease has run out and another relay has taken it over."""
    return _waiting(row).filter(leased_until=row.leased_until)


def pause(attempts: int) -> timedelta:
    return timedelta(minutes=min(2 ** (attempts - 1), LONGEST_PAUSE))


def _give_back(rows: list[OutboxMessage], leased_until: datetime) -> None:
    """Rows that were not tried are due as before, and the attempt does not count."""
    OutboxMessage.objects.filter(pk__in=[row.pk for row in rows], leased_until=leased_until).update(
        leased_until=None, attempts=F("attempts") - 1
    )
