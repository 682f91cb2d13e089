"""Who came, as it was said at one time and another, and how a community counts it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from meetings.models.seat import Seat


class AttendanceChange(models.Model):
    """That somebody's mark became another one: by whom, in which way, when and why.

    The database refuses changes, but that the reason is blanked.
    """

    class Way(models.TextChoices):
        HOST = "host", _("by hand")
        CHECK_IN = "check_in", _("checked in")
        IMPORT = "import", _("from the list of the video service")
        FINISH = "finish", _("when the meeting was finished")
        SEAT = "seat", _("with the seat, or the time of the meeting")  # taken back by Copse

    LONGEST_REASON = 200

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="marks")
    before = models.CharField(max_length=10, choices=Seat.Attendance)
    after = models.CharField(max_length=10, choices=Seat.Attendance)
    way = models.CharField(max_length=10, choices=Way)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)  # of a correction

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="attendancechange_changes"),
            models.CheckConstraint(
                condition=Q(way__in=("host", "check_in", "import", "finish"), by__isnull=False)
                | Q(way="seat", by=None),
                name="attendancechange_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.seat_id}: {self.before} → {self.after}"


class Counting(models.Model):
    """How a community counts who came; one without a row counts as a new row says."""

    community = models.OneToOneField(Community, models.PROTECT, primary_key=True, related_name="counting")
    late_counts = models.BooleanField(_("late counts as there"), default=True)
    left_early_counts = models.BooleanField(_("left early counts as there"), default=True)
    excused_leaves = models.BooleanField(_("excused is left out"), default=True)
    late_after = models.PositiveSmallIntegerField(_("late after"), default=10)  # minutes from the beginning
    left_before = models.PositiveSmallIntegerField(_("left early before"), default=10)  # minutes until the end
    version = models.PositiveIntegerField(default=0)  # so that nobody undoes another's change

    MOST_MINUTES = 120

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(late_after__lte=120, left_before__lte=120), name="counting_within_two_hours"
            ),
        ]

    def __str__(self):
        return f"counting of {self.community_id}"

    @property
    def space_id(self):
        return None
