"""Telling people, and what follows of it."""

from notifications.effects.relay import send_due_mail
from notifications.effects.telling import forget_person, mark_all_read, mark_read, notify, set_volume, withdraw

__all__ = ["forget_person", "mark_all_read", "mark_read", "notify", "send_due_mail", "set_volume", "withdraw"]
