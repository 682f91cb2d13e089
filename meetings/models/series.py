from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Space


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, person):
        """Those of which `person` sees a date."""
        from meetings.models.meeting import Meeting

        seen = Meeting.objects.visible_to(person).exclude(series=None).order_by()
        return self.filter(pk__in=seen.values("series"))


class Series(models.Model):
    """Meetings that belong together. Each is a meeting of its own, with its own seats, and moves by itself."""

    MOST = 60  # dates

    space = models.ForeignKey(Space, models.PROTECT, related_name="series")
    title = models.CharField(_("title"), max_length=200)
    begins_on = models.DateField(_("programme from"), null=True, blank=True)  # what lies before is warned of
    ends_on = models.DateField(_("programme until"), null=True, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submission = models.UUIDField(editable=False)  # made with the form: a double click is one
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(fields=["planned_by", "submission"], name="series_once"),
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="series_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:series", args=[self.pk])

    @property
    def community_id(self):
        return self.space.community_id

    @property
    def community(self):
        return self.space.community
