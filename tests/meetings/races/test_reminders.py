"""Several workers look for what is due while people come and go. Without lock and constraint some hear twice."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from communities.models import Role
from meetings.actions import book_seat, give_seat_back, move_meeting, set_reminders
from meetings.clock import When
from meetings.effects import hold_due, remind_due, reminders, thank_due
from meetings.models import Meeting, Reminder
from notifications.models import Notification, OutboxMessage
from tests.factories import CommunityFactory, MeetingFactory, MembershipFactory, SeatFactory
from tests.meetings.reminding import since_long
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CROWD = 24
ROUNDS = 3 * SIZE


@pytest.fixture
def community(transactional_db):
    return CommunityFactory(is_led=True)


@pytest.fixture
def facilitator(community):
    return MembershipFactory(community=community, role=Role.FACILITATOR).person


@pytest.fixture
def meeting(community):
    """It begins in less than an hour, and nobody has looked since."""
    return planned(community, CROWD)


def planned(community, number, *, begins_in=timedelta(minutes=59)):
    meeting = MeetingFactory(space=community.spaces.get(slug="members"), starts_at=timezone.now() + begins_in)
    for _seat in range(number):
        SeatFactory(meeting=meeting, person=MembershipFactory(community=community).person)
    since_long(meeting)
    return meeting


def again(row):
    """As another process has read it."""
    return Meeting.objects.select_related("space__community").get(pk=row.pk)


def tellings():
    """How often each was told: [in-app, by mail], the most first."""
    told = Notification.objects.filter(entry__kind="meetings.reminder").values_list("recipient", flat=True)
    mailed = OutboxMessage.objects.filter(entry__kind="meetings.reminder").values_list("recipient", flat=True)
    return [sorted(Counter(people).values(), reverse=True) for people in (told, mailed)]


def test_several_workers_tell_each_once(community, monkeypatch):
    monkeypatch.setattr(reminders, "CHUNK", 7)
    for _round in range(ROUNDS):
        meeting = planned(community, CROWD)

        done = at_once(*[remind_due] * 4)
        remind_due()

        assert done == [None] * 4
        assert Reminder.objects.filter(seat__meeting=meeting).count() == CROWD
    assert tellings() == [[1] * CROWD * ROUNDS] * 2


def test_several_workers_thank_each_once(community):
    meeting = planned(community, CROWD, begins_in=-timedelta(hours=4))
    hold_due()

    at_once(*[thank_due] * 4)
    thank_due()

    assert Reminder.objects.filter(seat__meeting=meeting, kind="after").count() == CROWD
    assert tellings() == [[1] * CROWD, []]


@pytest.fixture
def _unguarded(monkeypatch):
    """Neither the lock of the meeting, nor the constraint of the table."""
    monkeypatch.setattr(reminders, "lock_in_space", again)
    constraint = next(each for each in Reminder._meta.constraints if each.name == "reminder_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Reminder, constraint)
    yield
    Reminder.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Reminder, constraint)


@pytest.mark.usefixtures("_unguarded", "meeting")
def test_without_the_two_some_are_told_twice():
    at_once(*[remind_due] * 4)

    assert tellings()[0][0] > 1


def test_the_constraint_alone_tells_nobody_twice(meeting, monkeypatch, caplog):
    monkeypatch.setattr(reminders, "lock_in_space", again)

    at_once(*[remind_due] * 4)
    remind_due()

    assert tellings() == [[1] * CROWD] * 2
    assert "Nobody could be told of meeting" in caplog.text


def test_whoever_gives_their_seat_back_meanwhile_is_not_told(community):
    meeting = planned(community, 2)
    leaving, staying = meeting.seats.order_by("pk")

    meanwhile(lambda: give_seat_back(again(meeting), actor=leaving.person), remind_due)

    assert list(Reminder.objects.values_list("seat", flat=True)) == [staying.pk]


def test_of_a_meeting_that_moves_meanwhile_nobody_is_told(community, facilitator):
    meeting = planned(community, 2)
    to = timezone.now().astimezone(meeting.zone).replace(second=0, microsecond=0, tzinfo=None) + timedelta(days=3)
    when = When(to.date(), to.time(), 60, meeting.time_zone)

    meanwhile(lambda: move_meeting(again(meeting), actor=facilitator, version=0, when=when), remind_due)

    assert not Reminder.objects.exists()


def test_what_is_due_goes_out_once_while_somebody_changes_it(community, facilitator):
    for _round in range(ROUNDS):
        meeting = planned(community, 3)

        at_once(
            remind_due,
            lambda: set_reminders(again(meeting), actor=facilitator, version=0, kinds=[], text=""),  # noqa: B023
        )
        remind_due()

        assert Reminder.objects.filter(seat__meeting=meeting).count() == 3


def test_whoever_books_at_that_moment_is_told_or_has_just_booked(community):
    for _round in range(ROUNDS):
        meeting = planned(community, 1, begins_in=timedelta(hours=1, milliseconds=150))
        comes = MembershipFactory(community=community).person

        at_once(lambda: book_seat(again(meeting), actor=comes), *[remind_due] * 2)  # noqa: B023
        remind_due()

        booked = meeting.seats.get(person=comes)
        due_at = meeting.starts_at - timedelta(hours=1)
        assert booked.reminders.count() == (booked.changed_at <= due_at <= timezone.now())
