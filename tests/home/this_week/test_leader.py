"""What is a leader’s this week (P23)."""

import pytest
from django.urls import reverse

from communities.models import (
    ActionItem,
    ActionPlan,
    Community,
    ExpectedResult,
    HandOver,
    Membership,
    PlanVoice,
)
from forums.models import Closing, Discussion
from tests.factories import (
    DiscussionFactory,
    PostFactory,
    UserFactory,
)
from tests.home.this_week.reading import DAY, NOW, close, make_item, said, titles


def test_a_result_that_nothing_works_towards(client, community, commons, leader, result):
    url = f"/c/campus/charter/#result-{result.pk}"
    expected = ("A guide", "Nothing works towards this expected result just now.", url)
    assert said(client, leader)["As leader"] == [expected]

    talk = DiscussionFactory(space=commons, result=result)
    assert said(client, leader)["As leader"] == []
    talk.delete()
    task = make_item(community, result=result)
    assert said(client, leader)["As leader"] == []
    ActionItem.objects.filter(pk=task.pk).update(state="dropped")
    assert said(client, leader)["As leader"] == [expected]
    ExpectedResult.objects.update(state="reached")
    assert said(client, leader)["As leader"] == []


def test_a_result_that_nobody_watches_over(client, community, commons, leader, result):
    DiscussionFactory(space=commons, result=result)
    ExpectedResult.objects.update(owner=None)

    url = reverse("communities:result", args=["campus", result.pk])
    assert said(client, leader)["As leader"] == [("A guide", "Nobody watches over this expected result.", url)]


@pytest.mark.parametrize(
    ("field", "section"),
    [
        ("problem", "problem"),
        ("objective", "objective"),
        ("why_no_results", "results"),
        ("commitment", "people"),
        ("group_served", "audiences"),
    ],
)
def test_what_the_charter_does_not_say(client, community, leader, charter, field, section):
    setattr(charter, field, "")
    charter.save()

    ((title, _why, url),) = said(client, leader)["As leader"]

    assert title.startswith("The charter ")
    assert url == reverse("communities:charter-section", args=["campus", section])


def test_a_plan_before_the_members(client, community, leader):
    plan = ActionPlan.objects.create(community=community, state="proposed", round=2, proposed_at=NOW - DAY)
    for round_, agrees in ((1, True), (2, True), (2, False)):
        PlanVoice.objects.create(plan=plan, round=round_, person=UserFactory(), agrees=agrees)

    ((title, why, _url),) = said(client, leader)["As leader"]
    assert (title, why) == (
        "The action plan is before the members",
        "Since 3 March. 1 member agrees so far.",
    )

    Community.objects.update(tools=["discussions"])
    assert said(client, leader)["As leader"] == []


def test_it_has_become_quiet(client, community, commons, leader):
    Community.objects.update(phase_since=NOW - 30 * DAY)
    assert titles(client, leader, "As leader") == ["It has become quiet"]

    talk = DiscussionFactory(space=commons, last_post_at=NOW - 13 * DAY)
    assert titles(client, leader, "As leader") == []
    Discussion.objects.filter(pk=talk.pk).update(last_post_at=NOW - 15 * DAY)
    ((_title, why, _url),) = said(client, leader)["As leader"]
    assert why.endswith("17 February.")


def test_a_hand_over_that_waits(client, community, leader, moderator):
    own = {each.person_id: each for each in Membership.objects.filter(community=community)}
    HandOver.objects.create(leader=own[leader.pk], successor=own[moderator.pk], afterwards="leader")

    assert titles(client, leader, "As leader") == ["You have asked Mo Moderator to lead"]


def test_somebody_to_thank(client, community, commons, leader, moderator):
    discussion = DiscussionFactory(space=commons, title="Tears", locked_at=NOW)
    closing = close(discussion, moderator)
    expected = ("Mo Moderator deserves a word of thanks", "“Tears” was closed on 3 March with what was learned")
    assert [line[:2] for line in said(client, leader)["As leader"]] == [expected]

    Closing.objects.filter(pk=closing.pk).update(published_at=NOW - 15 * DAY)
    assert said(client, leader)["As leader"] == []
    Closing.objects.filter(pk=closing.pk).update(published_at=NOW, published_by=leader)
    assert said(client, leader)["As leader"] == []


def test_the_end_of_a_line_alone_closed_nothing(client, commons, leader, moderator):
    line = PostFactory(discussion__space=commons)
    found = {"discussion": line.discussion, "branch": line, "published_by": moderator, "published_at": NOW}
    Closing.objects.create(**found, drafted_at=NOW)

    assert said(client, leader)["As leader"] == []


def test_nothing_of_what_a_leader_may_not_read(client, community, leader, moderator):
    room = community.spaces.create(name="Room", slug="room", access="private", position=9)
    close(DiscussionFactory(space=room, title="Between us", locked_at=NOW), moderator)
    DiscussionFactory(space=room, kind="question", opened_at=NOW - 5 * DAY)

    assert said(client, leader)["As leader"] == said(client, leader)["As moderator"] == []


def test_a_title_is_no_sentence_to_be_filled_in(client, community, commons, leader, moderator):
    """What somebody wrote stands between the quotation marks as it is."""
    discussion = DiscussionFactory(
        space=commons, title="100 %(day)s <b>", state=Discussion.State.CLOSING, locked_at=NOW
    )
    close(discussion, moderator)

    ((_title, why, _url),) = said(client, leader)["As leader"]
    assert why == "“100 %(day)s &lt;b&gt;” was closed on 3 March with what was learned"
