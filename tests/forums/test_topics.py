"""A discussion takes up what members want to learn (H2): from the plan to the closing."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from communities.actions import answer_topic, propose_topic, vote_for
from communities.errors import NotBefore, NotOurs
from communities.models import Community, LearningTopic
from core.permissions import Refused
from forums import actions
from forums.effects import draft_due, open_due
from forums.effects.drafts import Draft
from forums.models import Discussion
from notifications.models import Notification
from tests.factories import CommunityFactory, MembershipFactory
from tests.facts import told
from tests.forums.agenda import TITLE, plan

pytestmark = pytest.mark.django_db


def state(topic):
    topic.refresh_from_db()
    return topic.state, topic.scheduled_on


def close(discussion, actor):
    actions.close_discussion(discussion, actor=actor, reason="")
    draft_due()
    closing = discussion.closings.unpublished().get()
    actions.publish_closing(closing, Draft("We begin.", "lesson"), actor=actor, version=closing.version)


def test_it_is_scheduled_for_the_day_of_the_plan_by_the_community_s_calendar(commons, topic, moderator, participant):
    Community.objects.update(time_zone="Asia/Tokyo")
    commons.refresh_from_db()
    opens_at = datetime(2031, 3, 2, 20, tzinfo=ZoneInfo("UTC"))  # the next day in Tokyo

    discussion = plan(commons, moderator, topic=topic, opens_at=opens_at)

    day = datetime(2031, 3, 3).date()
    assert (discussion.topic, state(topic)) == (topic, ("scheduled", day))
    assert told(participant) == ["learningtopic.scheduled"]
    later = {"plan_version": 0, "topic": topic, "opens_at": opens_at + timedelta(days=7)}
    actions.change_plan(discussion, actor=moderator, **later)
    assert state(topic) == ("scheduled", day + timedelta(days=7))
    assert told(participant) == ["learningtopic.scheduled"]


def test_without_a_day_it_waits_for_votes_until_it_opens(commons, topic, moderator, participant, facilitator):
    discussion = plan(commons, moderator, topic=topic)
    assert state(topic) == ("proposed", None)
    vote_for(topic, actor=facilitator)

    for _ in range(2):
        actions.open_discussion(discussion, actor=moderator)

    assert state(topic) == ("scheduled", timezone.localdate(timezone=commons.community.zone))
    with pytest.raises(NotBefore):
        vote_for(topic, actor=moderator)


def test_those_who_wanted_it_hear_once_and_why(commons, topic, moderator, participant, facilitator, leader):
    vote_for(topic, actor=facilitator)
    discussion = plan(commons, moderator, topic=topic)

    for _ in range(2):
        actions.open_discussion(discussion, actor=moderator)

    rows = Notification.objects.filter(entry__verb="discussion.opened").values_list("recipient", "kind")
    assert dict(rows) == {participant.pk: "course", facilitator.pk: "course", leader.pk: "opened"}
    assert len(rows) == 3


def test_it_says_what_it_takes_up_to_those_who_may_know(client, community, commons, topic, moderator, participant):
    actions.open_discussion(plan(commons, moderator, topic=topic), actor=moderator)

    client.force_login(participant)

    assert f"which takes up “{TITLE}”" in client.get("/notifications/").content.decode()


def test_by_itself_it_opens_with_its_topic(commons, topic, moderator, participant):
    discussion = plan(commons, moderator, topic=topic, opens_at=timezone.now() + timedelta(hours=1))
    Discussion.objects.update(opens_at=timezone.now())
    LearningTopic.objects.update(state="proposed")

    open_due()

    discussion.refresh_from_db()
    assert discussion.is_open
    assert state(topic)[0] == "scheduled"
    assert told(participant) == ["learningtopic.scheduled", "discussion.opened"]


def test_who_does_not_read_the_space_hears_nothing_of_it(community, team_room, topic, moderator, participant):
    actions.open_discussion(plan(team_room, moderator, topic=topic), actor=moderator)

    assert told(participant) == []


def test_it_is_done_when_closed_and_goes_on_when_reopened(commons, topic, moderator):
    discussion = plan(commons, moderator, topic=topic)
    actions.open_discussion(discussion, actor=moderator)
    day = state(topic)[1]

    close(discussion, moderator)
    assert state(topic) == ("done", day)

    actions.reopen_discussion(discussion, actor=moderator, reason="One thing more")
    assert state(topic) == ("scheduled", day)


def test_it_is_not_done_before_the_last_discussion_on_it(commons, topic, moderator):
    first, second = (plan(commons, moderator, topic=topic) for _ in range(2))
    for discussion in (first, second):
        actions.open_discussion(discussion, actor=moderator)

    close(first, moderator)
    assert state(topic)[0] == "scheduled"
    close(second, moderator)
    assert state(topic)[0] == "done"


@pytest.mark.parametrize(("becomes", "kept"), [("open", "scheduled"), ("closed", "done")])
def test_a_topic_that_is_named_later_has_come_as_far(commons, topic, moderator, becomes, kept):
    discussion = plan(commons, moderator)
    actions.open_discussion(discussion, actor=moderator)
    if becomes == "closed":
        close(discussion, moderator)
    discussion.refresh_from_db()

    actions.change_plan(discussion, actor=moderator, plan_version=discussion.plan_version, topic=topic)

    assert state(topic)[0] == kept


def later(discussion):
    """What took the topic up takes place without a day, be it by hand or because nobody may open it then."""
    return {"plan_version": discussion.plan_version, "opens_at": None}


def without(discussion):
    return {"plan_version": discussion.plan_version, "topic": None}


@pytest.mark.parametrize("left", [later, without])
def test_a_topic_that_is_left_is_open_to_votes_again(client, commons, topic, moderator, facilitator, participant, left):
    opens_at = timezone.now() + timedelta(days=3)
    discussion = plan(commons, moderator, topic=topic, opens_at=opens_at)

    actions.change_plan(discussion, actor=moderator, **left(discussion))

    assert state(topic) == ("proposed", None)
    assert told(participant) == ["learningtopic.scheduled"]
    client.force_login(participant)
    assert "has no day for it now" in client.get("/notifications/").content.decode()
    vote_for(topic, actor=facilitator)


def test_a_topic_that_another_discussion_is_about_stays_taken_up(commons, topic, moderator):
    soon, late = (timezone.now() + timedelta(days=days) for days in (3, 9))
    first, second = (plan(commons, moderator, topic=topic, opens_at=opens_at) for opens_at in (soon, late))

    actions.change_plan(first, actor=moderator, **without(first))
    assert state(topic) == ("scheduled", timezone.localdate(late, commons.community.zone))

    actions.open_discussion(second, actor=moderator)
    third = plan(commons, moderator, topic=topic, opens_at=soon)
    actions.change_plan(third, actor=moderator, **without(third))
    assert state(topic)[0] == "scheduled"

    second.refresh_from_db()
    actions.change_plan(second, actor=moderator, **without(second))
    assert state(topic) == ("proposed", None)


def test_a_topic_that_is_left_after_another_discussion_of_it_was_closed_is_done(commons, topic, moderator):
    first, second = (plan(commons, moderator, topic=topic) for _ in range(2))
    for discussion in (first, second):
        actions.open_discussion(discussion, actor=moderator)
    close(first, moderator)
    second.refresh_from_db()

    actions.change_plan(second, actor=moderator, **without(second))

    assert state(topic)[0] == "done"


def test_a_plan_that_had_taken_nothing_up_leaves_a_topic_as_the_team_put_it(commons, topic, moderator):
    day = timezone.localdate() + timedelta(days=5)
    answer_topic(topic, actor=moderator, state="scheduled", scheduled_on=day)
    discussion = plan(commons, moderator, topic=topic)

    actions.change_plan(discussion, actor=moderator, **without(discussion))

    assert state(topic) == ("scheduled", day)


@pytest.mark.parametrize("why", ["is held back", "may not open it any more"])
def test_what_does_not_open_on_its_day_gives_its_topic_back(community, commons, topic, moderator, participant, why):
    planner = MembershipFactory(community=community).person
    discussion = plan(commons, planner, opens_at=timezone.now() + timedelta(hours=1))
    actions.change_plan(discussion, actor=moderator, plan_version=0, topic=topic)
    assert state(topic)[0] == "scheduled"
    if why == "is held back":
        Community.objects.update(holds_first_posts=True)
    else:
        planner.memberships.update(state="left", ended_at=timezone.now())
    Discussion.objects.update(opens_at=timezone.now())

    open_due()

    discussion.refresh_from_db()
    assert (discussion.opens_at, discussion.state) == (None, "planned")
    assert state(topic) == ("proposed", None)


def test_what_the_team_said_no_to_is_not_taken_up(commons, topic, moderator):
    answer_topic(topic, actor=moderator, state="declined")

    with pytest.raises(NotBefore):
        plan(commons, moderator, topic=topic)
    discussion = plan(commons, moderator)
    with pytest.raises(NotBefore):
        actions.change_plan(discussion, actor=moderator, plan_version=0, topic=topic)


def test_a_topic_is_of_the_same_community(commons, moderator, participant):
    elsewhere = CommunityFactory()
    MembershipFactory(community=elsewhere, person=participant)
    topic = propose_topic(elsewhere, actor=participant, submission=uuid.uuid4(), title="Silence")

    with pytest.raises(NotOurs):
        plan(commons, moderator, topic=topic)


def test_the_team_takes_topics_up(commons, topic, participant, moderator):
    with pytest.raises(Refused):
        plan(commons, participant, topic=topic)
    own = plan(commons, participant)
    with pytest.raises(Refused):
        actions.change_plan(own, actor=participant, plan_version=0, topic=topic)

    actions.change_plan(own, actor=moderator, plan_version=0, topic=topic)
    actions.change_plan(own, actor=participant, plan_version=1, title="In two minutes")

    own.refresh_from_db()
    assert (own.topic, own.title) == (topic, "In two minutes")


def test_where_there_is_no_agenda_nothing_is_taken_up(commons, topic, moderator):
    Community.objects.update(tools=["discussions"])
    commons.refresh_from_db()

    with pytest.raises(Refused):
        plan(commons, moderator, topic=topic)
