"""What a mail that comes in becomes."""

import pytest
from django.core import mail

from communities.models import Community
from forums.actions import follow_discussion
from forums.effects import forget_old_mail
from forums.inbound.receiving import receive
from forums.models import Discussion, HeldPost, InboundMail, Post
from tests.factories import DiscussionFactory, PostFactory
from tests.facts import told
from tests.forums.mailing import address_for, message, row

pytestmark = pytest.mark.django_db


def test_an_answer_by_mail_is_an_answer_like_any_other(said, participant, moderator, post, discussion):
    version = Discussion.objects.get(pk=discussion.pk).version

    outcome = said(
        "We ask before we tell.\n\nOn Mon, 23 Nov 2026 at 09:12, Mo <copse@copse.example> wrote:\n\n> What?\n"
    )

    answer = Post.objects.get(parent=post)
    assert (outcome, answer.author, answer.markdown) == ("posted", participant, "We ask before we tell.")
    assert Discussion.objects.get(pk=discussion.pk).version > version
    assert told(moderator) == ["post.replied"]
    assert (row().person, row().discussion, row().outcome, row().is_answered) == (
        participant,
        discussion,
        "posted",
        False,
    )
    assert mail.outbox == []


def test_the_same_message_does_nothing_twice(said):
    assert [said(), said()] == ["posted", "posted"]

    assert Post.objects.filter(markdown="We ask before we tell.").count() == 1
    assert InboundMail.objects.count() == 1


def test_it_makes_one_post_also_where_it_was_not_written_down(said):
    said()
    InboundMail.objects.all().delete()

    assert said() == "posted"
    assert Post.objects.filter(markdown="We ask before we tell.").count() == 1


def test_two_messages_without_an_id_are_told_apart(said):
    assert [said("One.\n", message_id=""), said("Two.\n", message_id=""), said("Two.\n", message_id="")] == [
        "posted"
    ] * 3

    assert list(Post.objects.order_by("pk").values_list("markdown", flat=True))[-2:] == ["One.", "Two."]


def test_a_copy_to_another_of_our_addresses_is_a_message_of_its_own(said, participant, discussion, moderator, to):
    other = address_for(participant, PostFactory(discussion=discussion, author=moderator))

    said(to=f"{to}, {other}", Delivered_To=to)
    said(to=f"{to}, {other}", Delivered_To=other)

    assert Post.objects.filter(markdown="We ask before we tell.").count() == 2


def test_the_answer_to_the_opening_question_stands_on_the_first_level(participant, discussion):
    to = address_for(participant, discussion.posts.get(number=1), "post.mentioned")

    assert receive(message(to, sender=participant.email).as_bytes()) == "posted"
    assert Post.objects.get(markdown="We ask before we tell.").parent is None


def test_mail_servers_may_change_the_case_of_the_address(said, to):
    assert said(to=to.upper()) == "posted"


def test_the_answer_follows_the_post(said, discussion, post, members_room):
    other = DiscussionFactory(space=members_room)
    Post.objects.filter(pk=post.pk).update(discussion=other)

    assert said() == "posted"
    assert Post.objects.get(markdown="We ask before we tell.").discussion == other


def test_first_posts_wait_and_their_writer_knows(said, community):
    Community.objects.filter(pk=community.pk).update(holds_first_posts=True)
    Post.objects.filter(markdown="Ask the trainee first.").delete()

    assert said() == "held"
    assert HeldPost.objects.get().markdown == "We ask before we tell."
    assert "The team looks at first posts here" in mail.outbox[0].body


def test_old_rows_are_forgotten(said):
    said()
    forget_old_mail()
    assert InboundMail.objects.count() == 1
    InboundMail.objects.update(at=row().at - InboundMail.REMEMBERED_FOR)

    forget_old_mail()

    assert InboundMail.objects.count() == 0


def test_whoever_follows_answers_too(facilitator, discussion, post):
    follow_discussion(discussion, actor=facilitator)

    outcome = receive(message(address_for(facilitator, post, "post.added"), sender=facilitator.email).as_bytes())

    assert outcome == "posted"
