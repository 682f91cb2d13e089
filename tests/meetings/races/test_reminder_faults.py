"""Workers are killed while they remind and while they mail: PostgreSQL, Valkey, Celery and the SMTP server are real."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core.wake import wake
from meetings.effects import remind_due
from meetings.models import Meeting, Reminder, Seat
from notifications.effects import send_due_mail
from notifications.models import Notification, OutboxMessage
from tests.factories import CommunityFactory, MeetingFactory, MembershipFactory, SeatFactory
from tests.facts import told
from tests.meetings.reminding import doubles, since_long
from tests.meetings.seats import members, run_out
from tests.racing import SIZE
from tests.running import eventually
from tests.workers import all_sent, arrivals, start_beat, start_worker

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

# In full size, with SOAK=10, 100 kills over 2,500 reminders.
KILLS = 3 if SIZE == 1 else 10 * SIZE
PEOPLE = 20 if SIZE == 1 else 50
MEETINGS = 3 if SIZE == 1 else 5 * SIZE
DUE = PEOPLE * MEETINGS
OFFERS = 3 * SIZE
STEP = 2 * DUE // (KILLS + 2)  # of reminders and mails, until the next kill


@pytest.fixture
def crowd(transactional_db):
    """Each of them has a seat at each of several meetings, which begin in less than an hour."""
    community = CommunityFactory()
    people = [MembershipFactory(community=community).person for _each in range(PEOPLE)]
    for number in range(MEETINGS):
        begins = timezone.now() + timedelta(minutes=59, seconds=number)
        meeting = MeetingFactory(space=community.spaces.get(slug="members"), starts_at=begins)
        Seat.objects.bulk_create(Seat(meeting=meeting, person=person, state="booked") for person in people)
        since_long(meeting)
    return people


def look_twice():
    """As two beats do."""
    with transaction.atomic():
        for _beat in range(2):
            wake("meetings")
            wake("mail")


def done(postbox):
    return Reminder.objects.count() + len(postbox.kept)


def all_are_told():
    return Reminder.objects.count() == DUE and all_sent()


def finish():
    """What is left, by one worker more, whose leases do not wait for those who died."""
    OutboxMessage.objects.update(leased_until=None)
    remind_due()
    send_due_mail()
    return all_are_told()


def require_each_once(people):
    heard = Notification.objects.filter(entry__verb="seat.reminded").values_list("recipient", flat=True)
    assert Counter(heard) == {person.pk: MEETINGS for person in people}
    assert doubles() == []
    assert OutboxMessage.objects.filter(entry__verb="seat.reminded").count() == DUE


def test_killed_workers_lose_nothing_and_tell_nobody_twice(crowd, postbox, start, publish_to, valkey):
    publish_to(valkey.url())
    postbox.pause = 0.02
    for _kill in range(KILLS):
        OutboxMessage.objects.update(leased_until=None)  # as the passing of time does
        enough = min(done(postbox) + STEP, 2 * DUE)
        worker = start_worker(start)
        look_twice()
        eventually(lambda: done(postbox) >= enough)  # noqa: B023
        worker.kill()

    eventually(finish)

    require_each_once(crowd)
    mails = arrivals(postbox)
    assert len(mails) == DUE
    # A mail that was on its way as its worker died is doubled, and known by its Message-ID.
    assert len(postbox.kept) <= DUE + KILLS
    assert max(mails.values()) <= 2


@pytest.fixture
def offers(crowd):
    """At a meeting later on, some let what they are offered run out, and twice as many wait."""
    starts_at = timezone.now() + timedelta(days=20)
    meeting = MeetingFactory(space=Meeting.objects.first().space, starts_at=starts_at, capacity=OFFERS, offer_hours=6)
    for state in ("offered", "waiting", "waiting"):
        for person in members(meeting.community, OFFERS):
            SeatFactory(meeting=meeting, person=person, state=state)
    run_out(meeting)
    return meeting


def test_two_beats_and_two_workers_send_nothing_twice(crowd, offers, postbox, start, tmp_path):
    for number in range(2):
        start_worker(start, number)
        start_beat(start, tmp_path, number)

    eventually(lambda: done(postbox))  # a busy machine takes its time to start the four of them
    eventually(lambda: offers.seats.filter(state="lapsed").count() == OFFERS and all_are_told())

    require_each_once(crowd)
    stands = [(seat.state, told(seat.person)) for seat in offers.seats.order_by("pk")]
    assert stands == [
        *[("lapsed", ["seat.lapsed"])] * OFFERS,
        *[("offered", ["seat.offered"])] * OFFERS,
        *[("waiting", [])] * OFFERS,
    ]
    assert set(arrivals(postbox).values()) == {1}
    assert not Meeting.objects.filter(reminded_at__lt=timezone.now() - timedelta(days=1)).exists()
