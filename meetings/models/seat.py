"""Who comes to a meeting, who waits for a seat, and who cannot come."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.waitlist import Place
from meetings.models.meeting import Meeting


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, person):
        """Those of meetings that `person` sees."""
        return self.filter(meeting__in=Meeting.objects.visible_to(person))

    def standing(self):
        """Those of people who come, may come, or would if there were a seat."""
        return self.filter(state__in=Seat.STANDING)

    def showing(self):
        """Those that show their person a meeting of its seats: also of who waited until it was called off."""
        waited = Q(state=Seat.State.LAPSED, meeting__state=Meeting.State.CANCELLED)
        return self.filter(waited | Q(state__in=Seat.STANDING))

    def booked(self):
        return self.filter(state=Seat.State.BOOKED)

    def hosting(self):
        return self.booked().filter(role__in=Seat.HOSTS)


class Seat(Place):
    """One person's place at one meeting, or that of a guest who has no account; asked for again, it is the same row."""

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        BOOKED = "booked", _("booked")
        WAITING = "waiting", _("waiting")
        MAYBE = "maybe", _("may come")
        DECLINED = "declined", _("does not come")  # said so without having had a seat, or turned an offer down
        CANCELLED = "cancelled", _("cannot come")  # gave the seat back
        LAPSED = "lapsed", _("did not answer the offer")

    class Role(models.TextChoices):
        HOST = "host", _("host")
        COHOST = "cohost", _("co-host")
        PRESENTER = "presenter", _("presenter")
        ATTENDEE = "attendee", _("attendee")

    class Source(models.TextChoices):
        SELF = "self", _("booked it")
        TEAM = "team", _("was put on the list")
        ROSTER = "roster", _("comes with a course or session")

    HELD = (State.BOOKED,)
    OFFERED = State.OFFERED
    WAITING = State.WAITING
    LAPSED = State.LAPSED
    STANDING = (State.OFFERED, State.BOOKED, State.WAITING, State.MAYBE)
    HOSTS = (Role.HOST, Role.COHOST)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="seats")
    email = models.EmailField(max_length=254, blank=True)  # in place of a person: a guest from outside
    name = models.CharField(max_length=120, blank=True)  # of that guest
    role = models.CharField(max_length=10, choices=Role, default=Role.ATTENDEE)
    state = models.CharField(max_length=10, choices=State, default=State.DECLINED)
    apology = models.CharField(max_length=300, blank=True)  # why they cannot come, said in advance
    source = models.CharField(max_length=10, choices=Source, default=Source.SELF)
    exclusive = models.BooleanField(default=False)  # a slot booked for oneself: nothing else of that kind beside it
    during = DateTimeRangeField(null=True)  # as long as it is exclusive
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)  # when its state changed last

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="seat_once"),
            models.UniqueConstraint("meeting", Lower("email"), condition=~Q(email=""), name="seat_of_a_guest_once"),
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(email="") | Q(person__isnull=False, email="", name=""),
                name="seat_of_one_person_or_guest",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", waitlisted_at__isnull=False) | ~Q(state="waiting") & Q(waitlisted_at=None),
                name="seat_waits_since",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offer_until__isnull=False) | ~Q(state="offered") & Q(offer_until=None),
                name="seat_offered_until",
            ),
            models.CheckConstraint(
                condition=Q(exclusive=False, during=None) | Q(exclusive=True, during__isnull=False),
                name="seat_exclusive_during",
            ),
            ExclusionConstraint(
                name="seat_no_clash",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(exclusive=True, state="booked"),
                deferrable=Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            models.Index(
                fields=["meeting", "tier", "waitlisted_at", "id"], name="seat_queue", condition=Q(state="waiting")
            ),
            models.Index(fields=["offer_until"], name="seat_offers", condition=Q(state="offered")),
            models.Index(fields=["person", "state"], name="seat_of_a_person"),
        ]

    def __str__(self):
        return f"{self.person_id or self.email} at {self.meeting_id}: {self.state}"

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()

    @property
    def room(self):
        return self.meeting

    @room.setter
    def room(self, meeting):
        self.meeting = meeting

    @property
    def is_counted(self):
        """Hosts and presenters sit beside the seats that are counted."""
        return self.role == self.Role.ATTENDEE

    @property
    def community_id(self):
        return self.meeting.community_id

    @property
    def space_id(self):
        return self.meeting.space_id

    @property
    def is_host(self):
        return self.role in self.HOSTS and self.state == self.State.BOOKED

    @property
    def is_booked(self):
        return self.state == self.State.BOOKED

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_offered(self):
        return self.state == self.State.OFFERED

    @property
    def has_lapsed(self):
        """Whether it was offered for as long as it is, and nobody has taken it back yet."""
        return self.is_offered and self.offer_until <= timezone.now()

    @property
    def is_standing(self):
        return self.state in self.STANDING

    @property
    def who(self):
        """The name of whoever has it."""
        return self.person.name if self.person_id else self.name
