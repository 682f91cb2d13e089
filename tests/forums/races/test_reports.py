"""Reports at the same moment: one report, one decision, and a post that goes once."""

import pytest

from communities.models import Role
from forums import actions
from forums.errors import CaseDecided, PostRemoved
from forums.models import Post, Report, Ruling
from notifications.models import Notification
from tests.factories import MembershipFactory, PostFactory
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4 * SIZE


@pytest.fixture
def team(discussion):
    community = discussion.space.community
    return [MembershipFactory(community=community, role=Role.MODERATOR).person for _one in range(2)]


@pytest.fixture
def reporter(discussion):
    return MembershipFactory(community=discussion.space.community).person


@pytest.fixture
def post(discussion, team):
    PostFactory(discussion=discussion, author=team[0], kind="prompt")
    return PostFactory(discussion=discussion, author=MembershipFactory(community=discussion.space.community).person)


def anew(post):
    return Post.objects.select_related("discussion__space__community").get(pk=post.pk)


def reporting(post, actor, kind="unkind"):
    found = anew(post)
    return lambda: actions.report_post(found, actor=actor, kind=kind)


def deciding(report, actor, *, is_upheld):
    found = Report.objects.select_related("community", "post__discussion__space__community").get(pk=report.pk)
    return lambda: actions.decide_report(found, actor=actor, is_upheld=is_upheld, words="So.")


def removing(post, actor):
    found = anew(post)
    return lambda: actions.remove_post(found, actor=actor, reason="So.")


def errors(results):
    return [type(each) for each in results if isinstance(each, Exception)]


def test_a_double_click_is_one_report(post, reporter):
    results = at_once(*[reporting(post, reporter) for _click in range(4)])

    assert errors(results) == []
    assert Report.objects.count() == 1


def test_of_two_moderators_one_decides(discussion, team, reporter):
    """The lock on the community, beneath which it is asked what waits."""
    PostFactory(discussion=discussion, author=team[0], kind="prompt")
    for _round in range(ROUNDS):
        post = PostFactory(discussion=discussion, author=MembershipFactory(community=discussion.space.community).person)
        discussion.refresh_from_db()
        report = reporting(post, reporter, "names_patient")()

        results = at_once(deciding(report, team[0], is_upheld=True), deciding(report, team[1], is_upheld=False))

        assert errors(results) == [CaseDecided]
        ruling = Ruling.objects.get(post=post)
        assert anew(post).is_gone is ruling.is_upheld
        assert anew(post).is_removed is ruling.is_upheld
        assert Notification.objects.filter(recipient=reporter, entry__object_id=ruling.pk).count() == 1


def test_a_removal_meanwhile_decides_what_is_being_decided(post, team, reporter):
    report = reporting(post, reporter)()

    result = meanwhile(removing(post, team[0]), deciding(report, team[1], is_upheld=False))

    assert isinstance(result, CaseDecided)
    assert Ruling.objects.get().is_upheld
    assert anew(post).is_gone


def test_what_was_removed_meanwhile_is_not_reported(post, team, reporter):
    result = meanwhile(removing(post, team[0]), reporting(post, reporter, "names_patient"))

    assert isinstance(result, PostRemoved)
    assert not Report.objects.exists()
