import zoneinfo
from datetime import timedelta
from uuid import uuid4

import factory
from django.utils import timezone

from core.markdown import render
from meetings.models import Meeting, Seat
from tests.factories.accounts import UserFactory
from tests.factories.communities import CommunityFactory

LONDON = "Europe/London"


class MeetingFactory(factory.django.DjangoModelFactory):
    """An hour by London's clocks in a week's time, in the commons, with seats for all and no host yet."""

    class Meta:
        model = Meeting

    space = factory.LazyFunction(lambda: CommunityFactory().spaces.get(slug="commons"))
    title = factory.Sequence(lambda n: f"Meeting {n}")
    markdown = "Bring one piece of feedback that stayed with you."
    html = factory.LazyAttribute(lambda meeting: render(meeting.markdown))
    minutes = 60
    time_zone = LONDON
    starts_at = factory.LazyFunction(lambda: timezone.now().replace(second=0, microsecond=0) + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(minutes=meeting.minutes))
    day = factory.LazyAttribute(lambda meeting: meeting.shown.date())
    begins = factory.LazyAttribute(lambda meeting: meeting.shown.time())
    is_later = factory.LazyAttribute(lambda meeting: bool(meeting.shown.fold))
    planned_by = factory.SubFactory(UserFactory)
    submission = factory.LazyFunction(uuid4)

    class Params:
        shown = factory.LazyAttribute(lambda meeting: wall_clock(meeting.starts_at, meeting.time_zone))


class SeatFactory(factory.django.DjangoModelFactory):
    """A booked seat straight into the table; the meeting's count follows."""

    class Meta:
        model = Seat

    class Params:
        is_guest = factory.Trait(
            person=None, email=factory.Sequence(lambda n: f"guest{n}@elsewhere.example"), name="Gil Guest"
        )

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(UserFactory)
    state = Seat.State.BOOKED
    waitlisted_at = factory.LazyAttribute(lambda seat: timezone.now() if seat.state == Seat.State.WAITING else None)
    offer_until = factory.LazyAttribute(
        lambda seat: timezone.now() + timedelta(days=1) if seat.state == Seat.State.OFFERED else None
    )

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        seat = super()._create(model_class, *args, **kwargs)
        if seat.takes(seat.state):
            seat.meeting.taken += 1
            seat.meeting.save(update_fields=["taken"])
        return seat


def wall_clock(moment, time_zone):
    """What clocks there show at that moment."""
    return moment.astimezone(zoneinfo.ZoneInfo(time_zone))
