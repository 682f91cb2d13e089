from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from forums.models.belonging import OfDiscussion
from forums.models.closing import Closing
from forums.models.post import Post
from library.models import Item


class PromotionQuerySet(models.QuerySet["Promotion"]):
    def visible_to(self, person):
        """Those of which `person` may see where they come from; the item itself may be out of their sight."""
        closings = Closing.objects.visible_to(person).order_by().values("pk")
        posts = Post.objects.visible_to(person).standing().order_by().values("pk")
        return self.filter(Q(closing__in=closings) | Q(post__in=posts))


class Promotion(OfDiscussion):
    """That the library keeps what a discussion came to, or what one post says, as an item of its own (B5, G5)."""

    item = models.OneToOneField(Item, models.CASCADE, related_name="+")  # a draft that is thrown away takes it along
    closing = models.OneToOneField(Closing, models.PROTECT, null=True, related_name="promotion")
    post = models.OneToOneField(Post, models.PROTECT, null=True, related_name="promotion")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closing=None, post__isnull=False) | Q(closing__isnull=False, post=None),
                name="promotion_of_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.closing_id or self.post_id} kept as {self.item_id}"

    def get_absolute_url(self):
        return self.source.get_absolute_url()

    @property
    def source(self):
        """What is kept: a closing or a post."""
        return self.closing or self.post

    @property
    def discussion(self):
        return self.source.discussion
