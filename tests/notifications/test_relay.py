from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.effects import end_membership
from communities.models import Membership
from notifications.effects import relay, send_due_mail, set_delivery, set_rhythm, set_volume
from notifications.models import OutboxMessage
from tests.running import Postbox

State = OutboxMessage.State


@pytest.fixture
def postbox(settings):
    """A real SMTP server, which is not open yet."""
    postbox = Postbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postbox.port
    yield postbox
    postbox.close()


def states():
    return dict(OutboxMessage.objects.values_list("recipient", "state"))


def let_time_pass():
    OutboxMessage.objects.update(due_at=timezone.now())


def test_what_is_due_is_sent_once(tell, members):
    tell(*members)

    send_due_mail()
    send_due_mail()

    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in members)
    assert set(states().values()) == {State.SENT}


def test_what_is_not_due_or_is_leased_waits(tell, members):
    tell(*members[:2])
    later, leased = OutboxMessage.objects.order_by("pk")
    moment = timezone.now() + timedelta(minutes=1)
    OutboxMessage.objects.filter(pk=later.pk).update(due_at=moment)
    OutboxMessage.objects.filter(pk=leased.pk).update(leased_until=moment)

    send_due_mail()

    assert mail.outbox == []


def test_a_lease_that_has_run_out_is_taken_over(tell, participant):
    tell(participant)
    OutboxMessage.objects.update(leased_until=timezone.now() - timedelta(seconds=1), attempts=1)

    send_due_mail()

    assert OutboxMessage.objects.get().state == State.SENT
    assert OutboxMessage.objects.get().attempts == 2


def leaves(person, discussion):
    end_membership(Membership.objects.get(person=person))


def mutes_the_discussion(person, discussion):
    set_volume(person, scope_kind="forums.discussion", scope_id=discussion.pk, level="mute")


def mutes_the_community(person, discussion):
    set_volume(person, scope_kind="communities.community", scope_id=discussion.space.community_id, level="mute")


def is_barred(person, discussion):
    User.objects.filter(pk=person.pk).update(is_active=False)


def takes_an_address_that_nobody_verified(person, discussion):
    User.objects.filter(pk=person.pk).update(email="new@copse.example")


def has_no_verified_address(person, discussion):
    EmailAddress.objects.filter(user=person).update(verified=False)


@pytest.mark.parametrize(
    "meanwhile",
    [
        leaves,
        mutes_the_discussion,
        mutes_the_community,
        is_barred,
        takes_an_address_that_nobody_verified,
        has_no_verified_address,
    ],
)
def test_what_a_reader_may_or_would_no_longer_have_is_dropped(tell, discussion, members, meanwhile):
    tell(*members)
    meanwhile(members[0], discussion)

    send_due_mail()

    assert states() == {
        members[0].pk: State.DROPPED,
        members[1].pk: State.SENT,
        members[2].pk: State.SENT,
    }
    assert len(mail.outbox) == 2


def test_personal_mail_passes_a_muted_discussion(tell, discussion, participant):
    tell(participant, scope=False)
    mutes_the_discussion(participant, discussion)

    send_due_mail()

    assert states() == {participant.pk: State.SENT}


def test_a_server_that_is_away_costs_nobody_an_attempt(tell, members, postbox):
    tell(*members)

    send_due_mail()
    send_due_mail()

    assert set(OutboxMessage.objects.values_list("state", "attempts", "leased_until")) == {(State.WAITING, 0, None)}

    postbox.open()
    send_due_mail()

    assert set(states().values()) == {State.SENT}
    assert len(postbox.kept) == 3


def test_a_refused_recipient_waits_longer_each_time_and_holds_up_nobody(tell, members, postbox):
    postbox.open()
    postbox.refused = {members[0].email}
    tell(*members)

    send_due_mail()

    row = OutboxMessage.objects.get(recipient=members[0])
    assert len(postbox.kept) == 2
    assert (row.state, row.attempts, row.leased_until) == (State.WAITING, 1, None)
    assert row.due_at > timezone.now()
    assert "451" in row.last_error
    assert relay.pause(1) < relay.pause(2) < relay.pause(5)

    postbox.refused = set()
    let_time_pass()
    send_due_mail()

    assert states()[members[0].pk] == State.SENT
    assert len(postbox.to(members[0].email)) == 1


def test_a_recipient_who_is_always_refused_is_given_up(tell, participant, postbox):
    postbox.open()
    postbox.refused = {participant.email}
    tell(participant)

    for _try in range(relay.TRIES + 1):
        let_time_pass()
        send_due_mail()

    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts) == (State.FAILED, relay.TRIES)
    assert row.finished_at is not None


