from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models.post import Post


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def visible_to(self, person):
        """As the post is, as long as that stands."""
        return self.filter(post__in=Post.objects.visible_to(person).standing())


class Reaction(models.Model):
    """What one person says to a post without words. How many do so stands on the post (`reacted`)."""

    class Kind(models.TextChoices):
        HELPFUL = "helpful", _("helpful")
        NEW = "new", _("new to me")
        TRIED = "tried", _("I tried this")
        THANKS = "thanks", _("thank you")

    post = models.ForeignKey(Post, models.PROTECT, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=timezone.now)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person", "kind"], name="reaction_once")]

    def __str__(self):
        return f"{self.person_id} says {self.kind} to {self.post_id}"
