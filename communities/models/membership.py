from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.models.community import Community
from communities.models.roles import Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    def live(self, at=None):
        """Active ones whose end, if any, has not come: `until` is compared when read."""
        return self.filter(Q(until=None) | Q(until__gt=at or timezone.now()), state=Membership.State.ACTIVE)

    def live_of(self, person, at=None):
        return self.live(at).filter(person=person)

    def visible_to(self, person):
        """Live ones in the communities that `person` is a member of."""
        if not person.is_authenticated:
            return self.none()
        return self.live().filter(community__in=Membership.objects.live_of(person).values("community"))

    def holding(self, role):
        """Those with at least `role`."""
        return self.filter(role__gte=role)

    def team(self):
        return self.holding(Role.FACILITATOR)

    def leading(self):
        """Live leaders who can sign in: whom a community counts on."""
        return self.live().filter(role=Role.LEADER, person__in=User.objects.present())

    def over(self, at=None):
        """Active ones whose end has come, but which nobody has tidied up yet."""
        return self.filter(state=Membership.State.ACTIVE, until__lte=at or timezone.now())

    def shut_out(self):
        return self.filter(state__in=Membership.SHUT_OUT)

    def resting(self, at=None):
        """Those of people who asked to be left alone: `paused_until` is compared when read."""
        return self.live(at).filter(paused_until__gt=at or timezone.now())


class Membership(models.Model):
    """One person in one community: one row for ever, which leaving and coming back change."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        LEFT = "left", _("left")
        REMOVED = "removed", _("removed")

    class Level(models.TextChoices):
        """How much somebody takes part (docs/levels.md, G19); none for newcomers and for those who pause."""

        CORE = "core", _("carries it")
        ACTIVE = "active", _("contributes")
        PERIPHERAL = "peripheral", _("reads along")
        QUIET = "quiet", _("quiet")

    SHUT_OUT = (State.SUSPENDED, State.REMOVED)

    community = models.ForeignKey(Community, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=Role, default=Role.PARTICIPANT)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    until = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)  # they asked to be left alone until then
    level = models.CharField(max_length=10, choices=Level, blank=True, editable=False)  # each night, for the team
    joined_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__gte=Role.PARTICIPANT, role__lte=Role.LEADER), name="membership_role"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("active", "suspended"), ended_at=None)
                | Q(state__in=("left", "removed"), ended_at__isnull=False),
                name="membership_ended_at",
            ),
            models.CheckConstraint(
                condition=Q(level="") | Q(state="active", level__in=("core", "active", "peripheral", "quiet")),
                name="membership_level",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "community"], name="membership_active", condition=Q(state="active")),
            models.Index(fields=["community", "-role"], name="membership_role"),
        ]

    def __str__(self):
        return f"{self.person_id} in {self.community_id}"

    @property
    def space_id(self):
        return None

    @property
    def is_in_team(self):
        return self.role >= Role.FACILITATOR

    @property
    def is_resting(self):
        return self.is_live and self.paused_until is not None and self.paused_until > timezone.now()

    @property
    def stands_for(self):
        """The institution for which they are here, once the team has confirmed it; None for whoever is for themselves.

        Asks nothing where `representation__institution` was selected.
        """
        said = getattr(self, "representation", None)
        return said.institution if said and said.is_confirmed else None

    @property
    def is_shut_out(self):
        return self.state in self.SHUT_OUT

    @property
    def is_live(self):
        return self.state == self.State.ACTIVE and (self.until is None or self.until > timezone.now())


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def visible_to(self, person):
        """A person's own; those whom the team looks through are reached through its community."""
        return self.filter(person=person) if person.is_authenticated else self.none()

    def pending(self):
        return self.filter(state=JoinRequest.State.PENDING)

    def decided(self):
        return self.filter(state__in=(JoinRequest.State.APPROVED, JoinRequest.State.DECLINED))


class JoinRequest(models.Model):
    """Somebody asks to join; it shows them nothing that a stranger lacks."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting for an answer")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    PATIENCE = timedelta(days=7)  # from a refusal to the next request

    community = models.ForeignKey(Community, models.PROTECT, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="join_requests")
    message = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    reason = models.CharField(max_length=500, blank=True)  # what the team said of its answer
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], name="join_request_one_pending", condition=Q(state="pending")
            ),
            models.CheckConstraint(
                condition=Q(state__in=("pending", "withdrawn"))
                | Q(state__in=("approved", "declined"), decided_at__isnull=False),
                name="join_request_decided_at",
            ),
        ]

    def __str__(self):
        return f"{self.person_id} asks for {self.community_id}"

    @property
    def space_id(self):
        return None

    @property
    def may_be_repeated_at(self):
        """When whoever was declined may ask again."""
        return self.decided_at + self.PATIENCE


class RoleChange(models.Model):
    """That a member was given another role, by whom and why; kept for good."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="role_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    before = models.PositiveSmallIntegerField(choices=Role)
    after = models.PositiveSmallIntegerField(choices=Role)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.membership_id}: {self.before} to {self.after}"

    @property
    def community_id(self):
        return self.membership.community_id

    @property
    def space_id(self):
        return None


class TermChange(models.Model):
    """That a membership got an end date, or lost it, by whom and why; kept for good."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="term_changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.membership_id} until {self.until}"

    @property
    def community_id(self):
        return self.membership.community_id

    @property
    def space_id(self):
        return None


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    def in_force(self):
        return self.filter(lifted_at=None)

    def over(self, at=None):
        """Suspensions whose end has come, but which still stand."""
        return self.in_force().filter(until__lte=at or timezone.now())


class Exclusion(models.Model):
    """That a member was suspended or removed, by whom, why and until when; kept for good, also when it was lifted."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", _("suspended")
        REMOVED = "removed", _("removed")

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="exclusions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(max_length=500)
    until = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership"], name="exclusion_one_in_force", condition=Q(lifted_at=None)),
            models.CheckConstraint(
                condition=Q(kind="suspended") | Q(kind="removed", until=None), name="exclusion_until"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | Q(lifted_at__isnull=False), name="exclusion_lifted_at"
            ),
        ]
        indexes = [
            models.Index(fields=["until"], name="exclusion_due", condition=Q(lifted_at=None, until__isnull=False)),
        ]

    def __str__(self):
        return f"{self.membership_id} {self.kind}"

    @property
    def community_id(self):
        return self.membership.community_id

    @property
    def space_id(self):
        return None
