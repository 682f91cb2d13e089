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
from tests.factories import CommunityFactory, MeetingFactory, MembershipFactory
from tests.meetings.reminding import doubles, since_long
from tests.racing import SIZE
from tests.running import eventually
from tests.workers import all_sent, arrivals, start_beat, start_worker

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

# In full size, with SOAK=10, 100 kills over 2,500 reminders.
KILLS = 3 if SIZE == 1 else 10 * SIZE
PEOPLE = 20 if SIZE == 1 else 50
MEETINGS = 3 if SIZE == 1 else 5 * SIZE
DUE = PEOPLE * MEETINGS
STEP = 2 * DUE // (KILLS + 2)  # of reminders and mails, until the next kill


@pytest.fixture
def crowd(transactional_db):
    """Each of them has a seat at each of several meetings, which begin in less than an hour."""
    community = CommunityFactory()
    people = [MembershipFactory(community=community).person for _each in range(PEOPLE)]
    for number in range(MEETINGS):
        begins = timezone.now() + timedelta(minutes=50, seconds=number)
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
    told = Notification.objects.filter(entry__verb="seat.reminded").values_list("recipient", flat=True)
    assert Counter(told) == {person.pk: MEETINGS for person in people}
    assert doubles() == []
    assert OutboxMessage.objects.count() == DUE


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


def test_two_beats_and_two_workers_send_nothing_twice(crowd, postbox, start, tmp_path):
    for number in range(2):
        start_worker(start, number)
        start_beat(start, tmp_path, number)

    eventually(all_are_told)

    require_each_once(crowd)
    assert set(arrivals(postbox).values()) == {1}
    assert not Meeting.objects.filter(reminded_at__lt=timezone.now() - timedelta(days=1)).exists()
