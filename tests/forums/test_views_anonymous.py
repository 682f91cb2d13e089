"""Questions without a name on the pages: sent, found again, decided, and read by everybody without a trace of whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.effects import erase_person
from core.permissions import Refused
from forums import actions
from forums.effects import forget_old_questions
from forums.models import AnonymousQuestion, Discussion, ReadingPosition, Unmasking
from tests.forums.unnamed import HANDLE, NAME, REASON, SAID, TITLE, asker, columnist, question
from tests.masking import masked

__all__ = ["asker", "columnist", "question"]

pytestmark = pytest.mark.django_db


def read(client, reader, name, *args, **get):
    client.force_login(reader)
    return client.get(reverse(name, args=args), get)


def send(client, sender, name, *args, **data):
    client.force_login(sender)
    return client.post(reverse(name, args=args), data)


def text(response):
    return response.content.decode()


def test_a_member_sends_a_question_and_finds_it_again(client, members_room, participant, facilitator):
    page = text(read(client, participant, "forums:columnists", "campus", "members"))
    assert "Who learns what" in page

    sent = send(
        client, participant, "forums:columnists", "campus", "members",
        title=TITLE, question=SAID, submission=uuid4(),
    )  # fmt: skip

    made = AnonymousQuestion.objects.get()
    assert (sent.status_code, sent.url) == (302, f"/unnamed/{made.pk}/")
    own = text(client.get(sent.url))
    assert "Your question without a name" in own
    assert "Take it back" in own
    assert TITLE in text(read(client, participant, "forums:columnists", "campus", "members"))
    assert TITLE not in text(read(client, facilitator, "forums:columnists", "campus", "members"))


def test_what_is_missing_is_said_and_a_preview_stores_nothing(client, members_room, participant, facilitator):
    refused = send(client, participant, "forums:columnists", "campus", "members", title="", question=" ")
    assert refused.status_code == 422
    address = reverse("forums:columnists", args=["campus", "members"]) + "?preview=question"

    alone = client.post(address, {"question": "*Well?*"}, HTTP_HX_REQUEST="true")
    whole = client.post(address, {"title": TITLE, "question": "*Well?*"})

    assert "<em>Well?</em>" in text(alone)
    assert "<html" not in text(alone)
    assert "<em>Well?</em>" in text(whole)
    assert not AnonymousQuestion.objects.exists()


def test_the_columnists_find_it_and_publish_it_without_javascript(client, question, facilitator):
    desk = text(read(client, facilitator, "forums:columnist-desk", "campus"))
    assert TITLE in desk
    page = text(read(client, facilitator, "forums:anonymous", question.pk))
    assert "A member asks" in page
    assert "Have to know who asked?" not in page
    form = read(client, facilitator, "forums:anonymous-publish", question.pk).context["form"]

    sent = send(
        client, facilitator, "forums:anonymous-publish", question.pk,
        title="On being laughed at", question=SAID, readers=str(form["readers"].value()),
    )  # fmt: skip

    begun = Discussion.objects.get()
    assert (sent.status_code, sent.url) == (302, begun.get_absolute_url())
    page = text(client.get(sent.url))
    assert "a member asks" in page
    assert "asked by" not in page
    assert "a member asks" in text(read(client, facilitator, "home:space", "campus", "members"))


def test_whoever_is_slower_keeps_their_words(client, question, facilitator, moderator):
    begun = actions.publish_question(question, actor=facilitator, title=TITLE, markdown="Dr Miller laughs at me.")

    sent = send(
        client, moderator, "forums:anonymous-publish", question.pk,
        title=TITLE, question="Somebody laughs at me.", readers="",
    )  # fmt: skip

    page = text(sent)
    assert sent.status_code == 422
    assert "Somebody laughs at me." in page
    assert "Somebody has published it meanwhile" in page
    assert begun.get_absolute_url() in page
    assert "Publish it</button>" not in page


def test_a_question_whose_asker_is_gone_reads_like_an_old_one(client, question, asker, facilitator):
    actions.turn_down_question(question, actor=facilitator, words="Please call us.")
    desk, own = ("forums:columnist-desk", "campus"), ("forums:anonymous", question.pk)
    long_ago = timezone.now() - AnonymousQuestion.REMEMBERED_FOR - timedelta(days=1)
    AnonymousQuestion.objects.filter(pk=question.pk).update(decided_at=long_ago)
    with transaction.atomic():
        forget_old_questions()
        old = [masked(read(client, facilitator, *page)) for page in (desk, own)]
        listed = text(read(client, asker, "forums:columnists", "campus", "members"))
        transaction.set_rollback(True)

    erase_person(asker)

    assert [masked(read(client, facilitator, *page)) for page in (desk, own)] == old
    assert "A question not kept any more" in listed
    assert "What was sent here is not kept any more." in old[1]


def test_one_is_turned_down_with_a_word(client, question, asker, facilitator):
    assert send(client, facilitator, "forums:anonymous-turn-down", question.pk, words="").status_code == 422

    sent = send(client, facilitator, "forums:anonymous-turn-down", question.pk, words="Please call us.")

    assert sent.url == "/c/campus/columnists/"
    assert "Please call us." in text(client.get(sent.url))
    assert "Please call us." in text(read(client, asker, "forums:anonymous", question.pk))


def test_a_leader_is_shown_the_name_for_a_reason_and_nobody_else_is(client, question, asker, leader, moderator):
    address = ("forums:anonymous", question.pk)
    assert NAME not in text(read(client, leader, *address))
    assert send(client, leader, "forums:anonymous-unmask", question.pk, reason="Because.").status_code == 422
    assert not Unmasking.objects.exists()

    sent = send(client, leader, "forums:anonymous-unmask", question.pk, reason=REASON)

    assert NAME in text(client.get(sent.url))
    assert NAME not in text(read(client, moderator, *address))
    told = text(read(client, asker, *address))
    assert REASON in told
    assert leader.name in told
    audit = text(read(client, leader, "communities:audit", "campus"))
    assert REASON in audit
    assert NAME not in audit


def test_nobody_is_shown_who_reads_it_first(client, question, asker, facilitator, moderator):
    begun = actions.publish_question(question, actor=facilitator, title=TITLE, markdown=SAID)
    ReadingPosition.objects.create(discussion=begun, person=asker, last_read=1)

    assert read(client, moderator, "forums:quiet", begun.pk).status_code == 403
    assert reverse("forums:quiet", args=[begun.pk]) not in text(client.get(begun.get_absolute_url()))
    with pytest.raises(Refused):
        actions.call_in(begun, actor=moderator, person=asker, words="Please write.")


@pytest.mark.parametrize("stranger", ["outsider", "participant"])
def test_it_is_nobody_else_s_to_read(client, question, stranger, request):
    for name in ("anonymous", "anonymous-publish", "anonymous-unmask"):
        assert read(client, request.getfixturevalue(stranger), f"forums:{name}", question.pk).status_code == 404


@pytest.mark.parametrize("reader", ["participant", "facilitator", "leader"])
def test_no_page_feed_or_mail_names_who_asked(
    client, question, asker, facilitator, moderator, participant, reader, request
):
    person = request.getfixturevalue(reader)
    begun = actions.publish_question(question, actor=facilitator, title=TITLE, markdown=SAID)
    answer = actions.reply(begun, actor=participant, markdown="Say so.", message_type="advice", submission=uuid4())
    actions.reply(begun, actor=moderator, parent=begun.posts.get(number=1), markdown="I had that.", submission=uuid4())
    actions.react(answer, actor=asker, kind="thanks")
    first = begun.posts.get(number=1)
    addresses = [
        begun.get_absolute_url(),
        *(reverse(f"forums:{name}", args=[begun.pk]) for name in ("print", "search", "discussion-feed", "news")),
        *(
            reverse(f"forums:{name}", args=[first.pk])
            for name in ("post", "post-more", "post-history", "post-reactions")
        ),
        reverse("forums:anonymous", args=[question.pk]),
        reverse("forums:columnist-desk", args=["campus"]),
        reverse("forums:space-feed", args=["campus", "members"]),
        reverse("home:activity", args=["campus"]),
        reverse("home:discussions", args=["campus"]),
        reverse("home:this-week", args=["campus"]),
        reverse("communities:audit", args=["campus"]),
        reverse("notifications:list"),
        reverse("home:home"),
    ]
    client.force_login(person)

    for address in addresses:
        page = text(client.get(address, follow=True))
        assert HANDLE not in page, address
        assert NAME not in page, address
