"""What somebody who was asked in sees and answers, from the mail to the community."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.actions import invite_people
from communities.models import Community, Invitation, Membership, Role, SpaceGrant
from core.locks import lock
from notifications.effects import notify, send_due_mail
from tests.factories import CommunityFactory, InvitationFactory, UserFactory
from tests.masking import masked
from tests.racing import PATIENCE
from tests.statements import changes

MINE = reverse("communities:invitations-to-me")


@pytest.fixture
def grove(db):
    return CommunityFactory(
        name="Hidden grove", slug="grove-x7", visibility="hidden", admission="invitation", summary="To grow in peace."
    )


@pytest.fixture
def invitation(grove):
    return InvitationFactory(community=grove, email="ana@copse.example", message="We need you.")


def sign_up_form(link):
    asked = parse_qs(urlsplit(link).query)
    return {
        "email": asked["email"][0],
        "next": asked["next"][0],
        "display_name": "Ana Lima",
        "password1": "a-long-pass-phrase",
        "time_zone": "UTC",
        "agreement": "on",
    }


def test_it_shows_name_purpose_inviter_and_role_to_whoever_holds_the_link(client, invitation):
    response = client.get(invitation.get_absolute_url())

    page = response.content.decode()
    for text in ("Hidden grove", "To grow in peace.", invitation.invited_by.name, "We need you.", "a participant"):
        assert text in page
    assert client.get("/c/grove-x7/").status_code == 404


def test_looking_marks_it_as_opened_once_and_answers_nothing(client, invitation):
    client.get(invitation.get_absolute_url())
    opened_at = Invitation.objects.get().opened_at
    client.get(invitation.get_absolute_url())

    invitation.refresh_from_db()
    assert (invitation.state, invitation.opened_at, invitation.answered_at) == ("opened", opened_at, None)


def test_a_second_look_writes_nothing(client, invitation):
    client.get(invitation.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        client.get(invitation.get_absolute_url())

    assert changes(queries) == []


@pytest.mark.parametrize("verb", ["accept/", "decline/"])
def test_nothing_is_answered_by_get(client, outsider, invitation, verb):
    client.force_login(outsider)

    assert client.get(invitation.get_absolute_url() + verb).status_code == 405


def test_what_is_over_looks_like_what_never_was(client, grove, invitation):
    link = invitation.get_absolute_url()
    gone = InvitationFactory(community=grove)
    gone_link = gone.get_absolute_url()
    gone.delete()
    pages = []
    for over in ({"state": "revoked"}, {"state": "declined"}, {"state": "sent", "expires_at": timezone.now()}):
        Invitation.objects.update(**over)
        pages.append((client.get(link), link))
    broken = reverse("communities:invitation", args=["rubbish"])
    pages += [(client.get(address), address) for address in (broken, gone_link)]

    assert {response.status_code for response, _link in pages} == {404}
    assert len({masked(response, address) for response, address in pages}) == 1
    assert "Hidden grove" not in pages[0][0].content.decode()
    for verb in ("accept/", "decline/"):
        assert client.post(f"{broken}{verb}").status_code == 404


def test_it_is_the_same_whether_there_is_an_account_or_not(client, invitation):
    before = client.get(invitation.get_absolute_url())
    UserFactory(email=invitation.email)
    after = client.get(invitation.get_absolute_url())

    assert masked(before) == masked(after)


def test_accept(client, outsider, invitation):
    Invitation.objects.update(email=outsider.email)
    client.force_login(outsider)

    response = client.post(f"{invitation.get_absolute_url()}accept/", follow=True)

    assert response.redirect_chain == [("/c/grove-x7/", 302)]
    assert "Welcome to Hidden grove" in response.content.decode()
    assert Membership.objects.get(person=outsider).role == Role.PARTICIPANT
    assert client.get(invitation.get_absolute_url()).url == "/c/grove-x7/"


def test_a_guest_lands_in_the_room_and_sees_nothing_else(client, outsider, grove):
    room = grove.spaces.create(slug="room", name="Pilot in Lyon", access="private")
    until = timezone.now() + timedelta(days=3)
    invitation = InvitationFactory(community=grove, room=room, role=Role.GUEST, email=outsider.email, until=until)
    client.force_login(outsider)
    page = client.get(invitation.get_absolute_url()).content.decode()
    assert "Pilot in Lyon" in page
    assert "To grow in peace." not in page

    response = client.post(f"{invitation.get_absolute_url()}accept/")

    assert response.url == "/c/grove-x7/s/room/"
    assert client.get("/c/grove-x7/s/room/").status_code == 200
    for elsewhere in ("s/commons/", "s/members/", "members/", "discussions/", "roles/", "invitations/", "spaces/"):
        assert client.get(f"/c/grove-x7/{elsewhere}").status_code == 404, elsewhere
    assert "To grow in peace." not in client.get("/c/grove-x7/").content.decode()
    SpaceGrant.objects.update(until=timezone.now())
    assert client.get("/c/grove-x7/s/room/").status_code == 404
    assert client.get("/c/grove-x7/").status_code == 404
    assert client.get(invitation.get_absolute_url()).status_code == 404


def test_another_address_is_told_and_may_accept(client, outsider, invitation):
    Invitation.objects.update(role=Role.MODERATOR)
    client.force_login(outsider)

    page = client.get(invitation.get_absolute_url()).content.decode()

    assert "This went to ana@copse.example, and you are signed in as" in page
    assert "The role it names is for the invited address alone." in page
    client.post(f"{invitation.get_absolute_url()}accept/")
    assert Membership.objects.get(person=outsider).role == Role.PARTICIPANT


def test_decline_without_an_account(client, invitation):
    response = client.post(f"{invitation.get_absolute_url()}decline/")

    assert "You declined" in response.content.decode()
    assert Invitation.objects.get().state == "declined"
    assert client.post(f"{invitation.get_absolute_url()}decline/").status_code == 404


def test_who_was_removed_is_refused(client, outsider, invitation, grove):
    Membership.objects.create(community=grove, person=outsider, state="removed", ended_at=timezone.now())
    client.force_login(outsider)

    assert client.post(f"{invitation.get_absolute_url()}accept/").status_code == 403


def test_a_visitor_who_accepts_is_led_to_sign_up(client, invitation):
    response = client.post(f"{invitation.get_absolute_url()}accept/")

    assert urlsplit(response.url).path == reverse("account_signup")
    assert sign_up_form(response.url)["next"] == invitation.get_absolute_url()
    assert Invitation.objects.get().state == "sent"


def mailed(pattern):
    return re.search(pattern, mail.outbox[-1].body)[1]


def test_from_the_mail_by_way_of_sign_up_into_the_community(client, grove):
    leader = InvitationFactory(community=grove).invited_by
    invite_people(grove, emails=["ana@copse.example"], actor=leader)
    send_due_mail()
    link = mailed(r"https?://[^/\s]+(/invitations/\S+/)")
    page = client.get(link).content.decode()
    sign_up = re.search(r'href="([^"]*/signup/\?[^"]*email=[^"]*)"', page.replace("&amp;", "&"))[1]
    assert 'value="ana@copse.example"' in client.get(sign_up).content.decode()

    client.post(reverse("account_signup"), sign_up_form(sign_up))
    assert not User.objects.get(email="ana@copse.example").emailaddress_set.get().verified
    confirm = mailed(r"https?://[^/\s]+(/account/confirm-email/\S+)")
    response = client.post(confirm, follow=True)
    assert response.redirect_chain[-1][0] == link
    response = client.post(f"{link}accept/", follow=True)

    assert response.redirect_chain[-1][0] == "/c/grove-x7/"
    assert Membership.objects.get(person__email="ana@copse.example").community == grove


def test_invitations_to_me(client, outsider, invitation):
    assert client.get(MINE).status_code == 302
    client.force_login(outsider)
    assert "No open invitations" in client.get(MINE).content.decode()
    Invitation.objects.update(email=outsider.email)

    page = client.get(MINE).content.decode()

    assert "Hidden grove" in page
    assert invitation.get_absolute_url() in page
    assert client.get("/c/grove-x7/").status_code == 404


def test_whoever_has_an_account_is_told_here_too(client, outsider, grove):
    leader = InvitationFactory(community=grove).invited_by
    invite_people(grove, emails=[outsider.email], actor=leader)
    client.force_login(outsider)

    page = client.get("/notifications/").content.decode()
    opened = client.get(reverse("notifications:open", args=[outsider.notifications.get().pk]))

    assert "invites you to Hidden grove" in page
    assert opened.url == Invitation.objects.get(email=outsider.email).get_absolute_url()
    Invitation.objects.update(state="revoked")
    assert "Hidden grove" not in client.get("/notifications/").content.decode()


def test_what_was_said_to_the_invited_stays_between_them(client, leader, participant, moderator, outsider, community):
    """A canary in the message: on the invitation's page, and nowhere else that anybody looks at."""
    invitation = InvitationFactory(community=community, invited_by=leader, message="canary in the message")
    entry = record("invitation.sent", actor=leader, target=invitation)
    notify(entry, [leader, participant, moderator, outsider])
    looked_at = ["/", "/communities/", "/notifications/", "/invitations/", "/c/campus/", "/c/campus/members/"]
    looked_at += ["/c/campus/invitations/", "/c/campus/discussions/", "/c/campus/requests/", "/c/campus/spaces/"]

    for person in (participant, moderator, leader, outsider):
        client.force_login(person)
        for address in looked_at:
            page = client.get(address).content.decode()
            assert "canary" not in page, (person, address)
            assert invitation.get_absolute_url() not in page, (person, address)
    assert "canary" in client.get(invitation.get_absolute_url()).content.decode()


