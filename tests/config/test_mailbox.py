import re
from uuid import uuid4

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from forums.models import Discussion, Post
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.mailing import DOMAIN, address_for

HTML = '<html><head><style>b { color: red; }</style></head><body><p style="margin:0">Hello <b>you</b></p></body></html>'


@pytest.fixture
def keep(settings, tmp_path):
    settings.ROOT_URLCONF = "tests.config.demo_urls"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    backend = get_connection("core.mail.KeepingBackend")

    def keep(subject="Grüße", html=HTML):
        message = EmailMultiAlternatives(subject, "See https://copse.example/d/1/", to=["pia@copse.example"])
        if html:
            message.attach_alternative(html, "text/html")
        backend.send_messages([message])

    return keep


def addresses(client):
    return re.findall(r'href="(/mail/[^"]+/)"', client.get("/mail/").content.decode())


def test_nothing_is_routed_outside_of_the_demo(client, db):
    assert client.get("/mail/").status_code == 404


def test_list_shows_the_newest_first(client, db, keep):
    for subject in ("First", "Second", "Third"):
        keep(subject)

    page = client.get("/mail/").content.decode()

    assert re.findall(r'href="/mail/[^"]+/">(.*?)</a>', page) == ["Third", "Second", "First"]


def test_an_empty_box_says_what_comes_here(client, db, keep):
    assert "No mail yet" in client.get("/mail/").content.decode()


def test_a_message_shows_text_headers_and_a_frame(client, db, keep):
    keep()
    [address] = addresses(client)

    response = client.get(address)
    page = response.content.decode()

    assert "<h1>Grüße</h1>" in page
    assert '<a href="https://copse.example/d/1/"' in page
    assert "<dt>Message-ID</dt>" in page
    assert f'src="{address}html/"' in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]


def test_the_html_part_may_be_framed_and_may_do_nothing(client, db, keep):
    keep()
    [address] = addresses(client)

    response = client.get(address + "html/")

    policy = response["Content-Security-Policy"]
    assert response.content.decode() == HTML.replace("<head>", '<head><base target="_top">')
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "unsafe-inline" not in policy
    assert len(re.findall("'sha256-", policy)) == 2


def test_a_message_without_html_has_no_frame(client, db, keep):
    keep(html="")
    [address] = addresses(client)

    assert "<iframe" not in client.get(address).content.decode()
    assert client.get(address + "html/").status_code == 404


@pytest.mark.parametrize("name", ["nothing", "..%2F..%2Fetc%2Fpasswd", "%00"])
def test_what_was_not_kept_is_not_there(client, db, keep, name):
    assert client.get(f"/mail/{name}/").status_code == 404


@pytest.fixture
def letter(keep, settings, participant, moderator, members_room):
    """A kept mail to the participant that can be answered; its address in the box."""
    settings.INBOUND_DOMAIN = DOMAIN
    post = PostFactory(discussion=DiscussionFactory(space=members_room), author=moderator)
    message = EmailMultiAlternatives(
        "Re: Feedback on the day",
        "What do you say first?",
        to=[participant.email],
        reply_to=[f'"Feedback, now" <{address_for(participant, post)}>'],
        headers={"Message-ID": "<one@copse.example>"},
    )
    get_connection("core.mail.KeepingBackend").send_messages([message])
    return post


def test_a_mail_can_be_answered_by_the_same_door_as_any_other(client, letter, participant):
    [address] = addresses(client)
    form = {"text": "We ask before we tell.", "submission": uuid4()}

    for _click in range(2):
        response = client.post(f"{address}answer/", form)
        assert response.status_code == 302

    answer = Post.objects.get(discussion=letter.discussion, author=participant)
    assert answer.markdown == "We ask before we tell."
    page = client.get(address).content.decode()
    assert "Your mail is an answer in the discussion now." in page
    assert "Reply-To" in page


def test_what_comes_back_is_kept_too(client, letter, settings):
    settings.EMAIL_BACKEND = "core.mail.KeepingBackend"
    Discussion.objects.filter(pk=letter.discussion_id).update(state=Discussion.State.CLOSING)
    [address] = addresses(client)

    client.post(f"{address}answer/", {"text": "We ask.", "submission": uuid4()})

    assert "Copse has written back" in client.get(address).content.decode()
    assert len(addresses(client)) == 2


def test_an_empty_answer_is_asked_for_again(client, letter):
    [address] = addresses(client)

    assert client.post(f"{address}answer/", {"text": " ", "submission": uuid4()}).status_code == 422


def test_a_mail_without_an_address_for_answers_takes_none(client, db, keep):
    keep()
    [address] = addresses(client)

    assert "Reply as its reader would" not in client.get(address).content.decode()
    assert client.post(f"{address}answer/", {"text": "We ask.", "submission": uuid4()}).status_code == 404
