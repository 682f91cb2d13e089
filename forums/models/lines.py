"""What becomes of a line of a discussion: a post with all that stands beneath it (P43, P45, P48)."""

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models.closing import Closing
from forums.models.discussion import Discussion
from forums.models.post import Post


class LineMarkQuerySet(models.QuerySet["LineMark"]):
    def in_force(self):
        """Those that nobody has taken back."""
        return self.filter(ended_at=None)

    def over(self):
        """Of posts, in an outer query: what is in force of the lines of which they are part."""
        path = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        around = self.in_force().filter(discussion=OuterRef("discussion")).alias(within=path)
        return around.filter(within__startswith=F("post__path"))


class LineMark(models.Model):
    """What who runs a discussion says of a line of it, and why. What was taken back stays as history."""

    class Kind(models.TextChoices):
        OFF_TOPIC = "off_topic", _("off topic")  # folded for everybody, left out of the drafted summary
        CLOSED = "closed", _("closed")  # takes no more replies; its statement is a closing

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="line_marks")  # where the post stands
    post = models.ForeignKey(Post, models.PROTECT, related_name="line_marks")  # with which the line begins
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=300)  # why; everybody reads it
    closing = models.OneToOneField(Closing, models.PROTECT, null=True, related_name="line_mark")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = LineMarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "kind"], name="line_mark_once_in_force", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(kind="closed", closing__isnull=False) | ~Q(kind="closed") & Q(closing=None),
                name="line_mark_closed_has_closing",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="line_mark_ended_by_a_person",
            ),
        ]
        indexes = [models.Index(fields=["discussion"], name="line_mark_in_force", condition=Q(ended_at=None))]

    def __str__(self):
        return f"{self.post_id}: {self.kind}"


class FormerPlace(models.Model):
    """The number that a post had where its line stood before: old addresses and citations lead on to it."""

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="former_places")
    number = models.PositiveIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="former_places")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["discussion", "number"], name="former_place_once")]

    def __str__(self):
        return f"{self.discussion_id} #{self.number}"
