"""Lists of addresses: handed in, sent in chunks, forgotten."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activity.models import Entry
from communities import queries
from communities.actions import drop_list, hand_in_list, send_list
from communities.actions import lists as actions
from communities.effects import forget_old_lists, send_due_lists
from communities.effects import lists as effects
from communities.errors import ListOver, TooManyInvitations
from communities.forms.lists_reading import read_lines
from communities.models import Community, Invitation, InvitationLine, InvitationList, Membership, Role
from notifications.effects import silence
from notifications.models import OutboxMessage
from notifications.rules import address_digest
from tests.factories import InvitationFactory, MembershipFactory, UserFactory

State = InvitationList.State


def addresses(number):
    return [f"a{each}@copse.example" for each in range(number)]


def lines(*texts):
    return read_lines("\n".join(texts))


def handed_in(community, leader, *texts, **terms):
    return hand_in_list(community, lines=lines(*texts), actor=leader, **terms)


def verdicts(one):
    return dict(one.lines.order_by("number").values_list("number", "verdict"))


@pytest.fixture(autouse=True)
def has_been_here_for_long(leader):
    leader.date_joined = timezone.now() - timedelta(days=60)
    leader.save(update_fields=["date_joined"])


def test_every_line_is_judged(community, leader, participant):
    gone = MembershipFactory(community=community, state="removed", ended_at=timezone.now()).person
    InvitationFactory(community=community, email="Bo@copse.example", invited_by=leader)

    one = handed_in(
        community,
        leader,
        "ana@copse.example",
        "ana at copse",
        "ANA@copse.example",
        participant.email.upper(),
        "bo@copse.example",
        gone.email,
        "cy@copse.example, di@copse.example",
    )

    judged = {1: "ready", 2: "bad", 3: "doubled", 4: "member", 5: "invited", 6: "shut_out", 7: "several"}
    assert verdicts(one) == judged
    assert (one.state, Invitation.objects.count()) == (State.CHECKED, 1)
    assert not OutboxMessage.objects.exists()


def test_the_same_submission_is_one_list(community, leader):
    submission = uuid4()

    lists = {handed_in(community, leader, "ana@copse.example", submission=submission) for _ in range(2)}

    assert len(lists) == InvitationList.objects.count() == InvitationLine.objects.count() == 1


def test_only_the_team_and_never_above_its_own_role(community, participant, facilitator):
    with pytest.raises(PermissionDenied):
        handed_in(community, participant, "ana@copse.example")
    with pytest.raises(PermissionDenied):
        handed_in(community, facilitator, "ana@copse.example", role=Role.LEADER)


@pytest.mark.parametrize("number", [10, 300])
def test_it_takes_the_same_queries_for_any_number(community, leader, number):
    with CaptureQueriesContext(connection) as captured:
        handed_in(community, leader, *addresses(number))

    assert len(captured) <= 13


def sent(one, leader):
    send_list(one, actor=leader)
    send_due_lists()
    one.refresh_from_db()
    return one


def test_sent_as_wished(community, leader):
    known = UserFactory()
    silence(address_digest("quiet@copse.example"))
    one = handed_in(
        community,
        leader,
        *addresses(3),
        known.email,
        "quiet@copse.example",
        "rubbish",
        role=Role.FACILITATOR,
        message="Do come.",
        days=30,
    )

    sent(one, leader)

    asked = Invitation.objects.filter(from_list=one)
    assert asked.count() == 5
    assert set(asked.values_list("role", "message", "invited_by")) == {(Role.FACILITATOR, "Do come.", leader.pk)}
    assert {(each.expires_at - each.created_at).days for each in asked} <= {29, 30}
    assert (one.state, one.done_at is not None) == (State.SENT, True)
    letters = OutboxMessage.objects.all()
    assert sorted(letters.filter(recipient=None).values_list("address", flat=True)) == addresses(3)
    assert letters.get(recipient=known)
    assert Entry.objects.filter(verb="invitation.sent", actor=leader).count() == 5


def test_nothing_happens_before_it_is_confirmed(community, leader):
    handed_in(community, leader, "ana@copse.example")

    send_due_lists()

    assert not Invitation.objects.exists()


def test_confirmed_twice_it_is_sent_once(community, leader):
    one = handed_in(community, leader, *addresses(3))

    assert send_list(one, actor=leader)
    assert not send_list(one, actor=leader)
    send_due_lists()
    send_due_lists()
    assert not send_list(one, actor=leader)

    assert Invitation.objects.count() == OutboxMessage.objects.count() == 3


def test_only_whoever_handed_it_in_sends_it(community, leader, moderator):
    one = handed_in(community, leader, "ana@copse.example")

    with pytest.raises(PermissionDenied):
        send_list(one, actor=moderator)


def test_dropped_it_is_not_sent_any_more(community, leader, moderator, participant):
    one = handed_in(community, leader, "ana@copse.example")
    with pytest.raises(PermissionDenied):
        drop_list(one, actor=participant)

    assert drop_list(one, actor=moderator)
    assert not drop_list(one, actor=moderator)

    with pytest.raises(ListOver):
        send_list(one, actor=leader)


def test_stopped_on_its_way(community, leader, monkeypatch):
    monkeypatch.setattr(effects, "CHUNK", 2)
    one = handed_in(community, leader, *addresses(5))
    send_list(one, actor=leader)
    effects._send_chunk(one.pk)

    drop_list(one, actor=leader)
    send_due_lists()

    one.refresh_from_db()
    assert (one.state, Invitation.objects.count()) == (State.STOPPED, 2)


def test_who_came_in_meanwhile_is_left_out(community, leader, participant):
    one = handed_in(community, leader, *addresses(2), "bo@copse.example")
    send_list(one, actor=leader)
    InvitationFactory(community=community, email="A0@copse.example", invited_by=leader)
    UserFactory(email="bo@copse.example").memberships.create(community=community)

    send_due_lists()

    assert verdicts(one) == {1: "invited", 2: "ready", 3: "member"}
    assert Invitation.objects.filter(from_list=one).count() == 1


@pytest.mark.parametrize(
    "happened",
    [
        lambda: Membership.objects.filter(role=Role.LEADER).update(role=Role.PARTICIPANT),
        lambda: Membership.objects.filter(role=Role.LEADER).update(state="left", ended_at=timezone.now()),
        lambda: Community.objects.update(phase="concluded"),
    ],
)
def test_it_stops_when_its_sender_may_no_longer_ask(community, leader, happened):
    one = handed_in(community, leader, *addresses(2))
    send_list(one, actor=leader)
    happened()

    send_due_lists()

    one.refresh_from_db()
    assert (one.state, Invitation.objects.count()) == (State.STOPPED, 0)


class Killed(BaseException):
    """The worker is gone."""


@pytest.mark.parametrize("where", ["send_out", "_end"])
def test_a_worker_that_dies_loses_and_doubles_nothing(community, leader, monkeypatch, where):
    monkeypatch.setattr(effects, "CHUNK", 2)
    one = handed_in(community, leader, *addresses(5))
    send_list(one, actor=leader)
    real, calls = getattr(effects, where), []

    def dies_once_it_is_done(*args, **kwargs):
        done = real(*args, **kwargs)
        calls.append(done)
        if len(calls) == 1:
            raise Killed
        return done

    monkeypatch.setattr(effects, where, dies_once_it_is_done)
    with pytest.raises(Killed):
        send_due_lists()

    send_due_lists()

    one.refresh_from_db()
    assert one.state == State.SENT
    assert sorted(Invitation.objects.values_list("email", flat=True)) == addresses(5)
    assert OutboxMessage.objects.count() == 5
    assert Entry.objects.filter(verb="invitation.sent").count() == 5


def test_several_lists_take_turns(community, leader, moderator, monkeypatch):
    monkeypatch.setattr(effects, "CHUNK", 1)
    first, second = handed_in(community, leader, *addresses(3)), handed_in(community, moderator, "bo@copse.example")
    send_list(first, actor=leader)
    send_list(second, actor=moderator)

    send_due_lists()

    order = list(Invitation.objects.order_by("pk").values_list("from_list", flat=True))
    assert order == [first.pk, second.pk, first.pk, first.pk]


def test_there_is_a_measure_to_looking_through(community, leader, monkeypatch):
    monkeypatch.setattr(actions, "LINES_IN_A_DAY", 3)
    handed_in(community, leader, *addresses(2))

    with pytest.raises(TooManyInvitations):
        handed_in(community, leader, *addresses(2))
    assert handed_in(community, leader, *addresses(1))


def test_lists_do_not_eat_up_what_one_person_may_send_one_by_one(community, leader):
    from communities.actions import invite_people

    sent(handed_in(community, leader, *addresses(3)), leader)

    assert Invitation.objects.filter(invited_by=leader, from_list=None).count() == 0
    assert len(invite_people(community, emails=["bo@copse.example"], actor=leader).sent) == 1


def test_what_it_named_is_forgotten(community, leader):
    one = sent(handed_in(community, leader, "ana@copse.example", "call Bo", message="Do come."), leader)
    left = handed_in(community, leader, "cy@copse.example")

    with time_machine.travel(timezone.now() + timedelta(days=29)):
        forget_old_lists()
        assert InvitationLine.objects.filter(text="").count() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        forget_old_lists()

    one.refresh_from_db()
    left.refresh_from_db()
    assert set(InvitationLine.objects.values_list("text", "email")) == {("", "")}
    assert verdicts(one) == {1: "ready", 2: "bad"}
    assert (one.message, one.state, left.state) == ("", State.SENT, State.DROPPED)


def test_the_tally(community, leader):
    one = sent(handed_in(community, leader, *addresses(2), "x", "y"), leader)

    tally = queries.tally(one)

    assert (tally.total, tally.ready, tally.left_out, tally.done) == (4, 2, 2, 2)
