"""What waits for the end of quiet hours leaves when they are taken back."""

from datetime import datetime

import pytest
from django.core import mail

from notifications.effects import send_due_mail, set_rhythm
from notifications.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(tell, participant, time_machine):
    """At 23:30 in Berlin, within quiet hours from 22 to 7."""
    time_machine.move_to(datetime.fromisoformat("2026-03-02 22:30:00+00:00"), tick=False)
    participant.time_zone = "Europe/Berlin"
    participant.save(update_fields=["time_zone"])
    set_rhythm(participant, quiet_from=22, quiet_until=7)
    tell(participant)
    send_due_mail()
    assert mail.outbox == []
    return participant


@pytest.mark.parametrize("hours", [(None, None), (1, 7)])
def test_it_leaves_at_once(held, hours):
    set_rhythm(held, quiet_from=hours[0], quiet_until=hours[1])
    send_due_mail()

    assert len(mail.outbox) == 1


def test_it_waits_where_the_new_hours_are_quiet_too(held):
    set_rhythm(held, quiet_from=23, quiet_until=6)
    send_due_mail()

    assert mail.outbox == []
    assert OutboxMessage.objects.get().due_at.isoformat() == "2026-03-03T05:00:00+00:00"


def test_what_waits_for_another_reason_goes_on_waiting(held):
    later = datetime.fromisoformat("2026-03-02 22:40:00+00:00")
    OutboxMessage.objects.update(due_at=later)

    set_rhythm(held, quiet_from=None, quiet_until=None)

    assert OutboxMessage.objects.get().due_at == later
