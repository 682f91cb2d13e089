"""Mail that is not sent: kept in the demo, refused where nobody said how to send it."""

import mailbox
from collections.abc import Sequence
from typing import NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class KeepingBackend(BaseEmailBackend):
    """Keeps each message as a file of the Maildir at EMAIL_FILE_PATH, for `/mail/` to show."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        kept = mailbox.Maildir(settings.EMAIL_FILE_PATH)
        for message in email_messages:
            kept.add(message.message().as_bytes())
        return len(email_messages)


class UnsetBackend(BaseEmailBackend):
    """Refuses loudly: commands run without mail settings, but nothing is lost silently."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> NoReturn:
        raise ImproperlyConfigured("EMAIL_URL is not set, so Copse cannot send mail.")
