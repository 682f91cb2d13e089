from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class Entry(models.Model):
    """A fact: who did what to what, where and when. Append-only; the database refuses changes.

    An empty actor means Copse itself. `kind` is the target's model label; the keys
    are plain numbers, because activity knows nothing of what lies above it. `data`
    holds figures and ids, never text that a person wrote.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    community_id = models.BigIntegerField(null=True)
    space_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["community_id", "id"], name="entry_community"),
            models.Index(fields=["community_id", "verb", "id"], name="entry_community_verb"),
            models.Index(fields=["kind", "object_id", "id"], name="entry_object"),
            models.Index(fields=["actor", "id"], name="entry_actor"),
        ]

    def __str__(self):
        return f"{self.verb} {self.kind} {self.object_id}"


class StreamPosition(models.Model):
    """How far one person has seen the stream of one community, and how far they had before this visit."""

    VISIT = timedelta(hours=1)  # what is looked at again within it is the same visit

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    community_id = models.BigIntegerField()
    seen = models.BigIntegerField()  # the id of the newest entry that was there
    seen_before = models.BigIntegerField(null=True)  # what `seen` was when this visit began; None in the first one
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "community_id"], name="stream_position_once")]

    def __str__(self):
        return f"{self.person_id} saw {self.seen} of {self.community_id}"
