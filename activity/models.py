from django.conf import settings
from django.db import models


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
            models.Index(fields=["kind", "object_id", "id"], name="entry_object"),
            models.Index(fields=["actor", "id"], name="entry_actor"),
        ]

    def __str__(self):
        return f"{self.verb} {self.kind} {self.object_id}"
