"""Mail to an address: for an invitation, which is the only thing that is written about to whoever has no account."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.utils import timezone

from accounts.effects import erase_person
from accounts.models import User
from activity.effects import record
from communities.models import Community, Invitation, Space
from core import seams
from notifications.effects import forget_old_letters, send_due_mail, silence, write_to
from notifications.models import OutboxMessage, SilencedAddress
from notifications.rules import address_digest, listen_token, silence_token
from notifications.tasks import letters as wake_letters
from tests.factories import InvitationFactory, UserFactory
from tests.running import Postbox

pytestmark = pytest.mark.django_db

ANA = "Ana.Lima@copse.example"
State = OutboxMessage.State


@pytest.fixture
def invitation(community, leader):
    return InvitationFactory(community=community, invited_by=leader, email=ANA, message="We need <you> & yours.")


@pytest.fixture
def entry(invitation, leader):
    entry = record("invitation.sent", actor=leader, target=invitation)
    write_to(entry, ANA)
    return entry


def test_a_letter_is_written_once(entry):
    write_to(entry, ANA)

    letter = OutboxMessage.objects.get()
    assert (letter.address, letter.recipient, letter.state) == (ANA, None, State.WAITING)


def test_the_same_address_has_the_same_message_id(entry):
    first = OutboxMessage.objects.get().message_id
    OutboxMessage.objects.all().delete()

    write_to(entry, ANA.lower())

    assert OutboxMessage.objects.get().message_id == first


def test_what_belongs_to_no_kind_is_not_written_about(leader, community):
    with pytest.raises(LookupError):
        write_to(record("space.sent", actor=leader, target=community), ANA)


def test_the_letter_says_who_where_why_and_how_to_be_left_alone(entry, invitation):
    send_due_mail()

    (letter,) = mail.outbox
    html = letter.alternatives[0][0]
    link = settings.SITE_URL + invitation.get_absolute_url()
    assert letter.to == [ANA]
    assert letter.subject == "Lea Leader invites you to Virtual campus"
    for text in (letter.body, html):
        assert "Lea Leader" in text
        assert "Virtual campus" in text
        assert "People who want their feedback to be heard." in text
        assert link in text
        assert "Please do not reply" in text
        assert f"Lea Leader invited {ANA}" in text
        assert "Never mail me from Copse again" in text
    assert "We need <you> & yours." in letter.body
    assert "We need &lt;you&gt; &amp; yours." in html
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https?://\S+/notifications/silence/\S+/>", letter.extra_headers["List-Unsubscribe"])
    assert ANA not in letter.extra_headers["List-Unsubscribe"]


def test_a_guest_learns_of_the_room_and_the_community_s_name_alone(community, leader):
    room = Space.objects.create(community=community, slug="room", name="Pilot in Lyon", access="private")
    invitation = InvitationFactory(community=community, invited_by=leader, email=ANA, room=room, role=5)
    write_to(record("invitation.sent", actor=leader, target=invitation), ANA)

    send_due_mail()

    for text in (mail.outbox[0].body, mail.outbox[0].alternatives[0][0]):
        assert "Pilot in Lyon" in text
        assert "Virtual campus" in text
        assert community.summary not in text


def taken_back(invitation):
    Invitation.objects.update(state="revoked")


def answered(invitation):
    Invitation.objects.update(state="declined")


def out_of_time(invitation):
    Invitation.objects.update(expires_at=timezone.now())


def concluded(invitation):
    Community.objects.update(phase="concluded")


def silenced(invitation):
    silence(address_digest(ANA.upper()))


def barred(invitation):
    person = UserFactory(email=ANA)
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("meanwhile", [taken_back, answered, out_of_time, concluded, silenced, barred])
def test_what_is_over_when_it_would_leave_is_dropped(entry, invitation, meanwhile):
    meanwhile(invitation)

    send_due_mail()

    assert mail.outbox == []
    assert OutboxMessage.objects.get().state == State.DROPPED


def test_whoever_has_confirmed_the_address_meanwhile_reads_it_as_that_person(entry, outsider):
    EmailAddress.objects.create(user=outsider, email=ANA.lower(), verified=True)

    send_due_mail()

    (letter,) = mail.outbox
    assert letter.to == [outsider.email]
    assert "an e-mail address of yours" in letter.body
    assert "Never mail me" not in letter.body


def test_an_address_that_somebody_merely_claims_is_a_stranger_s(entry, outsider):
    EmailAddress.objects.create(user=outsider, email=ANA.lower(), verified=False)

    send_due_mail()

    assert mail.outbox[0].to == [ANA]


def test_a_silenced_address_is_not_even_put_down(invitation, leader):
    silence(address_digest(ANA))

    write_to(record("invitation.sent", actor=leader, target=invitation), ANA.lower())

    assert not OutboxMessage.objects.exists()


def test_one_click_silences_and_one_undoes_it(client):
    address = f"/notifications/silence/{silence_token(ANA)}/"
    assert client.get(address).status_code == 200
    assert not SilencedAddress.objects.exists()

    for _ in range(2):
        page = client.post(address).content.decode()

    assert SilencedAddress.objects.get().digest == address_digest(ANA)
    assert ANA.lower() not in page.lower()
    undo = re.search(r'action="(/notifications/listen/[^"]+)"', page)[1]
    assert client.get(undo).status_code == 405
    assert client.post(undo).status_code == 200
    assert not SilencedAddress.objects.exists()


@pytest.mark.parametrize("verb", ["silence", "listen"])
def test_a_link_that_is_not_ours_does_nothing(client, verb):
    good = silence_token(ANA) if verb == "listen" else listen_token(address_digest(ANA))

    for token in (good, "rubbish", good[:-1]):
        assert client.post(f"/notifications/{verb}/{token}/").status_code == 404
    assert not SilencedAddress.objects.exists()


def test_letters_are_forgotten_with_whoever_took_the_address(entry, outsider):
    EmailAddress.objects.create(user=outsider, email=ANA.lower(), verified=True)

    assert [each["address"] for each in seams.person_export.ask(outsider)["notifications"]["letters"]] == [ANA]
    erase_person(outsider)

    assert not OutboxMessage.objects.exists()


def test_a_server_that_is_away_loses_and_doubles_nothing(entry, settings):
    postbox = Postbox()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", postbox.port
    send_due_mail()
    assert OutboxMessage.objects.get().state == State.WAITING
    postbox.open()
    try:
        for _ in range(2):
            OutboxMessage.objects.update(due_at=timezone.now())
            send_due_mail()
    finally:
        postbox.close()

    ((to, letter),) = postbox.kept
    assert to == [ANA]
    assert letter["Message-ID"] == OutboxMessage.objects.get().message_id


def test_a_letter_that_is_taken_back_between_two_tries_is_dropped(entry, invitation):
    OutboxMessage.objects.update(attempts=1, due_at=timezone.now() + timedelta(minutes=1))
    taken_back(invitation)
    OutboxMessage.objects.update(due_at=timezone.now())

    send_due_mail()

    assert OutboxMessage.objects.get().state == State.DROPPED


def test_a_letter_is_forgotten_thirty_days_after_it_is_done(entry, tell, participant):
    tell(participant)
    send_due_mail()
    long_ago = timezone.now() - OutboxMessage.REMEMBERED_FOR
    OutboxMessage.objects.update(finished_at=long_ago + timedelta(minutes=1))
    forget_old_letters()
    assert OutboxMessage.objects.count() == 2

    OutboxMessage.objects.update(finished_at=long_ago)
    wake_letters()

    assert OutboxMessage.objects.get().recipient == participant


def test_a_letter_that_waits_is_not_forgotten(entry):
    OutboxMessage.objects.update(due_at=timezone.now() - timedelta(days=99))

    forget_old_letters()

    assert OutboxMessage.objects.get().address == ANA
