"""First posts at the same moment: one wait, one decision, one post."""

from uuid import uuid4

import pytest

from accounts.effects import erase_person
from accounts.models import User
from communities.models import Role
from forums import actions
from forums.errors import AuthorGone, HeldOver
from forums.models import HeldPost, Post
from notifications.models import Notification
from tests.factories import MembershipFactory
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4 * SIZE


@pytest.fixture
def team(discussion):
    community = discussion.space.community
    community.holds_first_posts = True
    community.save()
    return [MembershipFactory(community=community, role=Role.MODERATOR).person for _one in range(2)]


@pytest.fixture
def newcomer(discussion):
    return MembershipFactory(community=discussion.space.community).person


def say(discussion, newcomer):
    return actions.reply(discussion, actor=newcomer, markdown="I am new.", submission=uuid4())


def anew(held):
    return HeldPost.objects.select_related("author", "discussion__space__community").get(pk=held.pk)


def letting_through(held, actor):
    found = anew(held)
    return lambda: actions.let_through(found, actor=actor, version=0)


def test_a_double_click_waits_once(discussion, team, newcomer):
    submission = uuid4()

    def click():
        return actions.reply(discussion, actor=newcomer, markdown="I am new.", submission=submission)

    results = at_once(*[click for _one in range(4)])

    assert len({each.pk for each in results}) == HeldPost.objects.count() == 1
    assert Notification.objects.filter(recipient=team[0]).count() == 1


def test_two_moderators_let_one_post_through(discussion, team, newcomer):
    for number in range(1, ROUNDS + 1):
        Post.objects.filter(author=newcomer).update(deleted_at=discussion.opened_at)  # nothing stands: it waits again
        held = say(discussion, newcomer)

        results = at_once(*[letting_through(held, each) for each in team])

        assert len({each.pk for each in results}) == 1
        assert Post.objects.filter(author=newcomer).count() == number
        assert Notification.objects.filter(recipient=newcomer, entry__object_id=held.pk).count() == 1


def test_let_through_or_taken_back_never_both(discussion, team, newcomer):
    for _round in range(ROUNDS):
        Post.objects.filter(author=newcomer).update(deleted_at=discussion.opened_at)
        held = say(discussion, newcomer)
        own = anew(held)

        results = at_once(letting_through(held, team[0]), lambda own=own: actions.take_back(own, actor=newcomer))

        held.refresh_from_db()
        assert [type(each) for each in results if isinstance(each, Exception)] == [HeldOver]
        assert (held.state == "let_through") == Post.objects.filter(submission=held.submission).exists()


def test_what_its_author_is_erasing_is_not_shown(discussion, team, newcomer):
    held = say(discussion, newcomer)

    refused = meanwhile(lambda: erase_person(newcomer), letting_through(held, team[0]))

    assert isinstance(refused, HeldOver)
    assert not Post.objects.filter(author=newcomer).exists()


def test_who_is_switched_off_meanwhile_says_nothing_more(discussion, team, newcomer):
    held = say(discussion, newcomer)

    refused = meanwhile(
        lambda: User.objects.filter(pk=newcomer.pk).update(is_active=False), letting_through(held, team[0])
    )

    assert isinstance(refused, AuthorGone)
    assert not Post.objects.filter(author=newcomer).exists()


def test_what_was_shown_first_stays_without_its_name(discussion, team, newcomer):
    held = say(discussion, newcomer)

    gone = meanwhile(letting_through(held, team[0]), lambda: erase_person(User.objects.get(pk=newcomer.pk)))

    assert gone is None
    assert Post.objects.get(author=newcomer).submission == held.submission
    assert not HeldPost.objects.filter(author=newcomer).exists()
    assert User.objects.get(pk=newcomer.pk).erased_at
