from django.conf import settings
from django.db import models
from django.utils import timezone

from meetings.models.meeting import Meeting


class Watch(models.Model):
    """That a person wants to hear once when a full meeting has a free seat and nobody waits for it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "watches"
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="watch_once")]

    def __str__(self):
        return f"{self.person_id} watches {self.meeting_id}"
