from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from communities.models import Space
from forums.models.discussion import Discussion


class MoveQuerySet(models.QuerySet["Move"]):
    def visible_to(self, person):
        """Of discussions that `person` may read, out of spaces that they may read: others learn of no such space."""
        known = self.filter(discussion__in=Discussion.objects.visible_to(person))
        return known.filter(source__in=Space.objects.visible_to(person))


class Move(models.Model):
    """That a discussion was taken from one space to another, and what stayed with those who had run it before."""

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="moves")
    source = models.ForeignKey(Space, models.PROTECT, related_name="+")
    target = models.ForeignKey(Space, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    difficulties = models.TextField(blank=True)  # foreseen there: for those alone who run discussions in the source

    objects = MoveQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(source=F("target")), name="move_goes_somewhere")]

    def __str__(self):
        return f"{self.discussion_id} to {self.target_id}"
