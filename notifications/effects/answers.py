"""Answering mail that came in: at once, because the answer holds its writer's words, which no row does."""

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.conf import settings

from accounts.models import User
from notifications.emails import build_answer
from notifications.queries import is_silenced

logger = logging.getLogger(__name__)


def answer_mail(reader: User, *, to: str, texts: str, context: dict[str, Any], answers: str, key: str) -> bool:
    """Tell `reader`, at `to`, an address of theirs, what became of the mail that `key` is of; returns whether it left.

    It does not where that address wants no mail, or does not take it. Asked again it leaves again, with the same
    Message-ID. Raises OSError where the mail server is away: whoever brought the mail is to bring it once more.
    """
    if is_silenced(to):
        return False
    message_id = f"<{key[:32]}.answer@{settings.SITE_HOST}>"
    mail = build_answer(reader, to=to, texts=texts, context=context, answers=answers, message_id=message_id)
    try:
        mail.send()
    except (SMTPRecipientsRefused, SMTPDataError):
        logger.warning("An answer to mail that came in was not taken by the mail server")
        return False
    return True
