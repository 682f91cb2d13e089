from django.db import models

from communities.models import Space


class ImportedSender(models.Model):
    """Somebody who wrote to a mailing list that was imported; known by name, their address by a keyed hash."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="imported_senders")
    name = models.CharField(max_length=120)
    address_hash = models.CharField(max_length=64)  # HMAC-SHA256 of the address, never the address

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "address_hash"], name="imported_sender_once")]

    def __str__(self):
        return self.name


class ImportedMessage(models.Model):
    """Which message of an archive a post came from, so that a second import adds nothing."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)  # SHA-256 of the Message-ID, or of the message where it has none
    post = models.OneToOneField("forums.Post", models.CASCADE, related_name="imported_message")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "key"], name="imported_message_once")]

    def __str__(self):
        return self.key
