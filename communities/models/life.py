from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from communities.models.membership import Membership
from communities.models.roles import LEAST_ROLE

_Phase = Community.Phase


@dataclass(frozen=True)
class Step:
    """One way from a phase of a community's life into another; its key stands in addresses."""

    key: str
    before: Community.Phase
    after: Community.Phase
    asks_for_results: bool = False  # one to three expected results, or why there are none (P18)
    begins_cycle: bool = False


# All the ways there are; docs/decisions/0021-a-community-ends-in-the-open.md says why.
STEPS = {
    step.key: step
    for step in (
        Step("launch", _Phase.DESIGN, _Phase.ACTIVE, asks_for_results=True),
        Step("give-up", _Phase.DESIGN, _Phase.DID_NOT_LAUNCH),
        Step("try-again", _Phase.DID_NOT_LAUNCH, _Phase.DESIGN),
        Step("wind-down", _Phase.ACTIVE, _Phase.CONCLUDING, asks_for_results=True),
        Step("go-on", _Phase.CONCLUDING, _Phase.ACTIVE),
        Step("conclude", _Phase.CONCLUDING, _Phase.CONCLUDED),
        Step("renew", _Phase.CONCLUDED, _Phase.ACTIVE, asks_for_results=True, begins_cycle=True),
        Step("archive", _Phase.CONCLUDED, _Phase.ARCHIVED),
        Step("reopen", _Phase.ARCHIVED, _Phase.CONCLUDED),
    )
}


class PhaseChangeQuerySet(models.QuerySet["PhaseChange"]):
    def visible_to(self, person):
        return self.filter(community__in=Community.objects.readable_by(person).values("pk"))


class PhaseChange(models.Model):
    """That a community went from one phase of its life to another, when, by whom and with what words; kept for good."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="phase_changes")
    before = models.CharField(max_length=20, choices=Community.Phase)
    after = models.CharField(max_length=20, choices=Community.Phase)
    sentence = models.CharField(max_length=500)
    lacking = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # of the launch checklist, then
    cycle = models.PositiveSmallIntegerField(default=1)  # the one that it began or belongs to
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PhaseChangeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(before=F("after")), name="phase_change_changes")]
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.community_id}: {self.before} to {self.after}"

    @property
    def space_id(self):
        return None

    @property
    def step(self):
        """The key of the step that it was."""
        return next(step.key for step in STEPS.values() if (step.before, step.after) == (self.before, self.after))


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def visible_to(self, person):
        """Those of the communities that `person` leads; all of them for site staff, who answer."""
        if not person.is_authenticated:
            return self.none()
        if person.is_active and person.is_staff:
            return self
        led = Membership.objects.live_of(person).holding(LEAST_ROLE["change_settings"])
        return self.filter(community__in=led.values("community"))

    def pending(self):
        return self.filter(state=Approval.State.PENDING)


class Approval(models.Model):
    """That a community asks the site to let others find it, and what the site's staff said (G13)."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        GRANTED = "granted", _("approved")
        TURNED_DOWN = "turned_down", _("turned down")
        WITHDRAWN = "withdrawn", _("taken back")

    community = models.ForeignKey(Community, models.PROTECT, related_name="approvals")
    wish = models.CharField(max_length=10, choices=Community.Visibility)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    sentence = models.CharField(_("a word to its leaders"), max_length=500, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community"], condition=Q(state="pending"), name="approval_pending_once"),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None) | (~Q(state="pending") & Q(decided_at__isnull=False)),
                name="approval_decided_at",
            ),
        ]

    def __str__(self):
        return f"{self.community_id} as {self.wish}: {self.state}"

    @property
    def space_id(self):
        return None
