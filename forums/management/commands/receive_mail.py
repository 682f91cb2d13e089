import logging
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from forums.inbound.receiving import receive

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Take in one message that a mail server hands over on standard input. Ends with 0 when it is dealt with, "
        "with 65 when it is too large, and with 75 when the mail server is to try again later (sysexits.h)."
    )
    requires_system_checks = []  # one process for each message

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("recipient", nargs="?", default="", help="the address that the message was delivered to")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.INBOUND_DOMAIN:
            raise CommandError("INBOUND_DOMAIN is not set, so no mail can be answered.", returncode=os.EX_TEMPFAIL)
        raw = sys.stdin.buffer.read(settings.INBOUND_LARGEST + 1)
        if len(raw) > settings.INBOUND_LARGEST:
            most = settings.INBOUND_LARGEST // (1024 * 1024)
            raise CommandError(
                f"The message is larger than {most} MB, which is more than Copse takes.", returncode=os.EX_DATAERR
            )
        try:
            outcome = receive(raw, recipient=options["recipient"])
        except Exception as error:
            # Whatever it was: the mail server still has the message.
            logger.exception("A message could not be taken in")
            raise CommandError(
                "The message could not be taken in. Try again later.", returncode=os.EX_TEMPFAIL
            ) from error
        self.stdout.write(outcome)
