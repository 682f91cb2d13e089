from django.db import models
from django.db.models import Q
from django.utils import timezone

from meetings.models.meeting import Meeting
from meetings.models.seat import Seat


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def standing(self, at=None):
        """Those that are still true: the seat is theirs, and the meeting is yet to begin at that time, or was held."""
        ahead = Q(
            seat__meeting__state__in=Meeting.AHEAD,
            seat__meeting__starts_at=models.F("begins_at"),
            begins_at__gt=at or timezone.now(),
        )
        return self.filter(ahead | Q(kind=Meeting.Remind.AFTER), seat__state=Seat.State.BOOKED)


class Reminder(models.Model):
    """That whoever has a seat was told of a meeting before it began, or after it: once of each kind and beginning.

    A seat is one person's at one meeting, and a meeting that has moved begins anew.
    """

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=5, choices=Meeting.Remind)
    begins_at = models.DateTimeField()  # the meeting, as it was planned then
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(default=timezone.now)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "begins_at", "kind"], name="reminder_once"),
            models.CheckConstraint(condition=Q(told_at__gte=models.F("due_at")), name="reminder_not_too_soon"),
        ]

    def __str__(self):
        return f"{self.kind} of {self.seat_id}"

    @property
    def community_id(self):
        return self.seat.community_id

    @property
    def space_id(self):
        return self.seat.space_id
