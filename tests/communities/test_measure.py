"""How many invitations go out at once: what is left is said before, and the button says what it will do."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.models import User
from communities.actions import hand_in_list, invite_people, send_list
from communities.effects import send_due_lists
from communities.errors import TooManyInvitations
from communities.forms.lists_reading import read_lines
from communities.models import Invitation, InvitationLine, InvitationList
from communities.queries import measure

NEW = limits.INVITATIONS.number
Ready = InvitationLine.Verdict.READY


def addresses(number, sign="a"):
    return [f"{sign}{each}@copse.example" for each in range(number)]


def handed_in(community, leader, *texts, **terms):
    return hand_in_list(community, lines=read_lines("\n".join(texts)), actor=leader, **terms)


def url(name, *more):
    return reverse(f"communities:{name}", args=["campus", *more])


@pytest.fixture
def known(leader, moderator):
    """Two whose accounts are not new."""
    User.objects.update(date_joined=timezone.now() - limits.NEW_FOR)
    leader.refresh_from_db()
    moderator.refresh_from_db()
    return leader, moderator


def test_as_many_go_as_may_and_the_rest_waits_in_a_list_of_its_own(community, leader):
    one = handed_in(community, leader, "rubbish", *addresses(NEW + 7), message="Do come.", file_name="ward.csv")

    departure = send_list(one, actor=leader)
    send_due_lists()

    rest = departure.rest
    rest.refresh_from_db()
    assert (departure.number, Invitation.objects.count()) == (NEW, NEW)
    assert set(Invitation.objects.values_list("email", flat=True)) == set(addresses(NEW))
    assert (rest.state, rest.message, rest.file_name, rest.created_at) == (
        InvitationList.State.CHECKED,
        "Do come.",
        "ward.csv",
        one.created_at,
    )
    assert list(rest.lines.values_list("email", "verdict")) == [(each, Ready) for each in addresses(NEW + 7)[NEW:]]
    with pytest.raises(TooManyInvitations, match="You can send more from"):
        send_list(rest, actor=leader)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert send_list(rest, actor=leader).rest is None


def test_lists_and_single_ones_count_together_for_whoever_is_new(community, leader):
    invite_people(community, emails=addresses(10), actor=leader)
    send_list(handed_in(community, leader, *addresses(NEW - 11, "b")), actor=leader)

    with pytest.raises(TooManyInvitations):
        invite_people(community, emails=addresses(2, "c"), actor=leader)
    assert len(invite_people(community, emails=addresses(1, "c"), actor=leader).sent) == 1
    with pytest.raises(TooManyInvitations):
        send_list(handed_in(community, leader, *addresses(1, "d")), actor=leader)


def test_in_a_week_there_is_a_measure_for_everybody_and_for_each_community(community, known, monkeypatch):
    monkeypatch.setattr(measure, "LISTED_IN_A_WEEK", 5)
    leader, moderator = known
    send_list(handed_in(community, leader, *addresses(5)), actor=leader)
    more = handed_in(community, leader, *addresses(3, "b"))
    others = handed_in(community, moderator, *addresses(3, "c"))

    for one, person in ((more, leader), (others, moderator)):
        with pytest.raises(TooManyInvitations):
            send_list(one, actor=person)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert send_list(more, actor=leader).rest is None


def test_what_was_stopped_before_it_left_does_not_count(community, leader):
    one = handed_in(community, leader, *addresses(NEW))
    send_list(one, actor=leader)
    assert measure.measure_of_lists(leader, community).number == 0

    InvitationList.objects.update(state=InvitationList.State.STOPPED)

    assert measure.measure_of_lists(leader, community).number == NEW


def test_the_measure_is_said_above_the_box(client, leader, community):
    client.force_login(leader)

    before = client.get(url("lists")).content.decode()
    send_list(handed_in(community, leader, *addresses(NEW - 1)), actor=leader)
    after = client.get(url("lists")).content.decode()

    assert f"Copse sends {NEW} invitations a day for you for now, lists included. {NEW} can go now." in before
    assert "1 can go now." in after


def test_the_button_says_what_goes(client, leader, community):
    one = handed_in(community, leader, *addresses(NEW + 7))
    client.force_login(leader)

    page = client.get(url("list", one.pk)).content.decode()
    assert f"Send the first {NEW}" in page
    assert "The rest of this list then waits" in page
    said = client.post(url("list-send", one.pk), follow=True).content.decode()

    assert f"{NEW} invitations are on their way." in said
    assert "The rest waits among your lists" in said
    rest = InvitationList.objects.get(state="checked")
    page = client.get(url("list", rest.pk)).content.decode()
    assert url("list-send", rest.pk) not in page
    assert "You can send more from" in page
    assert "You can send more from" in client.post(url("list-send", rest.pk), follow=True).content.decode()


def test_nor_is_there_a_button_beneath_more_single_ones_than_may_go(client, leader):
    client.force_login(leader)
    form = {"addresses": "\n".join(addresses(NEW + 1)), "role": "10", "days": "14"}

    page = client.post(url("invitation-new"), form).content.decode()

    assert f"{NEW} can go now." in page
    assert "Send " not in page.split("<main")[1].split('class="form__actions"')[1].split("</form>")[0]
    fewer = client.post(url("invitation-new"), form | {"addresses": "\n".join(addresses(NEW))}).content.decode()
    assert f"Send {NEW} invitations" in fewer