def test_head_does_not_mark_it_as_opened(client, invitation):
    assert client.head(invitation.get_absolute_url()).status_code == 200

    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.SENT


@pytest.mark.django_db(transaction=True)
def test_when_somebody_holds_the_community_it_says_so_and_the_invitation_waits(client, outsider, invitation):
    """Another connection has the row for longer than anybody waits."""
    held, done = Event(), Event()

    def hold():
        try:
            with transaction.atomic():
                lock(invitation.community)
                held.set()
                done.wait(2 * PATIENCE)
        finally:
            connection.close()

    client.force_login(outsider)
    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        assert held.wait(PATIENCE)
        response = client.post(f"{invitation.get_absolute_url()}accept/")
        done.set()
        holding.result(PATIENCE)

    assert response.status_code == 409
    invitation.refresh_from_db()
    assert invitation.is_live


def test_what_has_ended_is_said_to_whoever_was_asked_in(client, invitation, grove):
    Community.objects.filter(pk=grove.pk).update(phase="concluded")

    ended = client.get(invitation.get_absolute_url())
    Invitation.objects.update(state="revoked")
    taken_back = client.get(invitation.get_absolute_url())

    assert ended.status_code == taken_back.status_code == 404
    for response, has_ended in ((ended, True), (taken_back, False)):
        page = response.content.decode()
        assert (f"{grove.name} has come to its end" in page) is has_ended
        assert ("send you a new one" in page) is not has_ended
