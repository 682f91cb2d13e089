"""A plan that never opened is thrown away: what goes, what stays, who hears of it, and who may."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from activity.models import Entry
from communities.errors import CommunityOver
from communities.models import Community, LearningTopic
from core.errors import Gone, Stale
from core.permissions import Refused
from forums import actions
from forums.effects import open_due
from forums.errors import OpenMeanwhile
from forums.models import (
    Discussion,
    Grouping,
    HeldPost,
    Material,
    Move,
    Prompt,
    Stage,
    StagePlan,
    Subgroup,
    SubgroupMember,
    Tag,
)
from library.models import Item
from notifications.models import Volume
from notifications.queries import notices, unread_count
from tests.factories import ItemFactory, MembershipFactory
from tests.facts import told
from tests.forums.groups import part, put
from tests.forums.moving import move
from tests.forums.planning import plan
from tests.forums.prompts import queued

pytestmark = pytest.mark.django_db
TABLES = (Discussion, Stage, Prompt, Material, Grouping, Subgroup, SubgroupMember, HeldPost, Move, Volume)


@pytest.fixture
def planned(commons, participant):
    return again(plan(commons, participant, title="Shut rooms"))


def again(discussion):
    return Discussion.objects.select_related("space__community").get(pk=discussion.pk)


def throw(discussion, actor, version=None):
    version = again(discussion).plan_version if version is None else version
    actions.throw_plan_away(discussion, actor=actor, plan_version=version)


def test_all_that_hung_on_it_is_gone_and_the_library_keeps_what_is_its_own(
    community, commons, members_room, topic, moderator, leader, participant
):
    whole = plan(
        commons,
        moderator,
        stages=[StagePlan("Round one"), StagePlan("Round two")],
        tags=["nights"],
        topic=topic,
        opens_at=timezone.now() + timezone.timedelta(days=1),
    )
    queued(whole, moderator)
    item = ItemFactory(space=commons)
    actions.lay_out(whole, actor=moderator, item_id=item.pk)
    put(part(whole, moderator)[0], moderator, participant)
    actions.follow_discussion(whole, actor=leader)
    move(again(whole), members_room, moderator)

    throw(again(whole), moderator)

    assert [model.objects.count() for model in TABLES] == [0] * len(TABLES)
    assert list(Item.objects.all()) == [item]
    assert Tag.objects.get().name == "nights"
    assert LearningTopic.objects.get().state == "proposed"
    item.delete()  # nothing holds it any more


def test_first_posts_that_asked_to_open_it_go_along(commons, community, planned, participant, moderator, leader):
    Community.objects.update(holds_first_posts=True)
    actions.open_discussion(again(planned), actor=participant)
    assert (told(moderator), unread_count(moderator)) == (["post.kept_back"], 1)

    throw(again(planned), participant)

    assert not HeldPost.objects.exists()
    assert unread_count(moderator) == 0
    assert notices(moderator).rows == []


def test_it_is_recorded_and_those_with_a_part_in_it_hear_of_it(
    commons, planned, participant, moderator, leader, facilitator
):
    writer = MembershipFactory(community=commons.community, role=moderator.memberships.get().role).person
    looker_on = MembershipFactory(community=commons.community, role=moderator.memberships.get().role).person
    queued(planned, writer)
    actions.follow_discussion(planned, actor=leader)

    throw(planned, moderator)

    entry = Entry.objects.get(verb="discussion.thrown_away")
    assert (entry.actor, entry.community_id) == (moderator, commons.community_id)
    assert entry.data == {"discussion": planned.pk, "space": commons.pk, "planned_by": participant.pk}
    assert [told(person) for person in (participant, writer, leader)] == [["discussion.thrown_away"]] * 3
    assert told(moderator) == told(facilitator) == told(looker_on) == []


def test_what_is_said_of_it_fits_whoever_reads_it(client, planned, participant, moderator, leader):
    actions.follow_discussion(planned, actor=leader)
    throw(planned, moderator)

    for person, said in (
        (participant, "threw away a discussion that you had planned in"),
        (leader, "threw away a planned discussion in"),
    ):
        client.force_login(person)
        assert said in client.get("/notifications/").content.decode()
    audit = client.get(reverse("communities:audit", args=[planned.space.community.slug])).content.decode()
    assert "threw a planned discussion away" in audit


def test_who_wants_to_hear_nothing_of_it_hears_nothing(planned, participant, moderator, leader):
    actions.mute_discussion(planned, actor=participant)
    queued(planned, leader)
    actions.mute_discussion(planned, actor=leader)

    throw(planned, moderator)

    assert told(participant) == told(leader) == []


def test_only_who_planned_it_and_who_runs_it(planned, participant, moderator, facilitator, outsider):
    other = MembershipFactory(community=planned.space.community).person

    for person in (other, facilitator, outsider):
        with pytest.raises(Refused):
            throw(planned, person)
    throw(planned, participant)

    assert not Discussion.objects.exists()


def test_what_is_open_stays(planned, participant, moderator):
    actions.open_discussion(again(planned), actor=moderator)

    for person in (participant, moderator):
        with pytest.raises(OpenMeanwhile):
            throw(planned, person)
    assert again(planned).post_count == 1


def test_what_was_changed_meanwhile_is_looked_at_again(planned, participant, moderator):
    actions.change_plan(again(planned), actor=moderator, plan_version=0, objective="A page on shut rooms")

    with pytest.raises(Stale):
        throw(planned, participant, version=0)
    assert Discussion.objects.count() == 1


def test_a_second_time_it_is_gone(planned, participant):
    throw(planned, participant)

    with pytest.raises(Gone):
        actions.throw_plan_away(planned, actor=participant, plan_version=0)


def test_a_community_that_has_ended_keeps_its_plans(planned, moderator):
    Community.objects.update(phase="concluded")

    with pytest.raises((CommunityOver, Refused)):
        throw(planned, moderator)
    assert Discussion.objects.exists()


def test_the_clock_finds_nothing_to_open(commons, participant):
    due = plan(commons, participant, opens_at=timezone.now() - timezone.timedelta(minutes=1))
    throw(due, participant)

    open_due()

    assert not Discussion.objects.exists()
    assert told(participant) == []


def address(discussion):
    return reverse("forums:plan-throw-away", args=[discussion.pk])


def test_the_page_says_what_goes_and_the_second_click_does_no_harm(client, commons, participant, moderator):
    planned = plan(commons, participant, title="Shut rooms", stages=[StagePlan("One"), StagePlan("Two")])
    queued(planned, moderator)
    client.force_login(moderator)
    assert address(planned) in client.get(planned.get_absolute_url()).content.decode()

    page = client.get(address(planned)).content.decode()
    first = client.post(address(planned), {"plan_version": 0})
    second = client.post(address(planned), {"plan_version": 0})

    for said in ("“Shut rooms”", "2 stages", "1 next question", "1 other person has a part in it and is told."):
        assert said in page
    assert (first.url, second.url) == (commons.get_absolute_url(),) * 2
    assert [str(message) for message in get_messages(first.wsgi_request)] == ["The plan is thrown away."]
    assert client.get(planned.get_absolute_url()).status_code == 404
    assert client.get(address(planned)).status_code == 404


def test_its_planner_learns_nothing_of_what_the_team_will_ask(client, planned, participant, moderator):
    queued(planned, moderator)
    client.force_login(participant)

    page = client.get(address(planned)).content.decode()

    assert "next question" not in page


def test_a_stale_page_throws_nothing_away(client, planned, participant, moderator):
    actions.change_plan(again(planned), actor=moderator, plan_version=0, objective="A page on shut rooms")
    client.force_login(participant)

    for sent in ({"plan_version": 0}, {}, {"plan_version": "x"}):
        answer = client.post(address(planned), sent, follow=True)
        assert "This plan was changed meanwhile." in answer.content.decode()
    assert Discussion.objects.exists()


def test_who_has_no_part_in_it_finds_nothing(client, planned, outsider, facilitator, moderator):
    throw_url = address(planned)
    for person in (outsider, facilitator):
        client.force_login(person)
        assert client.get(throw_url).status_code == client.post(throw_url).status_code == 404
    throw(planned, moderator)
    client.force_login(facilitator)
    assert client.post(throw_url).status_code == 404


def test_the_page_of_what_is_open_leads_there(client, planned, moderator, participant):
    actions.open_discussion(again(planned), actor=moderator)
    client.force_login(moderator)

    assert client.get(address(planned)).url == planned.get_absolute_url()
    assert client.post(address(planned), {"plan_version": 0}).url == planned.get_absolute_url()
    assert again(planned).is_open
