"""Questions with answers to choose from, in a discussion: how people feel about something, or what they decide."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.models.belonging import OfDiscussion
from forums.models.discussion import Discussion
from forums.models.post import Post


class PollQuerySet(models.QuerySet["Poll"]):
    def visible_to(self, person):
        """Those whose question stands in a discussion that `person` sees."""
        return self.filter(post__deleted_at=None, post__discussion__in=Discussion.objects.visible_to(person))

    def due_to_end(self, at=None):
        """Running ones whose moment has come, or whose discussion takes no more words."""
        is_locked = ~Q(post__discussion__state=Discussion.State.OPEN)
        return self.filter(Q(closes_at__lte=at or timezone.now()) | is_locked, ended_at=None)


class Poll(OfDiscussion):
    """What a post of kind "poll" asks; how often each answer was chosen stands with the answers.

    Without names nothing says who chose what: an answer is counted up, and that somebody took part is forgotten when
    the poll ends. With names `Ballot` and `Choice` say it to everyone who reads the discussion.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", _("one answer")
        SEVERAL = "several", _("several answers")
        RANKED = "ranked", _("an order of preference")

    class Purpose(models.TextChoices):
        TEMPERATURE = "temperature", _("how people feel about it")
        DECISION = "decision", _("a decision")

    FEWEST = 5  # votes without names are shown from so many on
    LEAST_OPTIONS, MOST_OPTIONS = 2, 10

    post = models.OneToOneField(Post, models.PROTECT, related_name="poll")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SINGLE)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.TEMPERATURE)
    is_anonymous = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True)  # when it ends by itself
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # or by itself
    outcome = models.CharField(max_length=500, blank=True)  # what follows from it
    voters = models.PositiveIntegerField(default=0)

    objects = PollQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ended_by=None) | Q(ended_at__isnull=False), name="poll_ended_by"),
            models.CheckConstraint(condition=Q(outcome="") | Q(ended_at__isnull=False), name="poll_outcome_at_end"),
        ]
        indexes = [models.Index(fields=["closes_at"], name="poll_running", condition=Q(ended_at=None))]

    def __str__(self):
        return f"poll of {self.post_id}"

    def get_absolute_url(self):
        return reverse("forums:poll", args=[self.pk])

    @property
    def discussion(self):
        return self.post.discussion

    @property
    def is_over(self):
        return self.ended_at is not None

    @property
    def is_running(self):
        """Whether votes are taken; also one whose moment has passed takes none, before it is ended by itself."""
        is_late = self.closes_at is not None and self.closes_at <= timezone.now()
        return not (self.is_over or is_late) and self.discussion.is_open

    @property
    def has_too_few(self):
        """Whether what was chosen is not shown, so that it can be read off nobody."""
        return self.is_anonymous and self.voters < self.FEWEST


class Option(models.Model):
    """An answer to choose. `points`: by how many it was chosen.

    In an order of preference, what its places add up to: of n answers the first gives n points, the last 1, and what
    was left out none.
    """

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    points = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="option_place")]
        ordering = ["position"]

    def __str__(self):
        return self.text


class Ballot(models.Model):
    """That somebody voted, so that they do so once; it has neither time nor number, which would say what is theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="ballot_once")]

    def __str__(self):
        return f"{self.person_id} in {self.poll_id}"


class Choice(models.Model):
    """What somebody chose in a poll with names; `rank` from 1 in an order of preference, else 1."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="choices")
    option = models.ForeignKey(Option, models.CASCADE, related_name="choices")
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "option"], name="choice_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="choice_rank"),
        ]
        ordering = ["rank"]

    def __str__(self):
        return f"{self.ballot_id} for {self.option_id}"