def test_a_message_that_cannot_be_written_holds_up_nobody(tell, members, settings, caplog):
    tell(*members)
    no_address = "no\naddress@copse.example"
    User.objects.filter(pk=members[0].pk).update(email=no_address)
    EmailAddress.objects.filter(user=members[0]).update(email=no_address)

    send_due_mail()

    assert states() == {members[0].pk: State.WAITING, members[1].pk: State.SENT, members[2].pk: State.SENT}
    assert "cannot be written" in caplog.text


def test_a_row_that_kills_every_worker_is_given_up(tell, participant):
    tell(participant)
    OutboxMessage.objects.update(attempts=relay.TRIES)

    send_due_mail()

    assert states() == {participant.pk: State.FAILED}
    assert mail.outbox == []


def test_a_lease_that_is_nearly_over_is_not_used(tell, members, monkeypatch):
    """Another relay could take the rows while this one still sends them."""
    monkeypatch.setattr(relay, "LEASE", relay.SPARE - timedelta(seconds=1))
    monkeypatch.setattr(relay, "RUN_SECONDS", -1)
    tell(*members)

    send_due_mail()

    assert mail.outbox == []
    assert set(OutboxMessage.objects.values_list("state", "attempts", "leased_until")) == {(State.WAITING, 0, None)}


@pytest.fixture
def late(tell, participant):
    """A row and its end of a lease, whose relay is so late that another one has taken the row over."""
    tell(participant)
    rows, leased_until = relay._lease()
    OutboxMessage.objects.update(leased_until=leased_until + timedelta(minutes=1), attempts=2)
    return rows, leased_until


def test_a_late_relay_leaves_another_one_s_row_alone(late, participant, postbox):
    rows, leased_until = late
    postbox.open()
    postbox.refused = {participant.email}

    relay._send_batch(rows, leased_until)

    row = OutboxMessage.objects.get()
    assert (row.state, row.attempts, row.leased_until) == (State.WAITING, 2, leased_until + timedelta(minutes=1))
    assert row.last_error == ""


def test_a_late_relay_drops_nothing_that_another_one_holds(late, participant, discussion):
    rows, leased_until = late
    mutes_the_discussion(participant, discussion)

    relay._send_batch(rows, leased_until)

    assert states() == {participant.pk: State.WAITING}


def test_a_late_relay_says_that_its_mail_has_left(late, participant):
    rows, leased_until = late

    relay._send_batch(rows, leased_until)

    assert states() == {participant.pk: State.SENT}
    assert len(mail.outbox) == 1


# At 23:30 in Berlin, within quiet hours from 22 to 7.
NIGHT = datetime(2026, 6, 1, 21, 30, tzinfo=UTC)
MORNING = datetime(2026, 6, 2, 5, tzinfo=UTC)


@pytest.fixture
def sleeper(participant, time_machine):
    participant.time_zone = "Europe/Berlin"
    participant.save()
    set_rhythm(participant, quiet_from=22, quiet_until=7)
    time_machine.move_to(NIGHT, tick=False)
    return participant


def test_mail_waits_until_quiet_hours_end(tell, sleeper, leader, time_machine):
    tell(sleeper, leader)

    send_due_mail()

    row = OutboxMessage.objects.get(recipient=sleeper)
    assert (row.state, row.due_at, row.leased_until, row.attempts) == (State.WAITING, MORNING, None, 0)
    assert [message.to for message in mail.outbox] == [[leader.email]]

    time_machine.move_to(MORNING - timedelta(seconds=1), tick=False)
    send_due_mail()
    assert len(mail.outbox) == 1
    time_machine.move_to(MORNING, tick=False)
    send_due_mail()

    assert states() == {sleeper.pk: State.SENT, leader.pk: State.SENT}


def test_quiet_hours_are_asked_when_mail_leaves_not_when_it_is_written(tell, sleeper, time_machine):
    time_machine.move_to(NIGHT - timedelta(hours=3), tick=False)
    tell(sleeper)
    time_machine.move_to(NIGHT, tick=False)

    send_due_mail()

    assert states() == {sleeper.pk: State.WAITING}


def test_a_code_to_sign_in_comes_at_any_time(client, sleeper):
    client.post(reverse("account_request_login_code"), {"email": sleeper.email})

    assert [message.to for message in mail.outbox] == [[sleeper.email]]


def test_whoever_chooses_otherwise_before_it_leaves_is_not_mailed(tell, participant):
    tell(participant)
    set_delivery(participant, "answered", "here")

    send_due_mail()

    assert states() == {participant.pk: State.DROPPED}


def test_digests_hold_up_no_other_mail(tell, participant, discussion, moderator):
    tell(participant)
    OutboxMessage.objects.update(channel=OutboxMessage.Channel.DIGEST)
    entry = tell(participant)

    send_due_mail()

    assert dict(OutboxMessage.objects.values_list("channel", "state")) == {"digest": State.WAITING, "mail": State.SENT}
    assert OutboxMessage.objects.get(entry=entry).state == State.SENT
