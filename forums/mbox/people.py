"""Who sent a message."""

import re
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses

from forums.mbox.decoding import charset_of, decode_words, header
from forums.mbox.masking import dotted, mask

_NAME = 120
# Web archives write "name at host.example (Full Name)", and newer ones "Full Name <name at host.example>".
_ARCHIVED = re.compile(r"\s*(\S+)\s+at\s+([\w.-]+)\s*(?:\((.*)\))?\s*$", re.DOTALL)
_SPELT = re.compile(r"\s*(.*?)\s*<\s*([^\s<>]+)\s+at\s+([\w.-]+)\s*>\s*$", re.DOTALL)
# Lists that hide the middle of an address hide whose it is: "ana...@uni.example" may be several people.
_ELIDED = re.compile(r"\.\.\.@|…@")
# A list that rewrites its members' addresses: "Ana Ruiz via Trainers" <trainers@lists.example>
_REWRITTEN = re.compile(r"(.+?)\s+(?:via|por|durch|par)\s+\S.*", re.IGNORECASE)


@dataclass(frozen=True)
class Sender:
    name: str  # never an address
    address: str  # the same for all messages of one person; never shown, never stored


def sender_of(message: Message) -> Sender | None:
    """None when a message does not say whom it is from."""
    charset = charset_of(message)
    name, address = _person(header(message, "From") or header(message, "Sender"))
    if not address:
        return None
    name = decode_words(name, charset)
    rewritten = _REWRITTEN.fullmatch(name)
    if rewritten:
        name = rewritten[1].strip("'\" ")
        _, original = _person(header(message, "X-Original-From") or header(message, "Reply-To"))
        address = original if original and original != address else f"{name} {address}"
    elif _ELIDED.search(address):
        address = f"{name} {address}"
    address = address.lower()
    return Sender(_shown(name, address), address)


def _person(value: str) -> tuple[str, str]:
    archived = _ARCHIVED.match(value)
    if archived:
        return archived[3] or "", f"{archived[1]}@{archived[2]}"
    spelt = _SPELT.match(value)
    if spelt:
        return spelt[1], f"{spelt[2]}@{spelt[3]}"
    people = [(name, address) for name, address in getaddresses([value]) if "@" in address]
    if people:
        return people[0]
    # A name without an address is somebody still.
    return value, value.strip()


def _shown(name: str, address: str) -> str:
    """The name without addresses, and without the quotes that some mailers leave around it."""
    name = mask(name.strip("'\" "))
    if name.startswith("…") or "…@…" in name or not any(sign.isalnum() for sign in name):
        name = dotted(address)
    return name[:_NAME].strip()
