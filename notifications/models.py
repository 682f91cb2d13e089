import zoneinfo
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activity.models import Entry
from core import seams

IN_LIST = "_item.html"
IN_MAIL = SUBJECT, TEXT, HTML = "_subject.txt", ".txt", ".html"


def text_of(entry, ending):
    """The template of what is said about `entry`: it belongs to the app of the entry's target."""
    return f"{entry.kind.split('.')[0]}/notifications/{entry.verb.split('.')[1]}{ending}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, person):
        """A person's own, about spaces that they may still read; those about no space stay."""
        if not person.is_authenticated:
            return self.none()
        spaces = seams.readable_spaces(person)
        return self.filter(Q(entry__space_id=None) | Q(entry__space_id__in=spaces), recipient=person)

    def unread(self):
        return self.filter(read_at=None)


class Notification(models.Model):
    """Tells one person of one entry, once, ever. Holds no text: that is made for its reader."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=30, default="")  # why this person: a name of notifications.kinds
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "entry"], name="notification_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_recipient"),
            models.Index(fields=["recipient"], name="notification_unread", condition=Q(read_at=None)),
        ]

    def __str__(self):
        return f"{self.entry} for {self.recipient_id}"


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, at=None):
        """Waiting, due and not leased by a relay that is still at work."""
        now = at or timezone.now()
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=now), state="waiting", due_at__lte=now)

    def old_letters(self):
        """Written to an address without an account, and done with long ago."""
        before = timezone.now() - OutboxMessage.REMEMBERED_FOR
        return self.exclude(address="").filter(finished_at__lte=before)


class OutboxMessage(models.Model):
    """A message that has yet to leave, on one channel. Ids only; rendered when sent, for its reader."""

    class Channel(models.TextChoices):
        MAIL = "mail", _("mail")
        DIGEST = "digest", _("digest, by mail")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("dropped: the reader may no longer see it, or wants none")
        FAILED = "failed", _("failed: given up after many tries")

    REMEMBERED_FOR = timedelta(days=30)  # what was written to an address

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = models.EmailField(max_length=254, blank=True)  # in place of a recipient: whoever reads it
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    kind = models.CharField(max_length=30, default="")  # why this person: a name of notifications.kinds
    message_id = models.CharField(max_length=200, unique=True)  # made from (recipient, entry): a double is recognised
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    scope_kind = models.CharField(max_length=60, blank=True)  # what could be muted; empty: addressed personally
    scope_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "address", "entry", "channel"], name="outbox_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(recipient=None) & ~Q(address="") | Q(recipient__isnull=False, address=""),
                name="outbox_one_addressee",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at=None) | ~Q(state="waiting") & Q(finished_at__isnull=False),
                name="outbox_finished_at",
            ),
            models.CheckConstraint(
                condition=Q(scope_kind="", scope_id=None) | ~Q(scope_kind="") & Q(scope_id__isnull=False),
                name="outbox_scope",
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "due_at", "id"], name="outbox_due", condition=Q(state="waiting")),
            models.Index(fields=["finished_at"], name="outbox_letters", condition=~Q(address="")),
        ]

    def __str__(self):
        return self.message_id

    @property
    def scope(self) -> tuple[str, int] | None:
        return None if self.scope_id is None else (self.scope_kind, self.scope_id)


@dataclass(frozen=True)
class Stranger:
    """Whoever reads an address that no account has proved to be its own: a reader of mail and of nothing else."""

    email: str
    is_authenticated = False
    language = settings.LANGUAGE_CODE
    zone = zoneinfo.ZoneInfo("UTC")


class SilencedAddress(models.Model):
    """An address that wants no mail from Copse. The address itself is not kept, only what knows it again."""

    digest = models.CharField(max_length=64, unique=True)  # HMAC-SHA256, see `rules.address_digest`
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.digest[:8]


class FailingAddressQuerySet(models.QuerySet["FailingAddress"]):
    def stopped(self):
        return self.exclude(stopped_at=None)

    def forgettable(self, at=None):
        """That have not failed, or are stopped, for so long that trying again is fair."""
        now, row = at or timezone.now(), FailingAddress
        well = Q(stopped_at=None, last_at__lte=now - row.IN_A_ROW)
        return self.filter(well | Q(stopped_at__lte=now - row.REMEMBERED_FOR))


class FailingAddress(models.Model):
    """An address from which letters come back. The address itself is not kept, only what knows it again."""

    MOST_SOFT = 5  # letters that came back for a while, on as many days
    IN_A_ROW = timedelta(days=30)  # nothing came back for that long: the address is well
    REMEMBERED_FOR = timedelta(days=365)  # one that is stopped

    digest = models.CharField(max_length=64, unique=True)  # HMAC-SHA256, see `rules.address_digest`
    soft = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=11, blank=True)  # such as 5.1.1 (RFC 3463)
    last_at = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True)

    objects = FailingAddressQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "failing addresses"
        indexes = [models.Index(fields=["stopped_at"], name="failing_address_stopped")]

    def __str__(self):
        return self.digest[:8]


class Volume(models.Model):
    """How much a person wants to hear of one scope, such as ("forums.discussion", 7)."""

    class Level(models.TextChoices):
        MUTE = "mute", _("nothing")
        MENTIONS = "mentions", _("when I am mentioned")
        NORMAL = "normal", _("what concerns me")
        ALL = "all", _("everything")

    QUIET = (Level.MUTE, Level.MENTIONS)  # less than what concerns the person

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="volumes")
    scope_kind = models.CharField(max_length=60)
    scope_id = models.BigIntegerField()
    level = models.CharField(max_length=10, choices=Level)
    before = models.CharField(max_length=10, blank=True)  # what a link in a mail changed, so that it can be undone
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "scope_kind", "scope_id"], name="volume_once"),
        ]
        indexes = [models.Index(fields=["scope_kind", "scope_id", "level"], name="volume_scope")]

    def __str__(self):
        return f"{self.person_id}: {self.level} of {self.scope_kind} {self.scope_id}"


class Delivery(models.Model):
    """How a person wants to be told of one kind of thing, where they chose otherwise than is usual."""

    class By(models.TextChoices):
        OFF = "off", _("not at all")
        HERE = "here", _("only here")
        DIGEST = "digest", _("in the digest")
        MAIL = "mail", _("by mail at once")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries")
    kind = models.CharField(max_length=30)  # a name of notifications.kinds
    by = models.CharField(max_length=10, choices=By)
    before = models.CharField(max_length=10, blank=True)  # as of `Volume`

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="delivery_once")]
        indexes = [models.Index(fields=["kind", "by"], name="delivery_kind")]
        verbose_name_plural = "deliveries"

    def __str__(self):
        return f"{self.person_id}: {self.kind} {self.by}"


class MailRhythmQuerySet(models.QuerySet["MailRhythm"]):
    def due(self, at=None):
        return self.filter(next_digest_at__lte=at or timezone.now())


class MailRhythm(models.Model):
    """When a person gets mail: what they chose (empty: as is usual), and how far their digests have come."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("once a week")
        NEVER = "never", _("never")

    USUAL_RHYTHM, USUAL_HOUR, USUAL_WEEKDAY = Rhythm.DAILY, 7, 0

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_rhythm")
    rhythm = models.CharField(max_length=10, choices=Rhythm, blank=True)
    before = models.CharField(max_length=10, blank=True)  # the rhythm, as of `Volume`
    hour = models.PositiveSmallIntegerField(null=True)  # of the digest, by the person's clock
    weekday = models.PositiveSmallIntegerField(null=True)  # of a weekly digest; 0 is Monday
    quiet_from = models.PositiveSmallIntegerField(null=True)  # hours by the person's clock between which no mail comes
    quiet_until = models.PositiveSmallIntegerField(null=True)
    next_digest_at = models.DateTimeField(null=True)  # None: never
    cursor = models.BigIntegerField()  # the last entry that a digest considered

    objects = MailRhythmQuerySet.as_manager()

    class Meta:
        constraints = [
            # A check passes where a column is empty.
            models.CheckConstraint(
                condition=Q(hour__lt=24) & Q(weekday__lt=7) & Q(quiet_from__lt=24) & Q(quiet_until__lt=24),
                name="mail_rhythm_of_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="mail_rhythm_quiet_hours",
            ),
        ]
        indexes = [models.Index(fields=["next_digest_at"], name="mail_rhythm_due")]

    def __str__(self):
        return f"{self.person_id}: {self.rhythm or 'usual'}"

    # A digest's entry is about the row that says when it is due.
    community_id = None
    space_id = None

    @property
    def zone(self):
        return self.person.zone

    @property
    def digest_rhythm(self):
        return self.rhythm or self.USUAL_RHYTHM

    @property
    def digest_hour(self):
        return self.USUAL_HOUR if self.hour is None else self.hour

    @property
    def digest_weekday(self):
        return self.USUAL_WEEKDAY if self.weekday is None else self.weekday
