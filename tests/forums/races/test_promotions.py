"""A post is kept in the library once, and a waiting draft is told of once, whoever comes at the same moment."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from activity.models import Entry
from communities.models import Role
from forums.actions.promotions import keep_post
from forums.effects import remind_due
from forums.models import Closing, Discussion, Post, Promotion
from library.models import Item
from tests.factories import MembershipFactory, PostFactory
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4 * SIZE


def test_two_who_keep_a_post_at_once_keep_one_item(discussion):
    community = discussion.space.community
    people = [MembershipFactory(community=community, role=Role.MODERATOR).person for _each in range(2)]
    for _ in range(ROUNDS):
        post = PostFactory(discussion=discussion, author=people[0])
        said = {"kind": "tip", "title": "Ask first", "licence": "by"}

        first, second = at_once(
            *(partial(keep_post, Post.objects.get(pk=post.pk), actor=person, **said) for person in people)
        )

        assert first == second == Promotion.objects.get(post=post)
    assert Item.objects.count() == ROUNDS


def test_two_workers_remind_once(discussion):
    MembershipFactory(community=discussion.space.community, role=Role.MODERATOR)
    ago = timezone.now() - timedelta(days=1, hours=1)
    Discussion.objects.filter(pk=discussion.pk).update(state="closing", locked_at=ago)
    closing = Closing.objects.create(discussion=discussion, drafted_at=ago)
    for round_ in range(1, ROUNDS + 1):
        Closing.objects.filter(pk=closing.pk).update(reminded=0)

        at_once(remind_due, remind_due)

        assert Entry.objects.filter(verb="closing.waits").count() == round_
