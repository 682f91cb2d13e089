"""The stages of a discussion: what is done first, what then, and what its posts are called meanwhile (P36, P38)."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from forums.models.belonging import OfDiscussion
from forums.models.discussion import Discussion


class MessageType(models.TextChoices):
    """What a post is, in the words of whoever wrote it."""

    CONTRIBUTION = "contribution", _("contribution")
    QUESTION = "question", _("question")
    FOR = "for", _("argument for")
    AGAINST = "against", _("argument against")
    EXPERIENCE = "experience", _("experience")
    OBSERVATION = "observation", _("observation")
    READING = "reading", _("what I read")
    SUPPOSITION = "supposition", _("supposition")
    PROPOSAL = "proposal", _("proposal")
    ADVICE = "advice", _("advice")
    LESSON = "lesson", _("lesson")


@dataclass(frozen=True)
class StagePlan:
    """A stage as somebody plans it, or as the template of a kind suggests it."""

    title: str
    help: str = ""
    days: int | None = None  # None: until somebody goes on by hand
    types: tuple[str, ...] = ()  # of MessageType; who writes chooses one of them
    words: int | None = None  # about how long a post should be


class StageQuerySet(models.QuerySet["Stage"]):
    def visible_to(self, person):
        return self.filter(discussion__in=Discussion.objects.visible_to(person))

    def ahead(self):
        """Those that have not begun."""
        return self.filter(opens_at=None)


class Stage(OfDiscussion):
    """One stretch of a discussion. It begins where the one before ends; which is now, `Discussion.stage` says."""

    MOST = 12  # of one discussion
    LONGEST_DAYS, MOST_WORDS = 366, 2_000

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=100)
    help = models.CharField(_("what people do"), max_length=500, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)  # None: until somebody goes on by hand
    types = ArrayField(models.CharField(max_length=20, choices=MessageType), default=list, blank=True)
    words = models.PositiveSmallIntegerField(_("words"), null=True, blank=True)  # about so many in a post
    opens_at = models.DateTimeField(null=True)  # when it began; None: it is ahead
    ends_at = models.DateTimeField(null=True)  # when it is to end, and in the end, when it ended

    objects = StageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["discussion", "position"], name="stage_position"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(opens_at__isnull=False, ends_at__gte=F("opens_at")),
                name="stage_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(days=None) | Q(days__gte=1), name="stage_lasts_a_day"),
            ExclusionConstraint(
                name="stage_no_two_at_once",
                expressions=[
                    ("discussion", RangeOperators.EQUAL),
                    (
                        Func("opens_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(opens_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], name="stage_due", condition=Q(ends_at__isnull=False))]
        ordering = ["position"]

    def __str__(self):
        return self.title

    def ends_after(self, begins):
        """When it ends if it begins at that moment; None where only somebody's hand ends it."""
        return begins + timedelta(days=self.days) if begins and self.days else None

    @property
    def plan(self):
        """What was planned of it, without what became of that."""
        return StagePlan(self.title, self.help, self.days, tuple(self.types), self.words)
