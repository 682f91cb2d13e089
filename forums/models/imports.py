from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.queries import addresses_of
from communities.models import Space


def address_key(address):
    """What is kept of an address: a keyed hash, which tells whether another is the same and nothing else."""
    return salted_hmac("forums.ImportedSender", address.lower(), algorithm="sha256").hexdigest()


def began_on_list():
    """Of a query of discussions: those that began with a message of a mailing list."""
    first = ImportedMessage.objects.filter(post__discussion=OuterRef("pk"), post__number=1)
    return Q(planned_by=None) & Q(IsNull(_any(first), False))  # of what somebody planned nothing more is asked


def rests():
    """Those of them in which nobody has written here; that something goes on elsewhere is no writing."""
    from forums.models.post import Post

    written = Post.objects.said().filter(discussion=OuterRef("pk"), imported_message=None)
    return began_on_list() & Q(IsNull(_any(written), True))


def _any(rows):
    # Looked up for each discussion: EXISTS might be answered by reading the posts of the whole site.
    return Subquery(rows.order_by().values("pk")[:1])


class ImportedSenderQuerySet(models.QuerySet["ImportedSender"]):
    def visible_to(self, person):
        """Those who wrote from an address that `person` has confirmed, in spaces that they may read."""
        if not person.is_authenticated:
            return self.none()
        keys = [address_key(address) for address in addresses_of(person).values_list("lower", flat=True)]
        theirs = self.filter(Q(claimed_by=None) | Q(claimed_by=person), address_hash__in=keys)
        return theirs.filter(space__in=Space.objects.visible_to(person))


class ImportedSender(models.Model):
    """Somebody who wrote to a mailing list that was imported; known by name, their address by a keyed hash.

    Once a person here has said that it was them, what the list holds of them is theirs, and so is what comes later.
    """

    GIVEN_BACK_WITHIN = timedelta(days=14)

    space = models.ForeignKey(Space, models.PROTECT, related_name="imported_senders")
    name = models.CharField(max_length=120)
    address_hash = models.CharField(max_length=64)  # HMAC-SHA256 of the address, never the address
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)

    objects = ImportedSenderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "address_hash"], name="imported_sender_once"),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="imported_sender_claimed_at",
            ),
        ]
        indexes = [models.Index(fields=["address_hash"], name="imported_sender_address")]

    def __str__(self):
        return self.name

    @property
    def community_id(self):
        return self.space.community_id

    @property
    def is_claimed_lately(self):
        """Whether whoever claimed it may still think otherwise."""
        return self.claimed_at is not None and timezone.now() < self.claimed_at + self.GIVEN_BACK_WITHIN


class ImportedMessage(models.Model):
    """Which message of an archive a post came from, so that a second import adds nothing, and who had sent it."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)  # SHA-256 of the Message-ID, or of the message where it has none
    post = models.OneToOneField("forums.Post", models.CASCADE, related_name="imported_message")
    sender = models.ForeignKey(ImportedSender, models.PROTECT, related_name="messages")  # also of a post since claimed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "key"], name="imported_message_once")]

    def __str__(self):
        return self.key
