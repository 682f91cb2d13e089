"""What the team decides of first posts: what it has read, of whoever still takes part, and once (P4)."""

import pytest
from django.urls import reverse

from communities.errors import CommunityOver
from communities.models import Community
from forums import actions
from forums.errors import AuthorGone, HeldOver, HeldStale
from forums.models import HeldPost, Post
from tests.factories import DiscussionFactory
from tests.forums.holding import discussion, held, newcomer

__all__ = ["discussion", "held", "newcomer"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening(discussion, newcomer):
    """What asks the team to open what a newcomer planned."""
    planned = DiscussionFactory(
        space=discussion.space, planned_by=newcomer, state="planned", opened_at=None, question="Harmless?"
    )
    actions.open_discussion(planned, actor=newcomer)
    return planned.held_posts.select_related("author", "discussion__space__community").get()


def change(opening, question):
    planned = opening.discussion
    planned.refresh_from_db()
    actions.change_plan(planned, actor=opening.author, plan_version=planned.plan_version, question=question)


def test_a_question_that_nobody_has_read_is_not_opened(opening, moderator):
    read = opening.version_read
    change(opening, "Buy my **pills**")

    with pytest.raises(HeldStale):
        actions.let_through(opening, actor=moderator, version=read)

    opening.discussion.refresh_from_db()
    assert opening.discussion.state == "planned"
    post = actions.let_through(opening, actor=moderator, version=opening.version_read)
    assert post.markdown == "Buy my **pills**"


def test_the_page_sends_the_version_of_the_plan(client, opening, moderator):
    change(opening, "Harmless, and changed?")
    client.force_login(moderator)

    page = client.get(opening.get_absolute_url()).content.decode()

    assert 'name="version" value="1"' in page
    client.post(reverse("forums:held-let-through", args=[opening.pk]), {"version": 0})
    opening.refresh_from_db()
    assert opening.is_waiting
    client.post(reverse("forums:held-let-through", args=[opening.pk]), {"version": 1})
    opening.refresh_from_db()
    assert opening.state == "let_through"


def test_who_is_switched_off_says_nothing_more(held, opening, moderator):
    held.author.is_active = False
    held.author.save()

    for each in (held, opening):
        with pytest.raises(AuthorGone):
            actions.let_through(each, actor=moderator, version=0)

    assert not Post.objects.filter(author=held.author).exists()


def test_what_went_with_its_author_is_over_for_everybody(client, held, moderator):
    HeldPost.objects.filter(pk=held.pk).delete()

    for deed in (
        lambda: actions.let_through(held, actor=moderator, version=0),
        lambda: actions.turn_down(held, actor=moderator, words="No."),
        lambda: actions.take_back(held, actor=held.author),
    ):
        with pytest.raises(HeldOver):
            deed()


@pytest.mark.parametrize("deed", ["let_through", "turn_down", "change"])
def test_nothing_is_decided_where_the_community_has_ended_since_it_was_read(held, moderator, deed):
    assert held.community.is_writable  # as it was read
    Community.objects.update(phase="concluded")

    with pytest.raises(CommunityOver):
        {
            "let_through": lambda: actions.let_through(held, actor=moderator, version=0),
            "turn_down": lambda: actions.turn_down(held, actor=moderator, words="No."),
            "change": lambda: actions.change_held(held, actor=held.author, markdown="Otherwise.", version=0),
        }[deed]()

    held.refresh_from_db()
    assert held.is_waiting
