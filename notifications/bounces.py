"""What a mail server says when it returns a letter: that it did not arrive, and whether it ever can.

Mostly that is a report as RFC 3464 has it. Some servers write their own: qmail, Exim, older ones of Microsoft, and
whatever names a code as RFC 3463 has it. Delays, and what people's programs answer while they are away, say nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

MOST_READ = 200_000  # bytes; the letter itself comes last
_MOST_WORDS = 20_000  # characters of what a server says in its own way
_ERRORS = (RecursionError, ValueError, LookupError, TypeError, AttributeError)

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45])[0-5]\d(?=[\s-])")
_NOBODY = re.compile(
    r"(user|mailbox|recipient|address|account|alias)[\w ]{0,20} (unknown|not found|not exist|disabled|unavailable)"
    r"|(does|do|did)(n[’']t| not) (exist|have an? .{0,30}(account|mailbox))"
    r"|(unknown|no such|invalid|non-?existent|inactive|disabled) (local )?"
    r"(user|mailbox|recipient|address|account|domain)"
    r"|no mailbox here by that name|no longer (here|available|in use)|couldn.t find any host named"
    r"|(domain|host)[\w ]{0,20} (not found|unknown)|unrouteable address",
    re.IGNORECASE,
)
# What is said of the sender is no fault of the address: our domain, our words in the conversation, our host.
_OURS = re.compile(
    r"(?<![\d.])5\.1\.[78](?![\d.])"
    r"|\bsender['’]?s? (e-?mail |mail )?(address|domain|verif|denied|rejected|refused|blocked|unknown|not |is not"
    r"|invalid|does)|\b(envelope|verify|verifying|invalid|unknown|bad|forged|unacceptable|of) sender\b"
    r"|\bmail from\b.{0,80}(domain|denied|rejected|refused|invalid|exist)|\b(helo|ehlo)\b|\bclient host\b",
    re.IGNORECASE,
)
_TOO_FAST = re.compile(r"too (quickly|fast|often|frequently|many)|rate limit|prevents additional", re.IGNORECASE)
_FULL = re.compile(r"(mailbox|quota|storage|inbox)[\w ]{0,20} (full|exceeded|exhausted)|over ?quota", re.IGNORECASE)
_OWN_WAYS = re.compile(
    r"qmail-send program|could not be delivered|delivery (to .{0,80} )?(has )?failed|undeliver(able|ed)"
    r"|returned to sender|was not delivered|wasn.t delivered|permanent (fatal )?errors?|delivery status notification",
    re.IGNORECASE,
)
_SERVERS = ("mailer-daemon", "postmaster", "mail-daemon")
# No such mailbox, host or way of writing it, moved, a domain without mail (RFC 3463, 3.2; RFC 7505); mailbox disabled.
_GONE = {"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"}
_UNNAMED = {"0.0", "1.0"}  # the words say what it was


@dataclass(frozen=True)
class Bounce:
    """That a letter was not delivered. Hard: to this address nothing ever will be, as far as anybody knows.

    Ours: it was refused for who sent it, which whoever runs the site has to mend, and says nothing of the address.
    """

    is_hard: bool
    status: str  # such as 5.1.1; empty where the server named none
    is_ours: bool = False


def read(raw: bytes) -> Bounce | None:
    """What a message says of a letter of ours; None where it says nothing. Raises nothing, whatever the bytes are."""
    try:
        message = BytesParser(policy=compat32).parsebytes(raw[:MOST_READ])
        reports = list(_reports(message))
        if reports:
            return next((bounce for report in reports if (bounce := _of_report(report))), None)
        return _of_words(message)
    except _ERRORS:
        return None


def of_refusal(code: int, words: str) -> Bounce:
    """What a server says at once that takes a letter over, or does not: a code of SMTP and its words."""
    found = _STATUS.search(words)
    return _weighed(found.group() if found else "", f"{code} {words}")


def _reports(message: Message) -> Iterator[Message]:
    """The part about each recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from (each for each in blocks if isinstance(each, Message) and each["Action"])
            return


def _of_report(report: Message) -> Bounce | None:
    if _word(report["Action"]) != "failed":  # delayed, delivered, relayed, expanded
        return None
    said = str(report["Diagnostic-Code"] or "")
    found = _STATUS.search(str(report["Status"] or "")) or _STATUS.search(said)
    return _weighed(found.group() if found else "", said)


def _of_words(message: Message) -> Bounce | None:
    """Of a server that says it in its own way."""
    words = _own_words(message)
    subject = str(message["Subject"] or "")
    is_server = _is_from_server(message)
    if not message["X-Failed-Recipients"] and not (is_server and _OWN_WAYS.search(f"{subject}\n{words}")):
        return None
    found = _STATUS.search(words)
    is_code = found or _REPLY.search(words)
    if not is_code and not _NOBODY.search(words) and not _FULL.search(words):
        return None
    return _weighed(found.group() if found else "", words)


def _is_from_server(message: Message) -> bool:
    sender = str(message["From"] or "").lower()
    is_null = str(message["Return-Path"] or "x").strip() in ("<>", "")
    return is_null or any(f"{name}@" in sender or f"{name} " in sender for name in _SERVERS)


def _own_words(message: Message) -> str:
    """Of the first part that is text, as far as the letter itself begins."""
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            words = part.get_payload(decode=True) or b""
            text = words[:_MOST_WORDS].decode("utf-8", "replace") if isinstance(words, bytes) else ""
            return re.split(r"^-{3,}.*(copy of|original|returned) .*$", text, maxsplit=1, flags=re.M | re.I)[0]
    return ""


def _weighed(status: str, words: str) -> Bounce:
    """Hard where the address or its domain is none, or its mailbox was closed; all else may end.

    A full mailbox ends, and so do too many letters at once, and what a server holds against us, our words or our
    network.
    """
    if _OURS.search(f"{status} {words}"):
        return Bounce(is_hard=False, status=status, is_ours=True)
    is_nobody = bool(_NOBODY.search(words))
    if _FULL.search(words) or _TOO_FAST.search(words):
        return Bounce(is_hard=False, status=status)
    if not status:
        return Bounce(is_nobody, "")
    kind, _dot, what = status.partition(".")
    return Bounce(kind == "5" and (what in _GONE or (what in _UNNAMED and is_nobody)), status)


def _word(value: object) -> str:
    return str(value or "").split(";")[0].strip().lower()
