from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community


class CharterQuerySet(models.QuerySet["Charter"]):
    def visible_to(self, person):
        """Those of communities whose inside `person` sees; an open invitation shows its own (design 4.7)."""
        return self.filter(community__in=Community.objects.readable_by(person).values("pk"))


class Charter(models.Model):
    """What a community has agreed on about itself before it sets out (P9 to P18, P26, P27)."""

    class Kind(models.TextChoices):
        """What a community of practice may be for (P11)."""

        PROBLEM = "problem", _("solving problems")
        IDEAS = "ideas", _("generating ideas")
        SHARING = "sharing", _("sharing knowledge between institutions")
        BEST_PRACTICES = "best_practices", _("developing best practices")
        LESSONS = "lessons", _("learning lessons")
        REVIEW = "review", _("looking back after an action")

    community = models.OneToOneField(Community, models.PROTECT, primary_key=True, related_name="charter")
    problem = models.TextField(_("the problem"), max_length=2000, blank=True)
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind), default=list, blank=True)
    objective = models.TextField(_("objective"), max_length=1000, blank=True)
    needs_baseline = models.BooleanField(_("we first have to find out where we stand"), default=False)
    group_served = models.TextField(_("the group it serves"), max_length=1000, blank=True)
    wider_audience = models.TextField(_("others who may benefit"), max_length=1000, blank=True)
    commitment = models.CharField(_("what is asked of members"), max_length=300, blank=True)
    guidelines = models.TextField(_("how we talk with each other"), max_length=5000, blank=True)  # Markdown
    guidelines_html = models.TextField(blank=True, editable=False)
    why_no_results = models.CharField(_("why there are no expected results"), max_length=300, blank=True)
    method = models.CharField(max_length=20, blank=True, editable=False)  # the version by which it was begun (P63)
    template = models.CharField(max_length=40, blank=True, editable=False)  # the key of the way to begin, or none
    version = models.PositiveIntegerField(default=0, editable=False)  # the number of its latest revision

    objects = CharterQuerySet.as_manager()

    def __str__(self):
        return f"charter of {self.community_id}"

    def get_absolute_url(self):
        return reverse("home:charter", args=[self.community.slug])

    @property
    def space_id(self):
        return None


class ExpectedResultQuerySet(models.QuerySet["ExpectedResult"]):
    def visible_to(self, person):
        return self.filter(community__in=Community.objects.readable_by(person).values("pk"))

    def standing(self):
        """Those that the community works towards, one to three of them, in their order."""
        return self.exclude(position=None).order_by("position")

    def quiet(self, since):
        """Those still to come of which nobody has said since then how far they are, the longest first."""
        return self.filter(state__in=ExpectedResult.COMING, looked_at__lt=since).order_by("looked_at", "pk")


class ExpectedResult(models.Model):
    """One of the one to three things that shall have come of a community in the end (P18)."""

    MOST = 3
    PLACES = range(1, MOST + 1)

    class State(models.TextChoices):
        NOT_YET = "not_yet", _("not yet")
        ON_THE_WAY = "on_the_way", _("on the way")
        REACHED = "reached", _("reached")
        DROPPED = "dropped", _("dropped")

    COMING = (State.NOT_YET, State.ON_THE_WAY)
    QUIET_AFTER = timedelta(weeks=8)

    community = models.ForeignKey(Community, models.PROTECT, related_name="results")
    position = models.PositiveSmallIntegerField(null=True)  # 1 to 3; None once it is dropped
    text = models.CharField(_("expected result"), max_length=300)
    measure = models.CharField(_("how we will know"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # who watches over it (P20)
    state = models.CharField(max_length=12, choices=State, default=State.NOT_YET)
    looked_at = models.DateTimeField(default=timezone.now, editable=False)  # when somebody last said how far it is
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ExpectedResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "position"], name="result_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(position=None) | Q(position__range=(1, 3)), name="result_at_most_three"),
            models.CheckConstraint(
                condition=Q(state="dropped", position=None) | (~Q(state="dropped") & Q(position__isnull=False)),
                name="result_dropped_has_no_place",
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return f"{reverse('home:charter', args=[self.community.slug])}#result-{self.pk}"

    @property
    def is_quiet(self):
        return self.state in self.COMING and self.looked_at < timezone.now() - self.QUIET_AFTER

    @property
    def is_dropped(self):
        return self.state == self.State.DROPPED

    @property
    def space_id(self):
        return None


class ResultWatch(models.Model):
    """That a member keeps an eye on an expected result: they are told when its state changes (P20)."""

    result = models.ForeignKey(ExpectedResult, models.CASCADE, related_name="watches")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "person"], name="result_watch_once")]

    def __str__(self):
        return f"{self.person_id} on {self.result_id}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, person):
        return self.filter(result__in=ExpectedResult.objects.visible_to(person).values("pk"))


class Evidence(models.Model):
    """An address at which one sees how far an expected result is."""

    result = models.ForeignKey(ExpectedResult, models.PROTECT, related_name="evidence")
    title = models.CharField(_("what it is"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["result", "url"], name="evidence_once")]
        ordering = ["added_at", "pk"]

    def __str__(self):
        return self.title


class CharterRevisionQuerySet(models.QuerySet["CharterRevision"]):
    def visible_to(self, person):
        return self.filter(community__in=Community.objects.readable_by(person).values("pk"))


class CharterRevision(models.Model):
    """The charter and its expected results as they were agreed on at one moment, by whom and why; kept for good."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="charter_revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # what communities.queries.charters reads and compares; people are ids
    why = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = CharterRevisionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "number"], name="charter_revision_number")]
        ordering = ["-number"]

    def __str__(self):
        return f"{self.community_id}, revision {self.number}"
