from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from communities.models.community import Community


class PhaseChange(models.Model):
    """That a community went from one phase of its life to another, when, by whom and with what words; kept for good."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="phase_changes")
    before = models.CharField(max_length=20, choices=Community.Phase)
    after = models.CharField(max_length=20, choices=Community.Phase)
    sentence = models.CharField(max_length=500)
    lacking = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # of the launch checklist, then
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(before=F("after")), name="phase_change_changes")]
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.community_id}: {self.before} to {self.after}"

    @property
    def space_id(self):
        return None
