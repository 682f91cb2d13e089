"""How often a community means to meet something new, how much it asks its members to bear, and when it rests (G24)."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community


class Rhythm(models.Model):
    """What the team has set; a community without one is held to nothing."""

    class Every(models.IntegerChoices):
        WEEK = 1, _("every week")
        FORTNIGHT = 2, _("every two weeks")
        THREE_WEEKS = 3, _("every three weeks")
        MONTH = 4, _("every four weeks")
        SIX_WEEKS = 6, _("every six weeks")
        EIGHT_WEEKS = 8, _("every eight weeks")
        QUARTER = 12, _("every twelve weeks")

    MOST_OPEN = 20

    community = models.OneToOneField(Community, models.PROTECT, primary_key=True, related_name="beat")
    discussion_weeks = models.PositiveSmallIntegerField(_("a discussion opens"), choices=Every, null=True, blank=True)
    most_open = models.PositiveSmallIntegerField(_("at most open at once"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)  # so that nobody of the team undoes another's change
    told_at = models.DateTimeField(null=True)  # when the team was last told that too little or too much is planned

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(discussion_weeks=None) | Q(discussion_weeks__in=(1, 2, 3, 4, 6, 8, 12)),
                name="rhythm_discussion_weeks",
            ),
            models.CheckConstraint(
                condition=Q(most_open=None) | Q(most_open__gte=1, most_open__lte=20), name="rhythm_most_open"
            ),
        ]

    def __str__(self):
        return f"rhythm of {self.community_id}"

    @property
    def space_id(self):
        return None

    @property
    def says_something(self):
        return self.discussion_weeks is not None or self.most_open is not None


class Break(models.Model):
    """Days on which a community rests, and why: nothing is missed then."""

    LONGEST = timedelta(weeks=26)
    MOST_AHEAD = 12

    community = models.ForeignKey(Community, models.PROTECT, related_name="breaks")
    begins_on = models.DateField(_("from"))  # by the community's calendar, both days included
    ends_on = models.DateField(_("until"))
    word = models.CharField(_("what for"), max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="break_ends_after_it_begins"),
            ExclusionConstraint(
                name="break_no_two_at_once",
                expressions=[
                    ("community", RangeOperators.EQUAL),
                    (
                        Func("begins_on", "ends_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        ordering = ["begins_on"]

    def __str__(self):
        return f"{self.community_id}: {self.word}"

    @property
    def space_id(self):
        return None
