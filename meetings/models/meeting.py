"""What people of a space come together for, at a time."""

import uuid
import zoneinfo
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import LEAST_ROLE, Space
from core.waitlist import Room


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person):
        """Those in spaces that `person` reads; one for those with a seat, to them alone."""
        from meetings.models.seat import Seat

        for_all = Q(audience=Meeting.Audience.SPACE)
        if person.is_authenticated:
            for_all |= Q(pk__in=Seat.objects.showing().filter(person=person).order_by().values("meeting"))
        return self.filter(for_all, space__in=Space.objects.visible_to(person))

    def run_by(self, person):
        """Those that `person` runs, as `rules.may_run` has it but for the hosts of each."""
        run = Space.objects.held_by(person, LEAST_ROLE["run_meetings"])
        return self.filter(space__in=run.order_by().values("pk"))

    def planned(self):
        """Those that are to be held, tentative ones too."""
        return self.filter(state__in=Meeting.AHEAD)

    def upcoming(self, at=None):
        """Those that are not over, the next first; what was called off stays until its time."""
        return (
            self.exclude(state=Meeting.State.HELD).filter(ends_at__gt=at or timezone.now()).order_by("starts_at", "pk")
        )

    def past(self, at=None):
        """Those whose time is over, the last first, without what was called off."""
        is_over = Q(state=Meeting.State.HELD) | Q(ends_at__lte=at or timezone.now())
        return self.filter(is_over).exclude(state=Meeting.State.CANCELLED).order_by("-starts_at", "-pk")

    def due_to_be_held(self, at=None):
        """Confirmed ones whose time has passed."""
        return self.filter(state=Meeting.State.CONFIRMED, ends_at__lte=at or timezone.now())

    def about_to_begin(self, at=None):
        """Those of which anybody may be reminded now: not longer than a week ahead, however clocks are put."""
        now = at or timezone.now()
        return self.planned().filter(starts_at__gt=now, starts_at__lte=now + timedelta(days=8))

    def due_to_thank(self, at=None):
        """Held a while ago, of which nobody has heard since; what was held long ago is left alone."""
        now = at or timezone.now()
        held = self.filter(state=Meeting.State.HELD).exclude(reminders_off__contains=[Meeting.Remind.AFTER])
        held = held.filter(ends_at__lte=now - Meeting.THANKED_AFTER, ends_at__gt=now - Meeting.THANKED_UNTIL)
        return held.filter(reminded_at__lt=F("ends_at") + Meeting.THANKED_AFTER)


