from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import LEAST_ROLE, Space
from core.markdown import is_blank
from library.models import Item
from meetings.models.meeting import Meeting
from meetings.models.seat import Seat


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def visible_to(self, person):
        """Published ones of meetings that `person` sees; drafts to those who run the meeting."""
        seen = self.filter(meeting__in=Meeting.objects.visible_to(person))
        if not person.is_authenticated:
            return seen.filter(published_at__isnull=False)
        run = Space.objects.held_by(person, LEAST_ROLE["run_meetings"])
        hosted = Seat.objects.hosting().filter(person=person)
        theirs = Q(meeting__space__in=run.values("pk")) | Q(meeting__in=hosted.values("meeting"))
        return seen.filter(Q(published_at__isnull=False) | theirs)


class Minutes(models.Model):
    """What a meeting came to: what was talked about, what was decided, and what follows (P31)."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="report")
    markdown = models.TextField(_("what was talked about"), blank=True)
    html = models.TextField(blank=True, editable=False)
    decisions = models.TextField(_("what was decided"), blank=True)
    decisions_html = models.TextField(blank=True, editable=False)
    follows = models.TextField(_("what follows"), blank=True)
    follows_html = models.TextField(blank=True, editable=False)
    version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # who saved them last
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    item = models.OneToOneField(Item, models.SET_NULL, null=True, related_name="+")  # what the library keeps of them

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self):
        return f"minutes of {self.meeting_id}"

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()

    @property
    def community_id(self):
        return self.meeting.community_id

    @property
    def space_id(self):
        return self.meeting.space_id

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def is_empty(self):
        """Whether nothing in them would be seen."""
        return all(is_blank(html) for html in (self.html, self.decisions_html, self.follows_html))
