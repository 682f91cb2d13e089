"""What is reported to those who keep the order of a community, and what they rule (P4, P5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Membership, Role, Space
from communities.rules import LEAST_ROLE
from forums.models.post import Post


def _about_one_thing(name):
    return models.CheckConstraint(
        condition=Q(post__isnull=False, person=None) | Q(post=None, person__isnull=False), name=name
    )


def _handled_by(person):
    """What lies before `person`: where they handle reports, what is not about them, of the spaces that they may read.

    Leaders learn also that something of a room is reported that they do not read.
    """
    handling = Membership.objects.live_of(person).holding(LEAST_ROLE["handle_reports"])
    is_about_them = Q(person=person) | Q(post__isnull=False, post__author=person)
    is_read = Q(post=None) | Q(post__discussion__space__in=Space.objects.visible_to(person).order_by().values("pk"))
    is_led = Q(community__in=handling.filter(role=Role.LEADER).values("community"))
    return Q(community__in=handling.values("community")) & (is_read | is_led) & ~is_about_them


def _told_to(person):
    """What was upheld about `person`, and what had hidden a post of theirs."""
    is_theirs = Q(person=person) | Q(post__isnull=False, post__author=person)
    return is_theirs & (Q(is_upheld=True) | Q(before=Ruling.Before.HIDDEN))


class RulingQuerySet(models.QuerySet["Ruling"]):
    def visible_to(self, person):
        """For those who handle reports, and for whom it is about."""
        if not person.is_authenticated:
            return self.none()
        known = Q(community__in=Community.objects.visible_to(person).order_by().values("pk"))
        return self.filter(_handled_by(person) | _told_to(person) & known)

    def told_to(self, person):
        """Those about `person` of which they learn."""
        return self.filter(_told_to(person))

    def handled_by(self, person):
        return self.filter(_handled_by(person)) if person.is_authenticated else self.none()

    def standing(self):
        return self.filter(undone_at=None)

    def appealed(self):
        """Those with an appeal that waits for an answer."""
        return self.standing().filter(appealed_at__isnull=False, answered_at=None)


class Ruling(models.Model):
    """What somebody of the team decided about a reported post or person, and the one appeal against it."""

    class Before(models.TextChoices):
        """How the post stood before, so that the ruling can be undone."""

        SHOWN = "shown", _("shown")
        HIDDEN = "hidden", _("hidden")
        GONE = "gone", _("gone")  # removed already, or there is no post

    community = models.ForeignKey(Community, models.PROTECT, related_name="rulings")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="rulings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_upheld = models.BooleanField()
    words = models.CharField(max_length=300)
    before = models.CharField(max_length=10, choices=Before, default=Before.GONE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    appeal = models.CharField(max_length=1000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = RulingQuerySet.as_manager()

    class Meta:
        constraints = [
            _about_one_thing("ruling_about_one_thing"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None)
                | Q(appealed_at__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
                name="ruling_answers_an_appeal",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="ruling_undone_by_a_person",
            ),
        ]
        indexes = [models.Index(fields=["community", "-id"], name="ruling_of_community")]

    def __str__(self):
        return f"{'upheld' if self.is_upheld else 'dismissed'} in {self.community_id}"

    def get_absolute_url(self):
        return reverse("forums:ruling", args=[self.community.slug, self.pk])

    @property
    def space_id(self):
        return None

    @property
    def concerned_id(self):
        """Whom it is about."""
        return self.post.author_id if self.post else self.person_id

    @property
    def concerned_name(self):
        return self.post.writer if self.post else self.person.name

    @property
    def is_undone(self):
        return self.undone_at is not None

    @property
    def is_appealed(self):
        return self.appealed_at is not None

    @property
    def is_answered(self):
        return self.answered_at is not None

    @property
    def is_lifted(self):
        """Whether the appeal against it was granted."""
        return self.is_answered and self.is_undone


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person):
        """A reporter’s own, and those that lie before whoever handles reports; never before whom it is about."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(_handled_by(person) | Q(reporter=person))

    def handled_by(self, person):
        return self.filter(_handled_by(person)) if person.is_authenticated else self.none()

    def waiting(self):
        return self.filter(ruling=None)

    def on(self, post, person):
        """Those on the same thing."""
        return self.filter(post=post, person=person)


class Report(models.Model):
    """That a reader asks the team to look at a post, or at what a person does."""

    class Kind(models.TextChoices):
        NAMES_PATIENT = "names_patient", _("a patient could be recognised")
        UNKIND = "unkind", _("unkind or insulting")
        OFF_POINT = "off_point", _("not to the point")
        ADVERTISING = "advertising", _("advertising")
        OTHER = "other", _("something else")

    community = models.ForeignKey(Community, models.PROTECT, related_name="reports")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="reports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="reports")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            _about_one_thing("report_about_one_thing"),
            models.UniqueConstraint(
                fields=["reporter", "post"], name="report_of_a_post_once", condition=Q(ruling=None, post__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["reporter", "community", "person"],
                name="report_of_a_person_once",
                condition=Q(ruling=None, person__isnull=False),
            ),
            models.CheckConstraint(condition=Q(person=None) | ~Q(person=F("reporter")), name="report_of_somebody_else"),
        ]
        indexes = [models.Index(fields=["community", "id"], name="report_waiting", condition=Q(ruling=None))]

    def __str__(self):
        return f"{self.kind} in {self.community_id}"

    def get_absolute_url(self):
        return reverse("forums:report-case", args=[self.community.slug, self.pk])

    @property
    def space_id(self):
        return None

    @property
    def concerned_id(self):
        """Whom it is about."""
        return self.post.author_id if self.post else self.person_id

    @property
    def concerned_name(self):
        return self.post.writer if self.post else self.person.name
