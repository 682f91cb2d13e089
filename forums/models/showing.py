from django.conf import settings
from django.db import models
from django.utils import timezone

from communities.models import Community
from forums.models.closing import Closing


class ShownClosingQuerySet(models.QuerySet["ShownClosing"]):
    def visible_to(self, person):
        """Those of which `person` may read the closing itself, in communities whose inside is open to them."""
        readable = Community.objects.readable_by(person).order_by().values("pk")
        closings = Closing.objects.visible_to(person).order_by().values("pk")
        return self.filter(community__in=readable, closing__in=closings)


class ShownClosing(models.Model):
    """That a community shows, among what it learned, what a neighbour has learned: the thing itself, no copy (H5)."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="shown_closings")
    closing = models.ForeignKey(Closing, models.CASCADE, related_name="shown_in")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ShownClosingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "closing"], name="shown_closing_once")]

    def __str__(self):
        return f"{self.closing_id} in {self.community_id}"

    @property
    def space_id(self):
        return None
