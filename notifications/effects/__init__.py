"""Telling people, and what follows of it."""

from notifications.effects.digests import enrol_newcomers, make_due_digests
from notifications.effects.letters import forget_old_letters, listen_again, silence, write_to, write_to_each
from notifications.effects.relay import send_due_digests, send_due_mail
from notifications.effects.telling import (
    forget_community,
    forget_person,
    mark_all_read,
    mark_read,
    notify,
    set_volume,
    withdraw,
)
from notifications.effects.wishes import set_delivery, set_rhythm, set_wish

__all__ = [
    "enrol_newcomers",
    "forget_community",
    "forget_old_letters",
    "forget_person",
    "listen_again",
    "make_due_digests",
    "mark_all_read",
    "mark_read",
    "notify",
    "send_due_digests",
    "send_due_mail",
    "set_delivery",
    "set_rhythm",
    "set_volume",
    "set_wish",
    "silence",
    "withdraw",
    "write_to",
    "write_to_each",
]
