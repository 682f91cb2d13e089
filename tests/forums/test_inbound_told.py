"""What a mail says of answering it, and its headers, whole: one more, one fewer or one that changed is noticed."""

import re
from uuid import uuid4

import pytest
from django.core import mail

from forums.actions import follow_discussion, reply, steer
from forums.models import Discussion
from notifications.effects import send_due_mail
from notifications.models import Delivery, OutboxMessage
from notifications.reply_addresses import read_reply_address
from tests.forums.mailing import DOMAIN

pytestmark = pytest.mark.django_db

COMMON = {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "References"}
COMMON |= {"In-Reply-To", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"}


@pytest.fixture
def parent(discussion):
    return discussion.posts.get(number=2)


@pytest.fixture
def answered(discussion, parent, moderator):
    """The mail to the participant, whom the moderator answers."""

    def answered(text="And then?", **how):
        reply(discussion, actor=moderator, markdown=text, submission=uuid4(), **{"parent": parent, **how})
        send_due_mail()
        return mail.outbox[-1]

    return answered


def test_without_a_domain_a_mail_says_that_nobody_reads_answers(answered):
    sent = answered()

    assert set(sent.message().keys()) == COMMON
    assert "nobody reads the answers" in sent.body
    assert "becomes your answer" not in sent.body + sent.alternatives[0].content


def test_with_one_it_says_where_to_answer_and_who_reads_that(answered, settings, participant, discussion):
    settings.INBOUND_DOMAIN = DOMAIN

    sent = answered()

    assert set(sent.message().keys()) == COMMON | {"Reply-To"}
    name, address = re.fullmatch(r"(.+) <(.+)>", sent.message()["Reply-To"]).groups()
    post = discussion.posts.get(number=3)
    assert name == "Feedback on the day"
    assert read_reply_address(address) == (participant.pk, (discussion.pk, post.pk, discussion.space_id, 2))
    for part in (sent.body, sent.alternatives[0].content):
        assert "becomes your answer in the discussion. The members of Virtual campus read this." in part
        assert "nobody reads the answers" not in part
    assert "Reply to this message to answer, or answer on the discussion’s page:" in sent.body


def test_mail_about_one_discussion_stands_together(answered, settings, participant, discussion, moderator):
    settings.INBOUND_DOMAIN = DOMAIN
    Delivery.objects.create(person=participant, kind="posts", by="mail")
    follow_discussion(discussion, actor=participant)

    answered()
    answered(parent=None)
    answered(f"Ask @{participant.handle}.", parent=None)
    steer(discussion, actor=moderator, kind="restatement", markdown="Back to it.", submission=uuid4())
    send_due_mail()

    sent = [each.message() for each in mail.outbox]
    assert list(OutboxMessage.objects.order_by("pk").values_list("entry__verb", flat=True)) == [
        *("post.replied", "post.added", "post.mentioned", "post.steered")
    ]
    assert {each["References"] for each in sent} == {f"<forums.discussion.{discussion.pk}@{settings.SITE_HOST}>"}
    # Some mail programs put together only what is called alike.
    assert {each["Subject"] for each in sent} == {"Re: Feedback on the day"}
    assert len({each["Message-ID"] for each in sent}) == len(sent) == 4
    assert all("And then?" in each.body or "Ask" in each.body or "Back" in each.body for each in mail.outbox)


def test_who_hears_of_an_answer_to_somebody_else_is_not_told_that_it_is_theirs(answered, facilitator, discussion):
    Delivery.objects.create(person=facilitator, kind="posts", by="mail")
    follow_discussion(discussion, actor=facilitator)

    answered()

    theirs = next(each for each in mail.outbox if each.to == [facilitator.email])
    assert "Mo Moderator wrote in “Feedback on the day”:" in theirs.body
    assert "answered you" not in theirs.body + theirs.alternatives[0].content
    assert "because you follow this discussion" in theirs.body


def test_nobody_is_asked_to_answer_where_they_may_not_write(settings, discussion, commons, outsider, moderator):
    settings.INBOUND_DOMAIN = DOMAIN
    Discussion.objects.filter(pk=discussion.pk).update(space=commons)
    discussion.refresh_from_db()
    follow_discussion(discussion, actor=outsider)
    Delivery.objects.create(person=outsider, kind="posts", by="mail")

    reply(discussion, actor=moderator, markdown="And then?", submission=uuid4())
    send_due_mail()

    sent = next(each for each in mail.outbox if each.to == [outsider.email])
    assert "Reply-To" not in sent.message()
    assert "nobody reads the answers" in sent.body


def test_nobody_is_asked_to_answer_what_is_closed_by_then(answered, settings, discussion, moderator, parent):
    settings.INBOUND_DOMAIN = DOMAIN
    reply(discussion, actor=moderator, markdown="And then?", submission=uuid4(), parent=parent)
    Discussion.objects.filter(pk=discussion.pk).update(state=Discussion.State.CLOSING)

    send_due_mail()

    assert "Reply-To" not in mail.outbox[0].message()


def test_a_title_gets_no_header_of_its_own(answered, settings, discussion, participant):
    settings.INBOUND_DOMAIN = DOMAIN
    Discussion.objects.filter(pk=discussion.pk).update(title='Ask, "then"\r\nBcc: all@copse.example <tell>')

    sent = answered().message()

    assert "Bcc" not in sent
    assert read_reply_address(re.search(r"<(reply\+[^>]+)>", sent["Reply-To"])[1])[0] == participant.pk
