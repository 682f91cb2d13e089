from django.conf import settings
from django.db import models

from forums.models.discussion import Discussion


class ReadingPosition(models.Model):
    """How far one person has read: every post up to this number was on a page they saw."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="reading_positions")
    last_read = models.PositiveIntegerField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "discussion"], name="reading_position_once")]

    def __str__(self):
        return f"{self.person_id} read {self.last_read} of {self.discussion_id}"
