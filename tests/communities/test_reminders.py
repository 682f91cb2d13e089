"""Each open invitation is reminded of once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from activity.models import Entry
from communities.actions import invite_people, send_again
from communities.effects import remind_invited
from communities.models import Community, Invitation, Membership, Role
from notifications.effects import send_due_mail, silence
from notifications.models import Notification, OutboxMessage
from notifications.rules import address_digest
from tests.factories import InvitationFactory, UserFactory

NOW = timezone.now()


def sent(community, leader, *, days_ago, days_left, **more):
    return InvitationFactory(
        community=community,
        invited_by=leader,
        sent_at=NOW - timedelta(days=days_ago),
        expires_at=NOW + timedelta(days=days_left),
        **more,
    )


@pytest.mark.parametrize(
    ("days_ago", "days_left", "is_due"),
    [
        (7.1, 6.9, True),
        (6.9, 7.1, False),  # not half-way yet
        (2.9, 2, False),  # too soon
        (3.1, 2, True),
        (13.1, 0.9, False),  # its last day
        (14, -0.1, False),
    ],
)
def test_half_way_but_neither_at_once_nor_at_the_last(community, leader, days_ago, days_left, is_due):
    invitation = sent(community, leader, days_ago=days_ago, days_left=days_left)

    remind_invited()

    invitation.refresh_from_db()
    assert (invitation.reminded_at is not None) is is_due
    assert OutboxMessage.objects.count() == is_due


def test_once(community, leader):
    invitation = sent(community, leader, days_ago=8, days_left=6)

    remind_invited()
    remind_invited()
    send_again(invitation, actor=leader)
    with time_machine.travel(NOW + timedelta(days=8)):
        remind_invited()

    assert Entry.objects.filter(verb="invitation.reminded", actor=None).count() == 1


@pytest.mark.parametrize("state", ["accepted", "declined", "revoked", "expired"])
def test_not_once_it_is_answered(community, leader, outsider, state):
    answered_at = None if state == "expired" else NOW
    sent(community, leader, days_ago=8, days_left=6, state=state, person=outsider, answered_at=answered_at)

    remind_invited()

    assert not OutboxMessage.objects.exists()


def test_opened_but_not_answered_is_reminded_of(community, leader):
    sent(community, leader, days_ago=8, days_left=6, state="opened")

    remind_invited()

    assert OutboxMessage.objects.exists()


def test_not_where_nobody_is_taken_any_more(community, leader):
    sent(community, leader, days_ago=8, days_left=6)
    Community.objects.update(phase="concluded")

    remind_invited()

    assert not Entry.objects.exists()


@pytest.mark.parametrize("state", ["active", "suspended", "removed", "left"])
def test_not_of_what_has_come_to_pass(community, leader, state):
    person = UserFactory()
    ended_at = NOW if state in ("removed", "left") else None
    Membership.objects.create(community=community, person=person, state=state, ended_at=ended_at)
    invitation = sent(community, leader, days_ago=8, days_left=6, email=person.email.upper())

    remind_invited()

    invitation.refresh_from_db()
    assert invitation.reminded_at is not None
    assert Notification.objects.filter(recipient=person).exists() is (state == "left")


def test_who_is_elsewhere_a_member_is_reminded(community, leader):
    person = UserFactory()
    Membership.objects.create(community=Community.objects.create(slug="o", name="O"), person=person)
    sent(community, leader, days_ago=8, days_left=6, email=person.email)

    remind_invited()

    assert Notification.objects.filter(recipient=person, entry__verb="invitation.reminded").count() == 1


def test_not_who_wants_no_mail(community, leader):
    silence(address_digest("quiet@copse.example"))
    sent(community, leader, days_ago=8, days_left=6, email="Quiet@copse.example")

    remind_invited()

    assert not OutboxMessage.objects.exists()


def test_many_in_portions(community, leader, monkeypatch):
    monkeypatch.setattr("communities.effects.invitations.REMINDED_AT_ONCE", 2)
    for _ in range(5):
        sent(community, leader, days_ago=8, days_left=6)

    remind_invited()

    assert OutboxMessage.objects.count() == 5


def test_what_it_says(community, leader):
    invitation = sent(community, leader, days_ago=8, days_left=6, email="ana@copse.example")
    remind_invited()

    send_due_mail()

    letter = mail.outbox[-1]
    assert letter.subject == "Lea Leader still waits for your answer: Virtual campus"
    assert letter.to == ["ana@copse.example"]
    assert "this is the only reminder" in letter.body
    assert invitation.get_absolute_url() in letter.body


def test_the_invitation_says_duties_and_what_is_asked(community, leader):
    community.charter.commitment = "Two hours a month."
    community.charter.save()
    invite_people(community, emails=["ana@copse.example"], actor=leader, role=Role.MODERATOR)
    invite_people(community, emails=["bo@copse.example"], actor=leader)

    send_due_mail()

    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    pages = {letter.to[0]: letter.alternatives[0][0] for letter in mail.outbox}
    for text in (bodies, pages):
        assert "You would be a moderator" in text["ana@copse.example"]
        assert "Closes it in the open, with what was learned" in text["ana@copse.example"]
        assert "Keeps meetings, reminders and lists going" not in text["ana@copse.example"]
        assert "Closes it in the open" not in text["bo@copse.example"]
        assert "Gives it some time regularly" in text["bo@copse.example"]
        assert all("What is asked of members: Two hours a month." in each for each in text.values())
    assert Invitation.objects.count() == 2
