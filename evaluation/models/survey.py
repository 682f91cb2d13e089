"""What a community asks its people, and when (P7, M18)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, ExpectedResult, Membership, Space


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, person):
        """Those of the spaces that `person` reads, from the day on which they open; before, their team's alone."""
        shown = ~Q(state=Survey.State.DRAFT)
        if person.is_authenticated:
            shown |= Q(space__community__in=Membership.objects.live_of(person).team().values("community"))
        return self.filter(shown, space__in=Space.objects.visible_to(person))

    def due_to_open(self, at=None):
        return self.filter(state=Survey.State.DRAFT, opens_at__lte=at or timezone.now())

    def due_to_close(self, at=None):
        """Also those of communities that have come to their end: nobody answers them any more."""
        is_over = ~Q(space__community__phase__in=Community.WRITABLE_PHASES)
        return self.filter(Q(closes_at__lte=at or timezone.now()) | is_over, state=Survey.State.OPEN)

    def due_to_remind(self, at=None):
        """Open ones that close soon and have been open for a while, of which nobody was reminded yet."""
        now = at or timezone.now()
        soon = Q(closes_at__gt=now, closes_at__lte=now + Survey.REMINDED_BEFORE)
        return self.filter(soon, state=Survey.State.OPEN, reminded_at=None, opened_at__lte=now - Survey.LEFT_ALONE)


class Survey(models.Model):
    """A few questions to those who take part in a space: prepared by the team, open for a while, closed for good."""

    class Kind(models.TextChoices):
        NEEDS = "needs", _("needs assessment")
        SELF_ASSESSMENT = "self", _("self-assessment")

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    FEWEST = 5  # answers without names are shown from so many on
    MOST_QUESTIONS = 20
    REMINDED_BEFORE = timedelta(days=2)
    LEFT_ALONE = timedelta(days=1)  # who has just been asked is not reminded

    space = models.ForeignKey(Space, models.PROTECT, related_name="surveys")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=160)
    intro = models.TextField(_("what it is for"), max_length=1000, blank=True)  # plain text
    is_anonymous = models.BooleanField(_("without names"), default=True)
    was_put_to_all = models.BooleanField(default=False, editable=False)  # decided when it opens, see `is_put_to_all`
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opens_at = models.DateTimeField(null=True, blank=True)  # of a draft: when it opens by itself
    closes_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    cycle = models.PositiveSmallIntegerField(default=1)  # of the community's life, when it was begun
    template = models.CharField(max_length=40, blank=True)  # key and version of the questions that it began with
    version = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)  # how many took part; who did is forgotten when it closes
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(editable=False)  # made with the form: a double click is one

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["created_by", "submission"], name="survey_once"),
            models.CheckConstraint(condition=Q(kind__in=("needs", "self")), name="survey_kind"),
            models.CheckConstraint(
                condition=Q(state="draft", opened_at=None, closed_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None, closes_at__isnull=False)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="survey_opened_and_closed",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="survey_closes_after_opening",
            ),
        ]
        indexes = [
            models.Index(fields=["opens_at"], name="survey_to_open", condition=Q(state="draft")),
            models.Index(fields=["closes_at"], name="survey_to_close", condition=Q(state="open")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("evaluation:survey", args=[self.pk])

    @property
    def community(self):
        return self.space.community

    @property
    def community_id(self):
        return self.space.community_id

    @property
    def is_put_to_all(self):
        """Whether everybody with an account is asked, in the community or not: what people need, in an open space.

        It stays as it was when it opened: where a community is public only later, others read no results that those
        who answered took for their own.
        """
        if not self.is_draft:
            return self.was_put_to_all
        return self.kind == self.Kind.NEEDS and self.space.is_for_all

    @property
    def last_moment(self):
        """A moment of the last day for answers: it closes as that day ends."""
        return self.closes_at and self.closes_at - timedelta(microseconds=1)

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_open(self):
        """Whether it takes answers: `closes_at` is compared when read."""
        return self.state == self.State.OPEN and self.closes_at > timezone.now()

    @property
    def is_over(self):
        """Closed: what was answered is counted, and what is too little to be shown is gone."""
        return self.state == self.State.CLOSED


class SurveyQuestion(models.Model):
    """One question of a survey, and how it is answered. Nobody has to answer any."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("a scale from 1 to 5")
        SINGLE = "single", _("one of several")
        SEVERAL = "several", _("any of several")
        TEXT = "text", _("a few words")

    CHOOSING = (Kind.SINGLE, Kind.SEVERAL)
    STEPS = range(1, 6)
    MOST_CHOICES = 12
    LONGEST_CHOICE = 120

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("how it is answered"), max_length=10, choices=Kind)
    text = models.CharField(_("question"), max_length=300)
    lowest = models.CharField(_("what 1 means"), max_length=60, blank=True)
    highest = models.CharField(_("what 5 means"), max_length=60, blank=True)
    choices = ArrayField(models.CharField(max_length=LONGEST_CHOICE), default=list, blank=True)
    result = models.ForeignKey(ExpectedResult, models.PROTECT, null=True, blank=True, related_name="+")
    is_of_plan = models.BooleanField(_("about the action plan"), default=False)
    submission = models.UUIDField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "submission"], name="survey_question_once"),
            models.UniqueConstraint(
                fields=["survey", "position"], name="survey_question_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("single", "several"), choices__len__gte=2)
                | Q(kind__in=("scale", "text"), choices__len=0),
                name="survey_question_choices",
            ),
            models.CheckConstraint(condition=Q(result=None) | Q(is_of_plan=False), name="survey_question_one_link"),
        ]
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text

    @property
    def is_scale(self):
        return self.kind == self.Kind.SCALE

    @property
    def is_text(self):
        return self.kind == self.Kind.TEXT
