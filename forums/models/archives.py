from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Space

PATIENCE = timedelta(minutes=10)  # whoever works on one says so every few seconds


class ListArchiveQuerySet(models.QuerySet["ListArchive"]):
    def visible_to(self, person):
        """What the leaders of a community sent to it; whether they still lead it, its pages ask besides."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(space__in=Space.objects.visible_to(person))

    def live(self):
        """Those whose file is still here."""
        return self.filter(state__in=ListArchive.LIVE)

    def due(self, at=None):
        """What a worker is to do, and none does; one that fell silent is not waited for."""
        silent = Q(touched_at=None) | Q(touched_at__lt=(at or timezone.now()) - PATIENCE)
        return self.filter(silent, state__in=ListArchive.WORKED_ON)

    def forgotten(self, at=None):
        """Those about which nobody has decided for a day, or which nobody is there for any more."""
        old = Q(created_at__lt=(at or timezone.now()) - ListArchive.KEPT_FOR)
        is_over = ~Q(community__phase__in=Community.WRITABLE_PHASES)
        return self.filter(old | is_over, state__in=ListArchive.UNDECIDED)


class ListArchive(models.Model):
    """The archive of a mailing list that a leader sent: looked through first, brought in when they say so.

    Its file lies in the storage as long as it is looked at; what stays is the figures of its report.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being looked through")
        CHECKED = "checked", _("looked through")
        CONFIRMED = "confirmed", _("being brought in")
        DONE = "done", _("brought in")
        FAILED = "failed", _("not brought in")
        DROPPED = "dropped", _("thrown away")

    class Failure(models.TextChoices):
        NO_MESSAGES = "no_messages", _("No message was found in it. Is it the archive of a mailing list?")
        DAMAGED = "damaged", _("It is damaged: nothing in it can be read.")
        TOO_LARGE = "too_large", _("Unpacked, it would be larger than any list’s archive.")
        SEVERAL = "several", _("It holds messages of several lists. Send it again, and say which list is meant.")
        NOT_ALLOWED = "not_allowed", _("Whoever asked for it does not lead this community any more.")
        CLOSED = "closed", _("The space, or the community, takes no posts any more.")
        LOST = "lost", _("The file is not here any more. Please send it again.")
        BROKEN = "broken", _("Something went wrong here. Send it again: what is here already is not brought in twice.")

    LIVE = (State.WAITING, State.CHECKED, State.CONFIRMED)
    WORKED_ON = (State.WAITING, State.CONFIRMED)
    UNDECIDED = (State.WAITING, State.CHECKED)
    KEPT_FOR = timedelta(days=1)

    community = models.ForeignKey(Community, models.PROTECT, related_name="+")
    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    key = models.CharField(max_length=60, editable=False)  # where its file lies, or lay
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()  # bytes
    only_list = models.CharField(max_length=200)  # a List-Id or part of it; "" takes all there is
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    failure = models.CharField(max_length=11, choices=Failure)  # "" but where it failed
    report = models.JSONField(default=dict)  # figures, as forums.queries.archived reads them
    lists = models.JSONField(default=list)  # [name, messages] of each, where it holds several
    done = models.PositiveIntegerField(default=0)  # messages, of what is being done now
    touched_at = models.DateTimeField(null=True)  # when a worker last said that it is at it

    objects = ListArchiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(state__in=("waiting", "checked", "confirmed")),
                name="list_archive_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["community", "-id"], name="list_archive_latest")]

    def __str__(self):
        return self.name

    @property
    def is_live(self):
        return self.state in self.LIVE

    @property
    def is_worked_on(self):
        return self.state in self.WORKED_ON
