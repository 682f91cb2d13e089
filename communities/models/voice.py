"""What a community says in its own name (G8), and what its members would have it do better (G25)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from communities.models.membership import Membership
from communities.models.roles import LEAST_ROLE


class StatementQuerySet(models.QuerySet["Statement"]):
    def visible_to(self, person):
        """What was published, for whom the inside of its community is open; drafts for those who write them."""
        shown = ~Q(state=Statement.State.DRAFT)
        if person.is_authenticated:
            writing = Membership.objects.live_of(person).holding(LEAST_ROLE["draft_statements"])
            shown |= Q(community__in=writing.values("community"))
        return self.filter(shown, community__in=Community.objects.readable_by(person).values("pk"))

    def standing(self):
        """Published and not withdrawn, the newest first."""
        return self.filter(state=Statement.State.PUBLISHED).order_by("-published_at", "-pk")


class Statement(models.Model):
    """Text published in the name of a community: drafted by its team, published by a leader, kept for good."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    community = models.ForeignKey(Community, models.PROTECT, related_name="statements")
    title = models.CharField(_("title"), max_length=160)
    markdown = models.TextField(_("text"), max_length=20_000)
    html = models.TextField(editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(editable=False)  # made with the form: a double click is one
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["created_by", "submission"], name="statement_once"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, published_by=None, withdrawn_at=None)
                | Q(state="published", published_at__isnull=False, published_by__isnull=False, withdrawn_at=None)
                | (
                    Q(state="withdrawn", published_at__isnull=False, withdrawn_at__isnull=False)
                    & Q(withdrawn_by__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="statement_published_by_a_person",
            ),
        ]
        indexes = [models.Index(fields=["community", "-published_at"], name="statement_newest")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("communities:statement", args=[self.community.slug, self.pk])

    @property
    def space_id(self):
        return None

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_withdrawn(self):
        return self.state == self.State.WITHDRAWN


class StatementRevision(models.Model):
    """What a published statement said before a correction, and why that was made."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    html = models.TextField()
    reason = models.CharField(_("why it is corrected"), max_length=300)
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "version"], name="statement_revision_once")]
        ordering = ["-version"]

    def __str__(self):
        return f"{self.statement_id} version {self.version}"


class SuggestionBox(Community):
    """Where the suggestions to a community lie: what messages about it lead to."""

    class Meta:
        proxy = True

    def get_absolute_url(self):
        return reverse("communities:suggestions", args=[self.slug])


HEARD = Q(is_told=True) | Q(author__isnull=False)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, person):
        """For members what is answered, and their own; for the team all, those without a name from the hour on.

        Who sees a suggestion at the moment it is made might see as well who makes it.
        """
        if not person.is_authenticated:
            return self.none()
        own = Membership.objects.live_of(person)
        answering = own.holding(LEAST_ROLE["answer_suggestions"])
        for_team = Q(community__in=answering.values("community")) & HEARD
        inside = self.filter(community__in=own.values("community"))
        return inside.filter(for_team | ~Q(state=Suggestion.State.WAITING) | Q(author=person))

    def heard(self):
        """Those that the team knows of."""
        return self.filter(HEARD)

    def waiting(self):
        return self.filter(state=Suggestion.State.WAITING)


class Suggestion(models.Model):
    """How this might work better, from a member who says who they are or does not.

    Without a name nothing says whose it is: there is no key, no time finer than the day, and no fact in the log.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        THANKS = "thanks", _("thank you")
        DOING = "doing", _("we do it")
        NOT_NOW = "not_now", _("not now")

    ANSWERED = (State.THANKS, State.DOING, State.NOT_NOW)
    MOST_UNSIGNED_A_DAY = 20  # in one community: whoever wrote them is not known, so they are counted together

    community = models.ForeignKey(Community, models.PROTECT, related_name="suggestions")
    text = models.TextField(_("suggestion"), max_length=1000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_on = models.DateField()  # by the community's calendar
    submission = models.UUIDField(unique=True, editable=False)  # made with the form: a double click is one
    is_told = models.BooleanField(default=False, editable=False)  # whether the team has heard of it
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.CharField(_("a word from the team"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None, answered_by=None)
                | (~Q(state="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="suggestion_answered_by_a_person",
            )
        ]
        indexes = [
            models.Index(fields=["community", "state"], name="suggestion_state"),
            models.Index(fields=["community"], name="suggestion_to_tell", condition=Q(is_told=False)),
        ]

    def __str__(self):
        return self.text[:60]

    def get_absolute_url(self):
        return f"{reverse('communities:suggestions', args=[self.community.slug])}#suggestion-{self.pk}"

    @property
    def space_id(self):
        return None

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING
