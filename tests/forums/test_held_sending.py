"""First posts sent again, in whatever order the team decides: each form makes one thing (P4)."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts import limits
from forums import actions
from forums.models import HeldPost, Post
from forums.queries.sending import mark_of
from tests.factories import DiscussionFactory
from tests.forums.holding import SAID, discussion, held, newcomer

__all__ = ["discussion", "held", "newcomer"]

pytestmark = pytest.mark.django_db


def say(discussion, person, submission=None):
    return actions.reply(discussion, actor=person, markdown=SAID, submission=submission or uuid4())


def test_sent_again_after_another_was_let_through_it_still_waits_once(discussion, newcomer, moderator):
    first, second = say(discussion, newcomer), say(discussion, newcomer)
    actions.let_through(first, actor=moderator, version=0)

    again = say(discussion, newcomer, second.submission)

    assert (again, again.state) == (second, "waiting")
    post = actions.let_through(second, actor=moderator, version=0)
    assert say(discussion, newcomer, second.submission) == post
    assert Post.objects.filter(author=newcomer).count() == 2


@pytest.mark.parametrize("end", ["turned_down", "withdrawn"])
def test_what_was_not_shown_is_not_shown_by_sending_it_again(discussion, newcomer, moderator, end):
    trusted, held = say(discussion, newcomer), say(discussion, newcomer)
    if end == "turned_down":
        actions.turn_down(held, actor=moderator, words="Please leave the advertising out.")
    else:
        actions.take_back(held, actor=newcomer)
    actions.let_through(trusted, actor=moderator, version=0)

    again = say(discussion, newcomer, held.submission)

    assert (again, again.state) == (held, end)
    assert Post.objects.filter(author=newcomer).count() == 1


def test_the_same_number_elsewhere_is_another_post(discussion, newcomer, moderator):
    submission = uuid4()
    other = DiscussionFactory(space=discussion.space, planned_by=moderator)

    here, there = say(discussion, newcomer, submission), say(other, newcomer, submission)

    assert (here.discussion_id, there.discussion_id) == (discussion.pk, other.pk)
    assert HeldPost.objects.waiting().filter(submission=submission).count() == 2


def test_the_last_one_of_an_hour_sent_twice_is_one(discussion, newcomer):
    for _one in range(limits.POSTS.number - 1):
        say(discussion, newcomer)
    submission = uuid4()

    assert say(discussion, newcomer, submission) == say(discussion, newcomer, submission)


def test_what_is_sent_again_and_waits_no_more_leads_to_what_became_of_it(client, held, moderator):
    form = {"text": SAID, "submission": held.submission}
    HeldPost.objects.update(submission=mark_of(held.submission, SAID))  # as its form sends it
    actions.turn_down(held, actor=moderator, words="Please leave the advertising out.")
    client.force_login(held.author)
    address = reverse("forums:reply", args=[held.discussion_id])

    plain = client.post(address, form)
    smooth = client.post(address, form, HTTP_HX_REQUEST="true")

    assert (plain.status_code, plain.url) == (302, held.get_absolute_url())
    assert smooth["HX-Redirect"] == held.get_absolute_url()
