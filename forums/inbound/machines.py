"""Whether a message was written by a machine: nobody waits for an answer to that, and an answer might never end."""

from email.message import Message

from forums.mbox.decoding import header, headers

_BULK = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_REPORTS = frozenset({"multipart/report", "message/delivery-status", "message/disposition-notification"})
_OF_MACHINES = (
    *("List-Id", "List-Unsubscribe", "Feedback-ID", "X-Autoreply", "X-Autorespond", "X-Auto-Reply-From"),
    *("X-Mail-Autoreply", "X-Failed-Recipients", "X-Loop"),
)
_SENDERS = ("mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply")


def is_automatic(message: Message, sender: str) -> bool:
    """Vacation notices, bounces, lists and loops (RFC 3834, 2; RFC 3464; and what was usual before)."""
    submitted = header(message, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return True
    if header(message, "Precedence").strip().lower() in _BULK:
        return True
    if header(message, "X-Auto-Response-Suppress").strip().lower() not in ("", "none"):
        return True
    if any(headers(message, name) for name in _OF_MACHINES):
        return True
    if any(value.strip() in ("<>", "") for value in headers(message, "Return-Path")):
        return True
    return message.get_content_type() in _REPORTS or sender.partition("@")[0] in _SENDERS
