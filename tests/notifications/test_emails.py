from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from activity.effects import record
from forums.models import Discussion, Reopening
from notifications.effects import notify, send_due_mail
from notifications.models import Delivery, OutboxMessage, Volume


@pytest.fixture
def send(tell):
    def send(*people, **options):
        tell(*people, **options)
        send_due_mail()
        return mail.outbox[-1]

    return send


def html_of(message):
    return message.alternatives[0].content


def test_a_mail_says_it_in_text_and_html_with_whole_addresses(send, participant, discussion, settings):
    message = send(participant)

    assert message.subject == "Mo Moderator wrote in How do you say it?"
    assert message.body.startswith("How do you say it? & Pia Participant\n")
    assert f"{settings.SITE_URL}{discussion.get_absolute_url()}" in message.body
    assert f'href="{settings.SITE_URL}{discussion.get_absolute_url()}"' in html_of(message)
    assert 'href="/' not in html_of(message)
    for part in (message.body, html_of(message)):
        assert "You take part." in part
        assert "do not reply" in part


def test_headers_thread_list_and_identify_it(send, participant, discussion, settings):
    message = send(participant).message()

    root = f"<forums.discussion.{discussion.pk}@{settings.SITE_HOST}>"
    assert message["Message-ID"] == OutboxMessage.objects.get().message_id
    assert message["References"] == message["In-Reply-To"] == root
    assert message["List-Id"] == f"<campus.{settings.SITE_HOST}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["To"] == participant.email


def test_the_link_in_the_header_unsubscribes_with_one_click(send, participant, discussion):
    address = send(participant).message()["List-Unsubscribe"].strip("<>")

    response = Client(enforce_csrf_checks=True).post(urlsplit(address).path, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    volume = Volume.objects.get()
    assert (volume.person, volume.scope_kind, volume.scope_id) == (participant, "forums.discussion", discussion.pk)
    assert volume.level == "mute"


def test_personal_mail_is_stopped_by_its_kind(send, participant):
    message = send(participant, scope=False)

    address = message.message()["List-Unsubscribe"].strip("<>")
    assert address in message.body
    assert "No more mail of this kind" in html_of(message)
    Client(enforce_csrf_checks=True).post(urlsplit(address).path, {"List-Unsubscribe": "One-Click"})
    assert list(Delivery.objects.values_list("person", "kind", "by")) == [(participant.pk, "answered", "here")]
    assert not Volume.objects.exists()


def test_every_mail_leads_to_the_settings(send, participant, settings):
    message = send(participant)

    for part in (message.body, html_of(message)):
        assert f"{settings.SITE_URL}/notifications/settings/" in part


def test_what_has_no_letter_is_told_by_its_sentence(discussion, participant, moderator):
    entry = record(
        "discussion.reopened",
        actor=moderator,
        target=Reopening.objects.create(
            discussion=discussion, by=moderator, reason="One <thing> & another", at=timezone.now()
        ),
    )
    notify(entry, [participant], kind="answered")
    send_due_mail()

    message = mail.outbox[-1]
    said = f"Mo Moderator reopened “{discussion.title}”: One <thing> & another"
    assert message.subject == said
    assert message.body.startswith(f"{said}\n")
    assert "One &lt;thing&gt; &amp; another" in html_of(message)
    assert "You get this because somebody answered your post." in message.body


def test_a_title_cannot_add_headers(send, participant, discussion):
    Discussion.objects.filter(pk=discussion.pk).update(title="Well\r\nBcc: all@copse.example\n\nHi")

    message = send(participant).message()

    assert "Bcc" not in message
    assert message["Subject"] == "Mo Moderator wrote in Well Bcc: all@copse.example Hi"


def test_html_is_escaped_and_text_is_not(send, participant, discussion):
    Discussion.objects.filter(pk=discussion.pk).update(title="<b>Keep & change</b>")

    message = send(participant)

    assert "<b>Keep & change</b> & Pia" in message.body
    assert "&lt;b&gt;Keep &amp; change&lt;/b&gt;" in html_of(message)


def test_the_same_mail_has_the_same_id_for_one_person_and_another_for_others(tell, members):
    tell(*members)

    ids = set(OutboxMessage.objects.values_list("message_id", flat=True))

    assert len(ids) == 3
