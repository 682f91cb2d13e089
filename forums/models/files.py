"""Files that somebody sent with what they said."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from forums.models.holding import HeldPost
from forums.models.post import Post
from library.models import Attachment


class PostFile(Attachment):
    """A file of a post, or of what waits for the team until it is one. It is seen exactly as the words are."""

    MOST = 10  # of one post

    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="files")
    held = models.ForeignKey(HeldPost, models.CASCADE, null=True, related_name="files")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, held=None) | Q(post=None, held__isnull=False),
                name="post_file_hangs_on_one",
            ),
        ]
        ordering = ["file"]

    def __str__(self):
        return f"{self.file_id} of {self.post_id or self.held_id}"

    def get_absolute_url(self):
        if self.post_id:
            return reverse("forums:post-file", args=[self.post_id, self.file_id])
        return reverse("forums:held-file", args=[self.held_id, self.file_id])
