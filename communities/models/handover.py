from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models.community import Community
from communities.models.membership import Membership
from communities.models.roles import Role


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def visible_to(self, person):
        """Those between `person` and somebody else, as long as they are a member."""
        if not person.is_authenticated:
            return self.none()
        return self.between(person).filter(leader__community__in=Membership.objects.live_of(person).values("community"))

    def between(self, person):
        """Those in which `person` is one of the two."""
        return self.filter(Q(leader__person=person) | Q(successor__person=person))

    def put_to(self, person, community):
        """Those in which `person` was asked to lead `community`."""
        return self.filter(successor__person=person, leader__community=community)

    def standing(self, at=None):
        """Open ones of a leader who still leads, to a member who still is one: what ended either ends the hand-over."""
        live = Membership.objects.live(at).filter(person__in=User.objects.present())
        leaders = live.filter(role=Role.LEADER).values("pk")
        others = live.filter(role__lt=Role.LEADER).values("pk")
        return self.filter(state=HandOver.State.OPEN, leader__in=leaders, successor__in=others)


class HandOver(models.Model):
    """That a leader asks a member to lead in their place, and what came of it; kept for good."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")
        LAPSED = "lapsed", _("lapsed")

    class Afterwards(models.TextChoices):
        """What becomes of whoever hands over."""

        LEADER = "leader", _("leads on, together with them")
        MODERATOR = "moderator", _("moderates")
        PARTICIPANT = "participant", _("takes part")
        LEAVES = "leaves", _("leaves the community")

    PATIENCE = timedelta(days=7)
    MOST_TAKEN_BACK = 3  # by one leader within PATIENCE: each time somebody had a mail

    leader = models.ForeignKey(Membership, models.PROTECT, related_name="hand_overs")
    successor = models.ForeignKey(Membership, models.PROTECT, related_name="leadership_offers")
    afterwards = models.CharField(max_length=12, choices=Afterwards)
    word = models.CharField(max_length=500, blank=True)  # to the successor
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)  # the successor's, to the leader
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leader"], name="hand_over_one_open", condition=Q(state="open")),
            models.CheckConstraint(condition=~Q(leader=F("successor")), name="hand_over_to_another"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="hand_over_ended_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "accepted", "declined", "withdrawn", "lapsed")), name="hand_over_state"
            ),
            models.CheckConstraint(
                condition=Q(afterwards__in=("leader", "moderator", "participant", "leaves")),
                name="hand_over_afterwards",
            ),
        ]

    def __str__(self):
        return f"{self.leader_id} to {self.successor_id}"

    @property
    def community(self) -> Community:
        return self.leader.community

    @property
    def community_id(self):
        return self.leader.community_id

    @property
    def space_id(self):
        return None

    @property
    def role_afterwards(self):
        """What the leader will be; None where they leave."""
        becoming = {
            "leader": Role.LEADER,
            "moderator": Role.MODERATOR,
            "participant": Role.PARTICIPANT,
            "leaves": None,
        }
        return becoming[self.afterwards]

    @property
    def is_open(self):
        return self.state == self.State.OPEN
