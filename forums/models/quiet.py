from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from forums.models.belonging import OfDiscussion
from forums.models.discussion import Discussion
from library.models import Item


class CalledInQuerySet(models.QuerySet["CalledIn"]):
    def visible_to(self, person):
        """As the discussion is; what was said in one is for its two people (see `resolve_called_in`)."""
        return self.filter(discussion__in=Discussion.objects.visible_to(person))

    def since(self, at):
        return self.filter(at__gt=at)


class CalledIn(OfDiscussion):
    """That somebody who reads a discussion was invited by its team to write in it, with a word of their own (P44)."""

    MOST_A_DAY = 10  # by one person, wherever
    MOST_A_WEEK = 2  # of one person, whoever invites and wherever
    DAY, WEEK = timedelta(days=1), timedelta(days=7)

    discussion = models.ForeignKey(Discussion, models.PROTECT, related_name="called_in")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)  # for `person` alone
    item = models.ForeignKey(Item, models.SET_NULL, null=True, related_name="+")  # to look at before
    url = models.URLField(max_length=500, blank=True)  # or this
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = CalledInQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "called in"
        constraints = [
            models.UniqueConstraint(fields=["discussion", "person"], name="called_in_once"),
            models.CheckConstraint(condition=~Q(person=F("by")), name="called_in_somebody_else"),
            models.CheckConstraint(condition=Q(item=None) | Q(url=""), name="called_in_with_one_thing"),
        ]
        indexes = [
            models.Index(fields=["person", "at"], name="called_in_lately"),
            models.Index(fields=["by", "at"], name="called_in_by"),
        ]

    def __str__(self):
        return f"{self.person_id} into {self.discussion_id}"

    def get_absolute_url(self):
        return self.discussion.get_absolute_url()
