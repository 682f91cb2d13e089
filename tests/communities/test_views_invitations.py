"""Whom a community asks in: the list, writing, looking through, sending."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.limits import NEW_FOR
from communities.models import Community, Invitation, Role, Space
from communities.queries.invitations import INVITATIONS_PER_PAGE
from notifications.models import OutboxMessage
from tests.factories import InvitationFactory, UserFactory
from tests.masking import answer

FORM = {"addresses": "ana@copse.example, Bo <bo@copse.example>", "role": "10", "days": "14", "message": "Do come."}
HTMX = {"hx-request": "true"}


def url(name, *more):
    return reverse(f"communities:{name}", args=["campus", *more])


def long_here(person):
    person.date_joined = timezone.now() - NEW_FOR
    person.save(update_fields=["date_joined"])


@pytest.fixture
def invitation(community, leader):
    return InvitationFactory(
        community=community, invited_by=leader, email="ana@copse.example", sent_at=timezone.now() - timedelta(days=2)
    )


def test_an_empty_list_says_what_it_is_for(client, leader):
    client.force_login(leader)

    page = client.get(url("invitations")).content.decode()

    assert "Nobody has been invited yet" in page
    assert url("invitation-new") in page


def test_the_list_says_who_was_asked_and_what_they_answered(client, leader, invitation, participant, community):
    answer = {"state": "accepted", "person": participant, "answered_at": timezone.now()}
    InvitationFactory(community=community, invited_by=leader, **answer)
    InvitationFactory(community=community, invited_by=leader, expires_at=timezone.now())
    client.force_login(leader)

    response = client.get(url("invitations"))

    page = response.content.decode()
    assert "ana@copse.example" in page
    assert "by Pia Participant" in page
    assert [(state, number) for state, _label, number in response.context["asked"].counts] == [
        ("sent", 1),
        ("accepted", 1),
        ("expired", 1),
    ]
    assert [row["may_manage"] for row in response.context["rows"]] == [False, False, True]


@pytest.mark.parametrize(
    ("state", "number"), [("sent", 1), ("expired", 1), ("revoked", 0), ("nonsense", 2), ("\x00", 2)]
)
def test_the_list_by_state(client, leader, invitation, community, state, number):
    InvitationFactory(community=community, invited_by=leader, expires_at=timezone.now())
    client.force_login(leader)

    assert len(client.get(url("invitations"), {"state": state}).context["rows"]) == number


def test_participants_see_whom_they_asked(client, participant, invitation, community):
    own = InvitationFactory(community=community, invited_by=participant)
    client.force_login(participant)

    response = client.get(url("invitations"))

    assert [row["invitation"] for row in response.context["rows"]] == [own]
    assert "ana@copse.example" not in response.content.decode()


@pytest.mark.parametrize("number", [2, INVITATIONS_PER_PAGE])
def test_queries_do_not_grow_with_the_list(client, leader, community, django_assert_max_num_queries, number):
    InvitationFactory.create_batch(number + 1, community=community, invited_by=leader)
    client.force_login(leader)
    client.get(url("invitations"))

    # One for each row would be thirty more: what may be done with a row is known without asking.
    with django_assert_max_num_queries(10):
        response = client.get(url("invitations"))

    assert len(response.context["rows"]) == min(number + 1, INVITATIONS_PER_PAGE)


@pytest.mark.parametrize("number", [1, 20])
def test_nor_with_the_guests_of_a_room(client, leader, community, django_assert_max_num_queries, number):
    room = Space.objects.create(community=community, slug="project", name="Project group", access="private")
    until = timezone.now() + timedelta(days=5)
    InvitationFactory.create_batch(number, community=community, invited_by=leader, room=room, role=5, until=until)
    client.force_login(leader)
    with django_assert_max_num_queries(10):
        client.get(url("invitations"))


def test_nothing_leaves_before_it_was_looked_through(client, leader, participant, community):
    client.force_login(leader)

    response = client.post(url("invitation-new"), FORM | {"addresses": f"ana@copse.example {participant.email}"})

    page = response.content.decode()
    assert response.context["wanted"] == ["ana@copse.example"]
    assert [email for email, _why in response.context["left_out"]] == [participant.email]
    assert "Send 1 invitation" in page
    assert "is a member already" in page
    assert not Invitation.objects.exists()


def test_what_was_typed_comes_back_to_be_changed(client, leader, community):
    client.force_login(leader)

    page = client.post(url("invitation-new"), FORM | {"change": "1"}).content.decode()

    assert "Bo &lt;bo@copse.example&gt;" in page
    assert "Do come." in page
    assert "Look through" in page


def test_sending_leads_to_the_list(client, leader, community):
    client.force_login(leader)

    response = client.post(url("invitation-send"), FORM, follow=True)

    assert response.redirect_chain == [(url("invitations"), 302)]
    assert "2 invitations are on their way." in response.content.decode()
    assert set(Invitation.objects.values_list("email", "message")) == {
        ("ana@copse.example", "Do come."),
        ("bo@copse.example", "Do come."),
    }


@pytest.mark.parametrize("who", ["leader", "participant"])
def test_asking_in_tells_nothing_of_who_has_an_account(client, community, request, who):
    known, unknown = UserFactory().email, "unknown@copse.example"
    client.force_login(request.getfixturevalue(who))
    seen = []
    with time_machine.travel(timezone.now(), tick=False):
        for email in (known, unknown):
            with transaction.atomic():
                pages = [
                    client.post(url(f"invitation-{step}"), FORM | {"addresses": email}) for step in ("new", "send")
                ]
                pages.append(client.get(pages[-1].url))
                pk = Invitation.objects.get(email=email).pk
                seen.append([answer(page, email, f"-{pk}", f"/{pk}/") for page in pages])
                transaction.set_rollback(True)

    assert seen[0] == seen[1]
    assert [status for status, *_more in seen[0]] == [200, 302, 200]


def test_sending_twice_says_that_it_was_sent(client, leader, community):
    client.force_login(leader)
    client.post(url("invitation-send"), FORM)

    page = client.post(url("invitation-send"), FORM, follow=True).content.decode()

    assert "2 addresses were left out." in page
    assert "ana@copse.example has an invitation already, or had one since yesterday" in page
    assert OutboxMessage.objects.count() == 2


@pytest.mark.parametrize("name", ["invitation-new", "invitation-send"])
def test_one_bad_line_stops_all(client, leader, community, name):
    client.force_login(leader)

    response = client.post(url(name), FORM | {"addresses": "ana@copse.example\nbo@"})

    assert response.status_code == 422
    page = response.content.decode()
    assert page.count("<bdi>bo@</bdi>") == 1
    assert page.count("One entry is no e-mail address.") == 1
    assert not Invitation.objects.exists()


def test_bad_lines_are_left_out_when_that_is_wished(client, leader, community):
    client.force_login(leader)
    sent = FORM | {"addresses": "ana@copse.example\nbo@", "leave_out": "on"}

    page = client.post(url("invitation-new"), sent).content.decode()
    assert "Nothing has been sent yet" in page
    assert "<bdi>bo@</bdi>" in page
    assert 'name="leave_out" value="on"' in page
    client.post(url("invitation-send"), sent)

    assert [each.email for each in Invitation.objects.all()] == ["ana@copse.example"]


@pytest.mark.parametrize("role", ["40", "5", "x"])
def test_a_role_that_is_not_theirs_to_give_is_refused(client, facilitator, community, role):
    client.force_login(facilitator)

    assert client.post(url("invitation-send"), FORM | {"role": role}).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("person", ["outsider", "admin"])
def test_it_is_not_there_for_outsiders(request, client, community, person):
    client.force_login(request.getfixturevalue(person))

    for name in ("invitations", "invitation-new"):
        assert client.get(url(name)).status_code == 404
    assert client.post(url("invitation-send"), FORM).status_code == 404


def test_where_the_team_asks_people_in_participants_are_refused(client, participant):
    Community.objects.update(admission="invitation")
    client.force_login(participant)

    assert client.get(url("invitations")).status_code == 403
    assert client.get(url("invitation-new")).status_code == 403
    assert client.post(url("invitation-send"), FORM).status_code == 403
    assert b'href="/c/campus/invitations/"' not in client.get("/c/campus/members/").content


def test_the_team_still_sees_the_list_where_all_is_over(client, leader, invitation):
    Community.objects.update(phase="concluded")
    client.force_login(leader)

    response = client.get(url("invitations"))

    assert [row["may_manage"] for row in response.context["rows"]] == [False]
    assert url("invitation-new") not in response.content.decode()
    assert client.get(url("invitation-new")).status_code == 403


def test_send_again_in_place(client, leader, invitation):
    client.force_login(leader)

    response = client.post(url("invitation-again", invitation.pk), headers=HTMX)

    page = response.content.decode()
    assert page.lstrip().startswith(f'<li class="row row--stack" id="invitation-{invitation.pk}">')
    assert "once more" in page
    assert OutboxMessage.objects.get().address == "ana@copse.example"
    assert "less than a day ago" in client.post(url("invitation-again", invitation.pk), follow=True).content.decode()


def test_take_back_in_place(client, leader, invitation):
    client.force_login(leader)

    page = client.post(url("invitation-revoke", invitation.pk), headers=HTMX).content.decode()

    assert Invitation.objects.get().state == "revoked"
    assert "taken back" in page
    assert "Send again" not in page
    assert client.post(url("invitation-revoke", invitation.pk)).url == url("invitations")


def test_others_invitations_are_not_there(client, participant, outsider, invitation):
    for person in (participant, outsider):
        client.force_login(person)
        for verb in ("again", "revoke"):
            assert client.post(url(f"invitation-{verb}", invitation.pk)).status_code == 404

    assert Invitation.objects.get().state == "sent"


def test_a_moderator_does_not_see_guests_of_private_rooms(client, moderator, leader, community):
    room = community.spaces.create(slug="room", name="Secret pilot", access="private")
    InvitationFactory(community=community, invited_by=leader, room=room, role=Role.GUEST)
    client.force_login(moderator)
    assert "Secret pilot" not in client.get(url("invitations")).content.decode()
    client.force_login(leader)

    assert "Secret pilot" in client.get(url("invitations")).content.decode()


def test_participants_read_no_reason_in_what_they_look_through(client, participant, moderator):
    client.force_login(participant)

    page = client.post(url("invitation-new"), {"addresses": moderator.email, "days": "14"}).content.decode()

    assert "cannot be invited" in page
    assert "a member already" not in page


def test_an_invitation_into_an_archived_room_is_only_read(client, leader, community):
    room = Space.objects.create(
        community=community, slug="project", name="Project", access="private", archived_at=timezone.now()
    )
    terms = {"role": Role.GUEST, "sent_at": timezone.now() - timedelta(days=2)}
    InvitationFactory(community=community, invited_by=leader, room=room, **terms)
    client.force_login(leader)

    (row,) = client.get(url("invitations")).context["rows"]

    assert not row["may_manage"]


def test_there_is_a_measure_to_looking_through(client, leader, monkeypatch):
    monkeypatch.setattr("communities.actions.invitations.LOOKED_THROUGH_IN_A_DAY", 5)
    client.force_login(leader)

    statuses = [client.post(url("invitation-new"), FORM).status_code for _ in range(3)]
    page = client.post(url("invitation-new"), FORM).content.decode()

    assert statuses == [200, 200, 422]
    assert "at most 5 addresses in a day" in page
    assert "Bo &lt;bo@copse.example&gt;" in page
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        client.force_login(leader)
        assert client.post(url("invitation-new"), FORM).status_code == 200


@pytest.mark.parametrize("number", [10, 200])
def test_looking_through_takes_the_same_queries_for_any_number(client, leader, number, django_assert_max_num_queries):
    long_here(leader)
    client.force_login(leader)
    many = "\n".join(f"a{each}@copse.example" for each in range(number))

    with django_assert_max_num_queries(15):
        client.post(url("invitation-new"), {**FORM, "addresses": many})


@pytest.mark.parametrize("number", [10, 200])
def test_so_does_sending_to_those_without_an_account(client, leader, number, django_assert_max_num_queries):
    long_here(leader)
    client.force_login(leader)
    many = "\n".join(f"a{each}@copse.example" for each in range(number))

    with django_assert_max_num_queries(23):
        client.post(url("invitation-send"), {**FORM, "addresses": many})
    assert Invitation.objects.count() == number
