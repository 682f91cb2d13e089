from django.conf import settings
from django.db import models
from django.utils import timezone

from forums.models.post import Post


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    def visible_to(self, person):
        """A person's own alone, of what they may still see."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(person=person, post__in=Post.objects.visible_to(person))


class Bookmark(models.Model):
    """That somebody wants to find a post again. Nobody else learns of it."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="bookmark_once")]
        indexes = [models.Index(fields=["person", "-id"], name="bookmark_newest")]

    def __str__(self):
        return f"{self.person_id} keeps {self.post_id}"
