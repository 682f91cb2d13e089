"""What people look at before they answer: items of the library on the plan of a discussion (P39)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from forums.models.discussion import Discussion
from library.models import Item


class MaterialQuerySet(models.QuerySet["Material"]):
    def visible_to(self, person):
        """On discussions that `person` may read, what stands in the library and they may see there."""
        shown = Item.objects.visible_to(person).published()
        return self.filter(discussion__in=Discussion.objects.visible_to(person), item__in=shown)


class Material(models.Model):
    """One item on the plan of one discussion. Taken down in the library it is shown here to nobody, and comes back."""

    MOST = 20  # of one discussion

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="material")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion", "item"], name="material_once"),
            models.UniqueConstraint(
                fields=["discussion", "position"], name="material_place", deferrable=models.Deferrable.DEFERRED
            ),
        ]
        ordering = ["position"]

    def __str__(self):
        return f"{self.item_id} on the plan of {self.discussion_id}"
