"""Questions that members put to the columnists without their name, and the little that leads back to them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Space
from communities.rules import LEAST_ROLE
from forums.models.discussion import Discussion


class AnonymousQuestionQuerySet(models.QuerySet["AnonymousQuestion"]):
    def asked_by(self, person):
        """Their own, in whatever space: nobody else is led from a question to a person."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(pk__in=Asker.objects.filter(person=person).values("question"))

    def read_by(self, person):
        """For the columnists: what was sent to spaces whose team they are of, but for what was taken back."""
        if not person.is_authenticated:
            return self.none()
        column = Space.objects.held_by(person, LEAST_ROLE["answer_questions"])
        return self.filter(space__in=column.order_by().values("pk")).exclude(state=AnonymousQuestion.State.TAKEN_BACK)

    def visible_to(self, person):
        """To whoever asked, and to the columnists. The two see different pages of it."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(Q(pk__in=self.asked_by(person).values("pk")) | Q(pk__in=self.read_by(person).values("pk")))

    def waiting(self):
        return self.filter(state=AnonymousQuestion.State.WAITING)

    def headed_for(self, person):
        """With `open_title`, what it is called where it went on once it was published, if `person` reads that."""
        seen = Discussion.objects.visible_to(person).filter(pk=OuterRef("discussion"))
        return self.annotate(open_title=Subquery(seen.order_by().values("title")))

    def decided_long_ago(self, at=None):
        """Those that wait no more, and of which what people wrote is not kept any longer."""
        return self.filter(decided_at__lt=(at or timezone.now()) - AnonymousQuestion.REMEMBERED_FOR)


class AnonymousQuestion(models.Model):
    """What somebody asked the columnists of a space. It names nobody: who it was stands in `Asker` alone."""

    REMEMBERED_FOR = timedelta(days=30)  # what was written, once it is decided; the form and decision 47 say so
    MOST_WAITING = 3  # of one person in one community
    SHORTEST_REASON = 20  # characters of why a name is to be known

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for the columnists")
        PUBLISHED = "published", _("published")
        TURNED_DOWN = "turned_down", _("not published")
        TAKEN_BACK = "taken_back", _("taken back")

    space = models.ForeignKey(Space, models.PROTECT, related_name="+")
    title = models.CharField(_("what it is about"), max_length=200, blank=True)
    markdown = models.TextField(_("your question"), blank=True)  # as it was sent, until it is kept no longer
    sent_on = models.DateField()  # no finer: a time would tell who was there
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    words = models.CharField(max_length=300, blank=True)  # why it was not published
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    discussion = models.OneToOneField(Discussion, models.PROTECT, null=True, related_name="anonymous_question")

    open_title: str | None = None  # see `headed_for`

    objects = AnonymousQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="anonymous_question_decided_at",
            ),
            models.CheckConstraint(
                condition=Q(state="published", discussion__isnull=False) | ~Q(state="published") & Q(discussion=None),
                name="anonymous_question_published",
            ),
        ]
        indexes = [models.Index(fields=["space", "-id"], name="anonymous_question_space")]

    def __str__(self):
        return f"{self.pk} in {self.space_id}: {self.state}"

    def get_absolute_url(self):
        return reverse("forums:anonymous", args=[self.pk])

    def is_asked_by(self, person):
        return person.is_authenticated and Asker.objects.filter(question=self, person=person).exists()

    @property
    def heading(self):
        """By which it is known; the same wherever its own words are gone, for whatever reason."""
        return self.title or self.open_title or gettext("A question not kept any more")

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def community(self) -> Community:
        return self.space.community

    @property
    def community_id(self):
        return self.space.community_id


class Asker(models.Model):
    """Who sent an anonymous question: read for themselves, and for a leader who has left a reason."""

    question = models.OneToOneField(AnonymousQuestion, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    submission = models.UUIDField()  # made with the form: a double click is one
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "submission"], name="asker_submitted_once")]

    def __str__(self):
        return f"of {self.question_id}"


class UnmaskingQuerySet(models.QuerySet["Unmasking"]):
    def visible_to(self, person):
        """To whoever asked, and to the leader who looked."""
        if not person.is_authenticated:
            return self.none()
        asked = AnonymousQuestion.objects.asked_by(person).values("pk")
        return self.filter(Q(by=person) | Q(question__in=asked))


class Unmasking(models.Model):
    """That a leader had themselves shown who sent an anonymous question, and why: for good."""

    question = models.ForeignKey(AnonymousQuestion, models.PROTECT, related_name="unmaskings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("why you need to know"), max_length=500)
    at = models.DateTimeField(default=timezone.now)

    objects = UnmaskingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "by"], name="unmasking_once")]

    def __str__(self):
        return f"{self.question_id} by {self.by_id}"

    def get_absolute_url(self):
        return self.question.get_absolute_url()

    @property
    def space_id(self):
        return self.question.space_id

    @property
    def community_id(self):
        return self.question.community_id
