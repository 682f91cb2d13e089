import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone


def digest_of(token):
    """What a key is kept as, so that whoever sees the table cannot read with it."""
    return hashlib.sha256(token.encode()).hexdigest()


class FeedKey(models.Model):
    """Opens the private feeds of one person: what it shows is what they may read at that moment."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed_key")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256, see `digest_of`
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"of {self.person_id}"
