"""The groups of a discussion: a few people each, in a room of their own, who report back (P35)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.rules import LEAST_ROLE
from forums.models.belonging import OfDiscussion
from forums.models.discussion import Discussion
from forums.models.post import Post


class Grouping(models.Model):
    """How the people of a discussion are parted into groups, and what those are to do."""

    MOST_GROUPS, MOST_PLACES = 20, 100

    discussion = models.OneToOneField(Discussion, models.PROTECT, related_name="grouping")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")  # wrote the task of all
    task = models.TextField(_("task"))  # Markdown; each room begins with it
    reports_by = models.DateTimeField(_("report back by"), null=True, blank=True)
    people_choose = models.BooleanField(_("who is in which"), default=False)  # where they go; else the team says it
    places = models.PositiveSmallIntegerField(  # of each group, where people choose
        _("places in a group"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(MOST_PLACES)],
    )
    made_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)  # those who have not reported, once

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places=None) | Q(places__gte=2), name="grouping_places"),
        ]
        indexes = [models.Index(fields=["reports_by"], name="grouping_due", condition=Q(reminded_at=None))]

    def __str__(self):
        return f"groups of {self.discussion_id}"

    def takes_more(self, size):
        """Whether there is a place in a group of so many, where people choose."""
        return self.places is None or size < self.places


class SubgroupQuerySet(models.QuerySet["Subgroup"]):
    def visible_to(self, person):
        """As the discussion is of which they are groups."""
        return self.filter(grouping__discussion__in=Discussion.objects.visible_to(person))

    def reported(self):
        """As `has_reported` of each."""
        return self.filter(report__isnull=False, report__deleted_by=None)


class Subgroup(OfDiscussion):
    """One group. Its room is a discussion in the same space; what it came to is a post of the discussion around it."""

    grouping = models.ForeignKey(Grouping, models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=60)
    task = models.TextField(_("task of its own"), blank=True)  # Markdown; empty: that of all
    by = models.ForeignKey(  # who added it, and wrote that; None: whoever made the grouping
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    room = models.OneToOneField(Discussion, models.PROTECT, null=True, related_name="group")  # once it all is open
    report = models.OneToOneField(Post, models.PROTECT, null=True, related_name="group")

    objects = SubgroupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grouping", "position"], name="subgroup_position")]
        ordering = ["position"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Its room; before that is open, the list of groups."""
        return self.room.get_absolute_url() if self.room else reverse("forums:groups", args=[self.discussion.pk])

    @property
    def discussion(self):
        return self.grouping.discussion

    @property
    def signs(self):
        """Who wrote the task with which its room begins."""
        return (self.task and self.by) or self.grouping.by

    @property
    def has_reported(self):
        """Whether it said what it came to, also where that is hidden until the team has looked at it."""
        return self.report is not None and not self.report.is_gone


class SubgroupMemberQuerySet(models.QuerySet["SubgroupMember"]):
    def writing_in(self, space):
        """Who may write there still: the others have kept their place, and count for nothing."""
        return self.filter(person__in=space.people_holding(LEAST_ROLE["post"]))


class SubgroupMember(models.Model):
    """That somebody is in a group: in one at most of each discussion."""

    subgroup = models.ForeignKey(Subgroup, models.CASCADE, related_name="members")
    grouping = models.ForeignKey(Grouping, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reports = models.BooleanField(default=False)  # for the group, which counts on this one of them

    objects = SubgroupMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grouping", "person"], name="subgroup_member_once"),
            models.UniqueConstraint(fields=["subgroup"], name="subgroup_rapporteur_once", condition=Q(reports=True)),
        ]

    def __str__(self):
        return f"{self.person_id} in {self.subgroup_id}"
