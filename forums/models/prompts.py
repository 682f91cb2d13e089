"""Questions that carry a discussion on, written before they are put (P37)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from forums.models.belonging import OfDiscussion
from forums.models.discussion import Discussion
from forums.models.post import Post


class PromptQuerySet(models.QuerySet["Prompt"]):
    def visible_to(self, person):
        """Those of discussions that `person` runs: nobody else learns what is going to be asked, or that it was."""
        return self.filter(discussion__in=Discussion.objects.visible_to(person).run_by(person))

    def readable_by(self, person):
        """Without those whose post `person` may not read: it can have gone elsewhere with its line."""
        return self.filter(Q(post=None) | Q(post__in=Post.objects.visible_to(person)))

    def queued(self):
        """Those that nobody has put yet."""
        return self.filter(post=None)

    def due(self, at=None):
        """Queued ones whose moment has come, but for those of a discussion that is paused: they wait."""
        now = at or timezone.now()
        paused = Q(discussion__state=Discussion.State.OPEN, discussion__paused_until__gt=now)
        return self.queued().filter(~paused, release_at__lte=now).order_by("release_at", "position")


class Prompt(OfDiscussion):
    """One question in the queue of a discussion, or what became of it: a post in the name of whoever wrote it."""

    MOST = 30  # that wait in one discussion

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="prompts")
    position = models.PositiveSmallIntegerField()
    markdown = models.TextField(blank=True)  # once it was put, the thread has the text
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # who wrote it as it stands
    readers = models.CharField(max_length=30)  # for whom it was written, as an Audience
    release_at = models.DateTimeField(null=True)  # None: by hand
    submission = models.UUIDField(default=uuid.uuid4)  # made with the form, and that of its post: a double click is one
    version = models.PositiveIntegerField(default=0)  # rises with every edit
    written_at = models.DateTimeField(default=timezone.now)
    post = models.OneToOneField(Post, models.PROTECT, null=True, related_name="+")  # as which it was put

    objects = PromptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["discussion", "position"], name="prompt_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["discussion", "submission"], name="prompt_once"),
            models.CheckConstraint(
                condition=Q(post=None) & ~Q(markdown="") | Q(post__isnull=False, markdown="", release_at=None),
                name="prompt_waits_or_was_put",
            ),
        ]
        indexes = [models.Index(fields=["release_at"], name="prompt_due", condition=Q(release_at__isnull=False))]
        ordering = ["position"]

    def __str__(self):
        return f"prompt {self.position} of {self.discussion_id}"

    def get_absolute_url(self):
        return reverse("forums:prompts", args=[self.discussion_id])

    @property
    def is_queued(self):
        return self.post_id is None
