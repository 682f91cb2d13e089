"""What whoever runs the site sees of the outbox, and what they can do there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.bounces import Bounce
from notifications.effects import note_bounce, send_due_mail
from notifications.models import OutboxMessage
from notifications.outbox import outbox, without_addresses

pytestmark = pytest.mark.django_db
URL = reverse("notifications:outbox")
REFUSED = "SMTPRecipientsRefused({'ana.lima@copse.example': (450, b'4.2.1 ana.lima@copse.example: try later')})"


@pytest.fixture
def staff(client, admin):
    client.force_login(admin)
    return client


@pytest.fixture
def letters(tell, members):
    tell(*members)
    return OutboxMessage.objects.all()


def test_it_counts_what_waits_and_what_was_sent(letters, tell, participant):
    line = outbox().lines[0]
    assert (line.due, line.sent_in_hour) == (3, 0)
    assert line.oldest

    send_due_mail()
    OutboxMessage.objects.filter(pk=letters.first().pk).update(finished_at=timezone.now() - timedelta(hours=2))
    tell(participant)
    OutboxMessage.objects.filter(recipient=participant).update(due_at=timezone.now() + timedelta(hours=2))

    line = outbox().lines[0]
    assert (line.due, line.later, line.oldest) == (0, 1, None)
    assert (line.sent_in_hour, line.sent_in_day) == (2, 3)


def test_what_waits_too_long_is_said(staff, letters):
    assert "Letters leave when they should." in staff.get(URL).content.decode()

    letters.update(due_at=timezone.now() - timedelta(hours=1))

    assert "Letters wait longer than they should" in staff.get(URL).content.decode()


def test_what_fails_stands_together_by_its_reason_and_names_nobody(staff, letters, members):
    letters.update(last_error=REFUSED, attempts=2)
    OutboxMessage.objects.filter(pk=letters.first().pk).update(last_error=REFUSED.replace("ana.lima", "eva"))

    (reason,) = outbox().trying
    shown = staff.get(URL).content.decode()

    assert (reason.number, reason.tries) == (3, 2)
    assert "…@copse.example" in shown
    for name in ("ana.lima", "eva", *(person.email for person in members), *(person.name for person in members)):
        assert name not in shown


def test_an_address_is_left_out_of_what_a_server_said():
    assert without_addresses(REFUSED) == (
        "SMTPRecipientsRefused({'…@copse.example': (450, 4.2.1 …@copse.example: try later)})"
    )


def test_all_that_fails_is_tried_again(staff, letters):
    later = timezone.now() + timedelta(hours=5)
    letters.update(last_error="OSError()", attempts=9, due_at=later)
    first = letters.first().pk
    letters.filter(pk=first).update(state="failed", finished_at=timezone.now())

    answer = staff.post(reverse("notifications:outbox-again"), follow=True)

    assert "3 letters are tried again." in answer.content.decode()
    assert set(letters.values_list("state", "attempts", "finished_at")) == {("waiting", 0, None)}
    assert OutboxMessage.objects.due().count() == 3


def test_what_fails_is_given_up_but_not_what_is_being_sent(staff, letters):
    letters.update(last_error="OSError()")
    letters.filter(pk=letters.first().pk).update(leased_until=timezone.now() + timedelta(minutes=1))

    answer = staff.post(reverse("notifications:outbox-give-up"), follow=True)

    assert "2 letters are given up." in answer.content.decode()
    assert letters.filter(state="failed").count() == 2


def test_stopped_addresses_are_counted_and_their_servers_named(staff, participant):
    note_bounce(participant.email, Bounce(True, "5.1.1"))
    note_bounce("nobody@else.example", Bounce(True, "5.1.1"))
    note_bounce("full@else.example", Bounce(False, "4.2.2"))

    shown = staff.get(URL).content.decode()

    found = outbox()
    assert (found.stopped, found.stopped_people, found.failing) == (2, 1, 1)
    assert f"…@{participant.email.rpartition('@')[2]}" in shown
    assert "5.1.1" in shown
    assert participant.email not in shown
    assert participant.name not in shown
    assert "else.example" not in shown


@pytest.mark.parametrize("person", ["participant", "leader", None])
def test_for_everybody_else_there_is_no_such_page(client, request, person):
    if person:
        client.force_login(request.getfixturevalue(person))

    assert client.get(URL).status_code == 404
    for name in ("outbox-again", "outbox-give-up"):
        assert client.post(reverse(f"notifications:{name}")).status_code == 404


def test_it_asks_as_much_however_much_there_is(staff, letters, tell, members, django_assert_max_num_queries):
    for _ in range(3):
        tell(*members)

    with django_assert_max_num_queries(16):
        staff.get(URL)
