"""How tests let the time of a reminder come, and what they ask of who was told."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from meetings.effects import remind_due
from meetings.models import Reminder
from meetings.queries.reminders import moments
from notifications.models import Notification

A_MOMENT = timedelta(seconds=30)  # beat's tick


def come_to(time_machine, moment):
    """It is that moment, and the worker looks for what is due."""
    time_machine.move_to(moment, tick=False)
    remind_due()


def come_to_reminder(time_machine, meeting, kind):
    meeting.refresh_from_db()
    come_to(time_machine, moments(meeting)[kind] + A_MOMENT)


def reminded(person):
    """The kinds of what `person` was told, in their order."""
    rows = Reminder.objects.filter(seat__person=person).order_by("pk")
    told = Notification.objects.filter(recipient=person, entry__kind="meetings.reminder")
    assert told.count() == rows.count()
    return list(rows.values_list("kind", flat=True))


def doubles():
    """Who was told the same of the same beginning more than once, which the constraint does not allow."""
    rows = Counter(Reminder.objects.values_list("seat", "begins_at", "kind"))
    return [key for key, count in rows.items() if count > 1]


def since_long(meeting):
    """Its seats were booked, and its time set, a month ago."""
    long_ago = timezone.now() - timedelta(days=30)
    meeting.seats.update(changed_at=long_ago)
    type(meeting).objects.filter(pk=meeting.pk).update(reminded_at=long_ago)
    meeting.refresh_from_db()
