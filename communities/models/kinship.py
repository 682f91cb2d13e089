from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from communities.models.membership import Membership
from communities.models.roles import LEAST_ROLE


class CommunityLinkQuerySet(models.QuerySet["CommunityLink"]):
    def visible_to(self, person):
        """Those that were agreed, where `person` may know what both ends are for: neither gives the other away."""
        known = Community.objects.purpose_shown_to(person).order_by().values("pk")
        return self.agreed().filter(upper__in=known, lower__in=known)

    def tended_by(self, person):
        """The live ones of communities that `person` leads: the other side has shown itself to their leaders."""
        if not person.is_authenticated:
            return self.none()
        led = Membership.objects.live_of(person).holding(LEAST_ROLE["lead"]).order_by().values("community")
        return self.live().filter(Q(upper__in=led) | Q(lower__in=led))

    def shown_to(self, person):
        """Those that `visible_to` gives, and those that `tended_by` does."""
        return self.filter(
            Q(pk__in=self.visible_to(person).values("pk")) | Q(pk__in=self.tended_by(person).values("pk"))
        )

    def agreed(self):
        return self.filter(state=CommunityLink.State.AGREED)

    def live(self):
        """Those that stand, and those that wait for an answer."""
        return self.filter(state__in=CommunityLink.LIVE)

    def fresh(self, at):
        """Those that wait for an answer, and those declined or taken back not long ago."""
        since = at - CommunityLink.PATIENCE
        is_refused = Q(state=CommunityLink.State.DECLINED, answered_at__gt=since)
        is_taken_back = Q(state=CommunityLink.State.WITHDRAWN, ended_at__gt=since)
        return self.filter(Q(state=CommunityLink.State.PROPOSED) | is_refused | is_taken_back)

    def umbrellas(self):
        return self.filter(kind=CommunityLink.Kind.UMBRELLA)

    def of(self, community):
        """Those of which `community` is an end."""
        return self.filter(Q(upper=community) | Q(lower=community))

    def with_other(self, community):
        """Those of `community`, with the id of the `other` end and its `other_name`."""
        found = self.of(community)
        for name, field in (("other", ""), ("other_name", "__name")):
            end = Case(When(upper=community, then=F(f"lower{field}")), default=F(f"upper{field}"))
            found = found.annotate(**{name: end})
        return found


class CommunityLink(models.Model):
    """That two communities belong together, as both agree: one is the umbrella of the other, or they are sisters."""

    class Kind(models.TextChoices):
        UMBRELLA = "umbrella", _("umbrella")
        SISTER = "sister", _("sisters")

    class Stands(models.TextChoices):
        """How one of the two stands to the other."""

        ABOVE = "above", _("our umbrella")
        BENEATH = "beneath", _("beneath us")
        BESIDE = "beside", _("our sister")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waits for an answer")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")
        ENDED = "ended", _("ended")

    LIVE = (State.PROPOSED, State.AGREED)
    PATIENCE = timedelta(days=7)  # from a no to the next proposal
    MOST_TAKEN_BACK = 2  # of the same two, by the one that asks, within PATIENCE: each time others are told
    MOST_WAITING = 20  # that one community has proposed and nobody has answered, or it took back within PATIENCE
    MOST_LEVELS = 5  # of umbrellas above each other

    kind = models.CharField(max_length=10, choices=Kind)
    upper = models.ForeignKey(Community, models.PROTECT, related_name="links_beneath")  # of sisters, the one that asked
    lower = models.ForeignKey(Community, models.PROTECT, related_name="links_above")
    from_upper = models.BooleanField()  # which of the two asked
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    sentence = models.CharField(max_length=300)  # why, said by whoever proposed it
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=300, blank=True)  # why it was taken back or ended
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = CommunityLinkQuerySet.as_manager()

    _seen_from: int | None = None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Least("upper", "lower"),
                Greatest("upper", "lower"),
                name="communitylink_one_live",
                condition=Q(state__in=("proposed", "agreed")),
            ),
            models.CheckConstraint(condition=~Q(upper=F("lower")), name="communitylink_to_another"),
            models.CheckConstraint(
                condition=Q(kind="umbrella") | Q(kind="sister", from_upper=True), name="communitylink_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "withdrawn"), answered_at=None)
                | Q(state__in=("agreed", "declined", "ended"), answered_at__isnull=False),
                name="communitylink_answered_at",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "agreed", "declined"), ended_at=None)
                | Q(state__in=("withdrawn", "ended"), ended_at__isnull=False),
                name="communitylink_ended_at",
            ),
        ]

    def __str__(self):
        return f"{self.upper_id} and {self.lower_id}"

    @property
    def asking(self) -> Community:
        return self.upper if self.from_upper else self.lower

    @property
    def asked(self) -> Community:
        return self.lower if self.from_upper else self.upper

    @property
    def ends(self) -> tuple[Community, Community]:
        """The one that asked, and the one that was asked."""
        return self.asking, self.asked

    @property
    def community_id(self) -> int:
        """The end that it is looked at from, as `seen_from` says; else the one that asked."""
        return self._seen_from or self.asking.pk

    def seen_from(self, community: Community) -> "CommunityLink":
        """The same, as it belongs to one of its ends: what is recorded of it stands in the log of that one."""
        self._seen_from = community.pk
        return self

    @property
    def space_id(self):
        return None

    @property
    def is_proposed(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_agreed(self) -> bool:
        return self.state == self.State.AGREED

    def other_than(self, community: Any) -> Community:
        """The other end."""
        return self.lower if self.upper_id == community.pk else self.upper

    def stands_to(self, community: Any) -> str:
        """How the other end stands to `community`: one of Stands."""
        if self.kind == self.Kind.SISTER:
            return self.Stands.BESIDE
        return self.Stands.BENEATH if self.upper_id == community.pk else self.Stands.ABOVE

    def get_absolute_url(self):
        """Its page, as it belongs to the end that it is looked at from."""
        side = next(each for each in self.ends if each.pk == self.community_id)
        return reverse("communities:neighbour", args=[side.slug, self.pk])
