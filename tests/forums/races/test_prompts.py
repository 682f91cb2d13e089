from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from communities.models import Role
from forums.actions import change_prompt, drop_prompt, put_prompt
from forums.effects import put_due
from forums.models import Post, Prompt
from notifications.models import Notification
from tests.factories import MembershipFactory, PostFactory
from tests.forums.prompts import ASKED, queued
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 3 * SIZE


@pytest.fixture
def team(discussion):
    community = discussion.space.community
    return [MembershipFactory(community=community, role=role).person for role in (Role.MODERATOR, Role.LEADER)]


def due(discussion, writer):
    """A question whose moment has come, as two people and two workers find it."""
    prompt = queued(discussion, writer)
    Prompt.objects.filter(pk=prompt.pk).update(release_at=timezone.now() - timedelta(minutes=1))
    return [Prompt.objects.select_related("discussion__space__community").get(pk=prompt.pk) for _each in (1, 2)]


def test_two_workers_and_two_hands_put_it_once_and_tell_of_it_once(discussion, team):
    listener = MembershipFactory(community=discussion.space.community).person
    PostFactory(discussion=discussion, author=listener)
    for number in range(1, ROUNDS + 1):
        mine, theirs = due(discussion, team[0])

        given = at_once(
            partial(put_prompt, mine, actor=team[0]), partial(put_prompt, theirs, actor=team[1]), put_due, put_due
        )

        assert given[0] == given[1]
        assert Post.objects.filter(kind="next_question").count() == number
        assert Notification.objects.filter(recipient=listener, entry__verb="post.steered").count() == number


def test_what_is_changed_or_thrown_away_meanwhile_is_put_whole_or_not_at_all(discussion, team):
    for _round in range(ROUNDS):
        mine, theirs = due(discussion, team[0])
        Post.objects.filter(kind="next_question").update(kind="contribution")

        at_once(partial(drop_prompt, mine, actor=team[0]), put_due)
        assert Prompt.objects.filter(pk=theirs.pk).exists() is Post.objects.filter(kind="next_question").exists()

        mine, theirs = due(discussion, team[0])
        Post.objects.filter(kind="next_question").update(kind="contribution")
        at_once(partial(change_prompt, mine, actor=team[1], markdown="And then?", version=0), put_due)
        asked = list(Post.objects.filter(kind="next_question").values_list("markdown", "author"))
        assert asked in ([(ASKED, team[0].pk)], [])
        assert Prompt.objects.get(pk=theirs.pk).is_queued is not bool(asked)
