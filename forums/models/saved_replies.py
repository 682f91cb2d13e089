from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community


class SavedReply(models.Model):
    """A text that the team of a community uses again and again."""

    MOST = 40  # of one community
    LONGEST = 5000

    community = models.ForeignKey(Community, models.PROTECT, related_name="saved_replies")
    title = models.CharField(_("title"), max_length=80)
    markdown = models.TextField(_("text"))
    version = models.PositiveIntegerField(default=0)  # rises with every edit
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # who wrote it as it stands
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "saved replies"
        constraints = [models.UniqueConstraint(fields=["community", "title"], name="saved_reply_title")]
        ordering = ["title"]

    def __str__(self):
        return self.title
