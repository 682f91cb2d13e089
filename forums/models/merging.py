from django.conf import settings
from django.db import models
from django.utils import timezone

from forums.models.discussion import Discussion
from forums.models.post import Post


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, person):
        """Those of which `person` may read where they led; everybody else learns of no such discussion."""
        return self.filter(marker__discussion__in=Discussion.objects.visible_to(person))


class Merge(models.Model):
    """That all of one discussion goes on in another one (P43). Its own address leads there for good."""

    source = models.OneToOneField(Discussion, models.PROTECT, related_name="merge")
    # Beneath it stands what came along. Wherever that goes next, the address of the source leads after it.
    marker = models.OneToOneField(Post, models.PROTECT, related_name="merge")
    reason = models.CharField(max_length=300)  # everybody reads it in the marker
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = MergeQuerySet.as_manager()

    def __str__(self):
        return f"{self.source_id} beneath {self.marker_id}"
