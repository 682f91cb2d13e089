"""Who comes to a meeting, who waits for a seat, and who cannot come."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Deferrable, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.waitlist import Place
from meetings.models.meeting import Meeting

_LINK = Signer(salt="meetings.guest")


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, person):
        """Those of meetings that `person` sees."""
        return self.filter(meeting__in=Meeting.objects.visible_to(person))

    def standing(self):
        """Those of people who come, may come, would if there were a seat, or were asked and have not said."""
        return self.filter(state__in=Seat.STANDING)

    def showing(self):
        """Those that show their person a meeting of its seats: also of who waited until it was called off."""
        waited = Q(state=Seat.State.LAPSED, meeting__state=Meeting.State.CANCELLED)
        return self.filter(waited | Q(state__in=Seat.STANDING))

    def booked(self):
        return self.filter(state=Seat.State.BOOKED)

    def reached(self):
        """Those of people, and of guests whose address is not forgotten."""
        return self.exclude(person=None, email="")

    def by_link(self, token):
        """That of the guest for whom a link was made; none when it is not ours, or was taken back."""
        try:
            pk, number = _LINK.unsign_object(token)
        except (BadSignature, TypeError, ValueError):
            return self.none()
        return self.filter(pk=pk, link_number=number, person=None).exclude(email="")

    def of_guests(self, addresses):
        """Those of guests with one of `addresses`, in lower case: a list or a queryset of one column."""
        return self.exclude(email="").alias(address=Lower("email")).filter(address__in=addresses)

    def of_guests_to_forget(self, at=None):
        """Those of guests at what is over for so long that nobody needs their addresses any more."""
        before = (at or timezone.now()) - Seat.GUESTS_REMEMBERED_FOR
        return self.exclude(email="").filter(meeting__ends_at__lte=before)

    def unmarked(self):
        """Those of people of whom nobody has said whether they came."""
        return self.booked().filter(attendance=Seat.Attendance.UNMARKED)

    def marked(self):
        """Those of people of whom somebody has said whether they came."""
        return self.exclude(attendance=Seat.Attendance.UNMARKED)

    def hosting(self):
        return self.booked().filter(role__in=Seat.HOSTS)


class Seat(Place):
    """One person's place at one meeting, or that of a guest who has no account; asked for again, it is the same row."""

    class State(models.TextChoices):
        INVITED = "invited", _("was asked, has not answered")  # a guest from outside
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

    class Attendance(models.TextChoices):
        UNMARKED = "unmarked", _("not marked")
        PRESENT = "present", _("present")
        LATE = "late", _("late")
        LEFT_EARLY = "left_early", _("left early")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    HELD = (State.BOOKED,)
    OFFERED = State.OFFERED
    WAITING = State.WAITING
    LAPSED = State.LAPSED
    STANDING = (State.INVITED, State.OFFERED, State.BOOKED, State.WAITING, State.MAYBE)
    HOSTS = (Role.HOST, Role.COHOST)
    CAME = (Attendance.PRESENT, Attendance.LATE, Attendance.LEFT_EARLY)

    MOST_GUESTS = 200  # at one meeting
    GUESTS_REMEMBERED_FOR = timedelta(days=90)  # after it was over

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="seats")
    email = models.EmailField(max_length=254, blank=True)  # in place of a person: a guest from outside
    name = models.CharField(max_length=120, blank=True)  # of that guest; with the address it is forgotten some day
    link_number = models.PositiveSmallIntegerField(default=0)  # of that guest's link: those before it are over
    role = models.CharField(max_length=10, choices=Role, default=Role.ATTENDEE)
    state = models.CharField(max_length=10, choices=State, default=State.DECLINED)
    apology = models.CharField(max_length=300, blank=True)  # why they cannot come, said in advance
    source = models.CharField(max_length=10, choices=Source, default=Source.SELF)
    attendance = models.CharField(max_length=10, choices=Attendance, default=Attendance.UNMARKED)
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
                condition=Q(person=None) & (~Q(email="") | Q(name="")) | Q(person__isnull=False, email="", name=""),
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
            models.CheckConstraint(
                condition=Q(attendance__in=("unmarked", "present", "late", "left_early", "excused", "absent")),
                name="seat_attendance",
            ),
            models.CheckConstraint(
                condition=Q(attendance="unmarked") | Q(state="booked"), name="seat_marked_while_booked"
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
            models.Index(Lower("email"), name="seat_of_a_guest", condition=~Q(email="")),
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
    def is_marked(self):
        return self.attendance != self.Attendance.UNMARKED

    @property
    def is_standing(self):
        return self.state in self.STANDING

    @property
    def who(self):
        """The name of whoever has it."""
        return self.person.name if self.person_id else self.name or gettext("A guest from outside")

    @property
    def is_guest(self):
        """Whether somebody from outside has it, or had it and is forgotten."""
        return self.person_id is None

    @property
    def token(self):
        """What the links in a guest's letters hold: made when they are sent, and never stored."""
        return _LINK.sign_object([self.pk, self.link_number])

    @property
    def guest_url(self):
        """The page that this guest alone is told of."""
        return reverse("meetings:guest", args=[self.token])