class Meeting(Room):
    """Something that begins at a time and has seats. What its clock shows, in its zone, is the truth.

    `starts_at` and `ends_at` are derived from that by `meetings.clock` alone. `sequence` rises with what calendars
    have to hear of (RFC 5546), `version` with every edit.
    """

    class Kind(models.TextChoices):
        INTRODUCTORY = "introductory", _("introductory meeting")
        DISCUSSION = "discussion", _("discussion")
        WEBINAR = "webinar", _("webinar")
        CLINIC = "clinic", _("clinic")
        CO_CONSULTING = "co_consulting", _("co-consulting")
        MODULE = "module", _("module")
        BOOK_CLUB = "book_club", _("book club")
        REUNION = "reunion", _("reunion")
        CELEBRATION = "celebration", _("celebration")
        OTHER = "other", _("meeting")

    class State(models.TextChoices):
        TENTATIVE = "tentative", _("tentative")
        CONFIRMED = "confirmed", _("confirmed")
        CANCELLED = "cancelled", _("called off")
        HELD = "held", _("held")

    class Audience(models.TextChoices):
        SPACE = "space", _("everyone in the space")
        SEATS = "seats", _("those with a seat")

    class Admission(models.TextChoices):
        RSVP = "rsvp", _("people book their seats")
        ROSTER = "roster", _("who comes is on a list")  # kept by a higher app: no capacity, no queue

    class Remind(models.TextChoices):
        """Of what those with a seat are told without anybody saying so, in the order of time."""

        WEEK = "week", _("A week before, at the same time of day")
        DAY = "day", _("A day before, at the same time of day")
        HOUR = "hour", _("An hour before")
        AFTER = "after", _("Afterwards: thanks, the question to think about, and the minutes")

    AHEAD = (State.TENTATIVE, State.CONFIRMED)
    LONGEST = timedelta(hours=12)
    MOST_SEATS = 5000
    LINK_BEFORE = 30  # minutes
    CHECK_IN_BEFORE = timedelta(minutes=15)
    THANKED_AFTER = timedelta(hours=2)  # its end: whoever ran it has said by then who was there
    THANKED_UNTIL = timedelta(days=3)

    space = models.ForeignKey(Space, models.PROTECT, related_name="meetings")
    series = models.ForeignKey("meetings.Series", models.PROTECT, null=True, editable=False, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    state = models.CharField(max_length=10, choices=State, default=State.CONFIRMED)
    audience = models.CharField(_("who sees it"), max_length=5, choices=Audience, default=Audience.SPACE)
    admission = models.CharField(max_length=6, choices=Admission, default=Admission.RSVP)
    title = models.CharField(_("title"), max_length=200)
    markdown = models.TextField(_("what it is about"), blank=True)
    html = models.TextField(blank=True, editable=False)
    day = models.DateField(_("day"))
    begins = models.TimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField()  # how long it lasts
    time_zone = models.CharField(_("time zone"), max_length=40)
    is_later = models.BooleanField(default=False)  # of an hour that comes twice, the second time
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("video link"), max_length=500, blank=True)
    link_before = models.PositiveSmallIntegerField(null=True, blank=True)  # minutes; None: as soon as one has a seat
    offer_hours = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # None: a seat that is freed is the next one's
    reflection = models.CharField(_("to think about afterwards"), max_length=300, blank=True)
    recording = models.URLField(_("recording"), max_length=500, blank=True)
    reminders_off = ArrayField(models.CharField(max_length=5, choices=Remind), default=list, blank=True)
    reminder_text = models.TextField(_("what to bring, read or know"), blank=True)
    reminded_at = models.DateTimeField(default=timezone.now, editable=False)  # what was due by then is told, or never
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    moved_from = models.DateTimeField(null=True, editable=False)  # when it was to begin before it was moved last
    finished_at = models.DateTimeField(null=True, editable=False)  # when somebody said who had come, and finished it
    cancelled_because = models.CharField(_("why"), max_length=300, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submission = models.UUIDField(editable=False)  # made with the form: a double click is one
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)  # when `sequence` rose last

    objects = MeetingQuerySet.as_manager()

    class Meta(Room.Meta):
        constraints = [
            *Room.Meta.constraints,
            models.UniqueConstraint(fields=["planned_by", "submission"], name="meeting_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=720),
                name="meeting_of_a_length",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("tentative", "confirmed", "cancelled", "held")), name="meeting_state"
            ),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=1), name="meeting_capacity"),
            models.CheckConstraint(
                condition=Q(admission="rsvp") | Q(admission="roster", capacity=None), name="meeting_roster_has_no_end"
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") | Q(cancelled_because=""), name="meeting_reason_only_when_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(state="held"), name="meeting_finished_only_when_held"
            ),
        ]
        indexes = [
            models.Index(fields=["space", "starts_at"], name="meeting_of_a_space"),
            models.Index(fields=["ends_at"], name="meeting_due", condition=Q(state="confirmed")),
            models.Index(fields=["starts_at"], name="meeting_ahead", condition=Q(state__in=("tentative", "confirmed"))),
            models.Index(fields=["ends_at"], name="meeting_over", condition=Q(state="held")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def community_id(self):
        return self.space.community_id

    @property
    def community(self):
        return self.space.community

    @property
    def places(self):
        return self.seats

    def begin_edition(self):
        """Let calendars take what it says from now on for newer than all before; saves nothing."""
        self.sequence += 1
        self.changed_at = timezone.now()

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def time(self):
        """From when until when it is, in seconds of the epoch, and by whose clock: another one is a move."""
        return self.starts_at.timestamp(), self.ends_at.timestamp(), self.time_zone

    @property
    def is_ahead(self):
        """Whether it is to be held, as far as anybody has said."""
        return self.state in self.AHEAD

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    @property
    def is_tentative(self):
        return self.state == self.State.TENTATIVE

    @property
    def is_held(self):
        return self.state == self.State.HELD

    @property
    def is_finished(self):
        """Whether those who ran it have said who came: from then on every correction has a reason."""
        return self.finished_at is not None

    @property
    def takes_marks(self):
        """Whether people are coming by now: shortly before it begins, and from then on for ever."""
        return not self.is_cancelled and self.starts_at - self.CHECK_IN_BEFORE <= timezone.now()

    @property
    def takes_check_ins(self):
        """Whether people may say themselves that they are here: until it is over."""
        return self.takes_marks and self.is_open

    @property
    def may_be_finished(self):
        """Whether it has begun, and nobody has finished it yet."""
        return self.has_started and not self.is_cancelled and not self.is_finished

    @property
    def has_started(self):
        return self.starts_at <= timezone.now()

    @property
    def has_ended(self):
        return self.ends_at <= timezone.now()

    @property
    def is_open(self):
        """Whether it is to come, or is on."""
        return self.is_ahead and not self.has_ended

    @property
    def is_on(self):
        return self.is_open and self.has_started

    @property
    def takes_bookings(self):
        """Whether anybody may still take a seat, or give one back."""
        return self.is_ahead and not self.has_started

    @property
    def reminders(self):
        """Of what those with a seat are told: all of it but what was left out."""
        return [kind for kind in self.Remind.values if kind not in self.reminders_off]

    @property
    def link_from(self):
        """From when on those with a seat are shown the link; None: always."""
        return None if self.link_before is None else self.starts_at - timedelta(minutes=self.link_before)

    @property
    def shows_link(self):
        """Whether whoever has a seat is shown the link now."""
        return bool(self.link) and (self.link_from is None or self.link_from <= timezone.now())
