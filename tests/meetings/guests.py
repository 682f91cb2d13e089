"""Somebody from outside, for tests."""

from django.contrib.auth.models import AnonymousUser
from django.core import mail

from meetings.actions.guests import Guest
from meetings.models import Seat
from notifications.effects import send_due_mail

GIL = Guest("Gil@elsewhere.example", "Gil Guest")


def again(seat):
    return Seat.objects.select_related("meeting__space__community").get(pk=seat.pk)


def letters(to="Gil@elsewhere.example"):
    send_due_mail()
    found = [one for one in mail.outbox if one.to == [to]]
    mail.outbox.clear()
    return found


def visitor():
    return AnonymousUser()
