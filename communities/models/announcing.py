"""What a team says to all members of a community at once, or to some of them (P25)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models.community import Community
from communities.models.membership import Membership
from communities.models.roles import LEAST_ROLE
from core.markdown.plain_text import plain_text


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, person):
        """Members find what they were told; the team finds all of it, drafts too."""
        if not person.is_authenticated:
            return self.none()
        live = Membership.objects.live_of(person)
        team = live.holding(LEAST_ROLE["announce"])
        told = Addressee.objects.filter(person=person, told_at__isnull=False)
        return self.filter(
            Q(community__in=team.values("community"))
            | Q(pk__in=told.values("announcement"), community__in=live.values("community"))
        )

    def due(self):
        """Those that were confirmed and are on their way."""
        return self.filter(state=Announcement.State.SENDING)


class Announcement(models.Model):
    """Some words of the team, told to each addressee once. Who they are is settled when it is confirmed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENDING = "sending", _("on its way")
        SENT = "sent", _("sent")
        STOPPED = "stopped", _("stopped on its way")

    class Audience(models.TextChoices):
        ALL = "all", _("all members")
        TEAM = "team", _("the whole team")
        PARTICIPANTS = "participants", _("participants")
        FACILITATORS = "facilitators", _("facilitators")
        MODERATORS = "moderators", _("moderators")
        LEADERS = "leaders", _("leaders")
        CORE = "core", _("those who carry it")
        ACTIVE = "active", _("those who contribute")
        PERIPHERAL = "peripheral", _("those who read along")
        QUIET = "quiet", _("those who are quiet")

    class Stop(models.TextChoices):
        TEAM = "team", _("the team stopped it")
        SENDER = "sender", _("whoever sent it may not announce here any more")
        COMMUNITY = "community", _("the community has come to its end")

    LEVELS = (Audience.CORE, Audience.ACTIVE, Audience.PERIPHERAL, Audience.QUIET)  # known to the team alone

    community = models.ForeignKey(Community, models.PROTECT, related_name="announcements")
    title = models.CharField(_("title"), max_length=120)
    markdown = models.TextField(_("text"), max_length=10_000)
    html = models.TextField(editable=False)
    audience = models.CharField(_("to whom"), max_length=12, choices=Audience, default=Audience.ALL)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    submission = models.UUIDField(editable=False)  # made with the form: a double click is one
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)  # when it was confirmed
    done_at = models.DateTimeField(null=True)  # when the last addressee was told, or it was stopped
    stopped_because = models.CharField(max_length=10, choices=Stop, blank=True)
    held_back = models.PositiveIntegerField(default=0)  # letters that waited when it was stopped

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["created_by", "submission"], name="announcement_once"),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None, sent_by=None, done_at=None)
                | Q(state="sending", sent_at__isnull=False, sent_by__isnull=False, done_at=None)
                | Q(
                    state__in=("sent", "stopped"),
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    done_at__isnull=False,
                ),
                name="announcement_sent_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state="stopped") & ~Q(stopped_because="")
                | ~Q(state="stopped") & Q(stopped_because="", held_back=0),
                name="announcement_stopped_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state"], name="announcement_due", condition=Q(state="sending")),
            models.Index(fields=["community", "-id"], name="announcement_newest"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("communities:announcement", args=[self.community.slug, self.pk])

    @property
    def space_id(self):
        return None

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_sending(self):
        return self.state == self.State.SENDING

    @property
    def is_stopped(self):
        return self.state == self.State.STOPPED

    @property
    def text(self):
        return plain_text(self.html, site=settings.SITE_URL)

    @property
    def addressed_to(self):
        """For whom it is, as its readers learn: never that it was chosen by how much they take part."""
        return _("some of the members") if self.is_by_level else self.Audience(self.audience).label

    @property
    def is_by_level(self):
        """Whether whom it is for says how much they take part, which nobody is told of themselves."""
        return self.audience in self.LEVELS


class Addressee(models.Model):
    """One person whom an announcement is for, and when they were told: once, whatever anybody clicks."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="addressees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    is_left_out = models.BooleanField(default=False)  # no member any more when their turn came

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "person"], name="addressee_once"),
            models.CheckConstraint(condition=Q(told_at=None) | Q(is_left_out=False), name="addressee_told_or_left_out"),
        ]
        indexes = [
            models.Index(
                fields=["announcement", "id"],
                name="addressee_due",
                condition=Q(told_at=None, is_left_out=False),
            ),
            models.Index(fields=["person"], name="addressee_person"),
        ]

    def __str__(self):
        return f"{self.person_id} of {self.announcement_id}"
