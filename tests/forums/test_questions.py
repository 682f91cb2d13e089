"""What a discussion asks stays what its first post says, and what was hidden there is shown nowhere."""

import pytest
from django.urls import reverse

from forums import actions
from forums.effects import draft_due
from forums.effects.removals import take_away
from forums.models import Discussion, Post
from forums.queries.questions import question_of
from forums.queries.summing import summary_drafted

SECRET = "Why did Jane Roe weep?"


@pytest.fixture(autouse=True)
def asked(discussion):
    """It opened with what should not stand there."""
    first = discussion.posts.get(number=1)
    Discussion.objects.filter(pk=discussion.pk).update(question=SECRET)
    Post.objects.filter(pk=first.pk).update(markdown=SECRET, html=f"<p>{SECRET}</p>")
    discussion.refresh_from_db()
    return discussion.posts.get(number=1)


@pytest.fixture
def hidden(asked):
    """As reports hide it."""
    take_away(asked.discussion, asked, by=None)


def test_it_is_what_the_first_post_says(discussion, asked, moderator):
    assert question_of(discussion) == SECRET

    actions.edit_post(asked, actor=asked.author, markdown="Why did somebody weep?", version=asked.version)

    assert question_of(discussion) == "Why did somebody weep?"


def test_of_a_plan_it_is_what_is_planned(discussion, hidden):
    discussion.opened_at = None

    assert question_of(discussion) == SECRET


def test_what_an_archive_brought_asks_nothing(discussion, asked):
    Post.objects.filter(pk=asked.pk).update(kind="contribution")

    assert question_of(discussion) == ""


def test_what_was_hidden_is_planned_by_nobody_once_more(client, discussion, hidden, moderator):
    client.force_login(moderator)
    space = discussion.space
    address = reverse("forums:plan-new", args=[space.community.slug, space.slug])

    page = client.get(address, {"like": discussion.pk})

    assert page.status_code == 200
    assert page.context["form"]["title"].value() == discussion.title
    assert not page.context["form"]["question"].value()
    assert "Jane" not in page.content.decode()


def test_what_was_hidden_stands_in_no_summary(discussion, hidden):
    assert "Jane" not in summary_drafted(Discussion.objects.get(pk=discussion.pk), after=1)


def test_what_was_hidden_stands_in_no_drafted_closing(discussion, hidden, moderator):
    actions.close_discussion(Discussion.objects.get(pk=discussion.pk), actor=moderator, reason="Done")
    draft_due()

    draft = discussion.closings.get()
    assert draft.summary
    assert "Jane" not in draft.summary
