from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forums.models.belonging import OfDiscussion
from forums.models.discussion import Discussion


class AskedQuerySet(models.QuerySet["Asked"]):
    def visible_to(self, person):
        """As the discussion is."""
        return self.filter(discussion__in=Discussion.objects.visible_to(person))

    def since(self, at):
        return self.filter(at__gt=at)


class Asked(OfDiscussion):
    """That somebody was asked to look at a question because they may know (P12)."""

    MOST_OF_A_QUESTION = 5
    MOST_A_WEEK = 3  # of one person, whoever asks and wherever
    WEEK = timedelta(days=7)

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="asked")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    passed_at = models.DateTimeField(null=True)  # they said "not me"

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "asked"
        constraints = [
            models.UniqueConstraint(fields=["discussion", "person"], name="asked_once"),
            models.CheckConstraint(condition=~Q(person=F("by")), name="asked_somebody_else"),
        ]
        indexes = [models.Index(fields=["person", "at"], name="asked_lately")]

    def __str__(self):
        return f"{self.person_id} about {self.discussion_id}"

    def get_absolute_url(self):
        return self.discussion.get_absolute_url()
