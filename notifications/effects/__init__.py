"""Telling people, and what follows of it."""

from notifications.effects.answers import answer_mail
from notifications.effects.bounces import forget_old_failures, mail_again, note_bounce, take_bounce
from notifications.effects.digests import enrol_newcomers, make_due_digests
from notifications.effects.failing import give_up_failing, try_again
from notifications.effects.letters import forget_old_letters, listen_again, silence, write_to, write_to_each
from notifications.effects.relay import send_due_digests, send_due_mail
from notifications.effects.telling import (
    confirm,
    end_listening,
    forget_community,
    forget_person,
    forget_told,
    hold_back,
    mail_alone,
    mark_all_read,
    mark_read,
    notify,
    notify_each,
    set_volume,
    withdraw,
    withdraw_from_others,
)
from notifications.effects.wishes import set_delivery, set_rhythm, set_wish

__all__ = [
    "answer_mail",
    "confirm",
    "end_listening",
    "enrol_newcomers",
    "forget_community",
    "forget_old_failures",
    "forget_old_letters",
    "forget_person",
    "forget_told",
    "give_up_failing",
    "hold_back",
    "listen_again",
    "mail_again",
    "mail_alone",
    "make_due_digests",
    "mark_all_read",
    "mark_read",
    "note_bounce",
    "notify",
    "notify_each",
    "send_due_digests",
    "send_due_mail",
    "set_delivery",
    "set_rhythm",
    "set_volume",
    "set_wish",
    "silence",
    "take_bounce",
    "try_again",
    "withdraw",
    "withdraw_from_others",
    "write_to",
    "write_to_each",
]
