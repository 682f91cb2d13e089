"""Telling people, and what follows of it."""

from notifications.effects.answers import answer_mail
from notifications.effects.digests import enrol_newcomers, make_due_digests
from notifications.effects.letters import forget_old_letters, listen_again, silence, write_to, write_to_each
from notifications.effects.relay import send_due_digests, send_due_mail
from notifications.effects.telling import (
    end_listening,
    forget_community,
    forget_person,
    forget_told,
    mark_all_read,
    mark_read,
    notify,
    set_volume,
    withdraw,
    withdraw_from_others,
)
from notifications.effects.wishes import set_delivery, set_rhythm, set_wish

__all__ = [
    "answer_mail",
    "end_listening",
    "enrol_newcomers",
    "forget_community",
    "forget_old_letters",
    "forget_person",
    "forget_told",
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
    "withdraw_from_others",
    "write_to",
    "write_to_each",
]
