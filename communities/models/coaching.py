from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models.community import Community
from communities.models.membership import Membership
from communities.models.roles import LEAST_ROLE


class CoachQuerySet(models.QuerySet["Coach"]):
    def offering(self):
        """Those who take requests now."""
        return self.filter(is_available=True, person__in=User.objects.present())


class Coach(models.Model):
    """Somebody with experience whom leaders may ask for a conversation; named by site staff (H35)."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="coach")
    helps_with = models.CharField(_("what they help with"), max_length=300)
    is_available = models.BooleanField(_("takes requests now"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CoachQuerySet.as_manager()

    class Meta:
        verbose_name = _("coach")
        verbose_name_plural = _("coaches")

    def __str__(self):
        return self.person.name

    @property
    def takes_requests(self):
        return self.is_available and self.person.is_active


class CoachingRequestQuerySet(models.QuerySet["CoachingRequest"]):
    def visible_to(self, person):
        """Those of the communities that `person` leads, and those that ask `person`."""
        if not person.is_authenticated:
            return self.none()
        led = Membership.objects.live_of(person).holding(LEAST_ROLE["lead"])
        return self.filter(Q(coach__person=person) | Q(community__in=led.values("community")))

    def waiting(self):
        return self.filter(state=CoachingRequest.State.ASKED)


class CoachingRequest(models.Model):
    """A leader asks a coach for a conversation; once answered it stays as it is."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")

    MOST = 3  # of one community within the time beneath
    WITHIN = timedelta(days=7)

    community = models.ForeignKey(Community, models.PROTECT, related_name="coaching_requests")
    coach = models.ForeignKey(Coach, models.CASCADE, related_name="requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    message = models.CharField(_("what you would like to talk about"), max_length=1000)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    answer = models.CharField(_("a word to them"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    objects = CoachingRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "coach"], name="coaching_request_one_waiting", condition=Q(state="asked")
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None) | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="coaching_request_answered_at",
            ),
        ]
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return f"{self.community_id} asks {self.coach_id}"

    @property
    def space_id(self):
        return None

    @property
    def is_waiting(self):
        return self.state == self.State.ASKED
