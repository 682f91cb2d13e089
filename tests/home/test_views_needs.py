"""What waits for each person, with the one thing to do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from communities.actions import add_item, give_item_back, move_item, take_item
from communities.models import ActionItem, Community, JoinRequest
from forums.models import Closing, Discussion, Mention
from home.queries.needs import LONG
from tests.factories import CommunityFactory, DiscussionFactory, PostFactory, UserFactory
from tests.home.dashboards import LONG_AGO, dashboard, invite, make_closed, make_draft, needed


def test_drafts_wait_for_those_who_may_publish_them(client, commons, participant, facilitator, moderator, leader):
    draft = make_draft(commons)
    Closing.objects.create(discussion=DiscussionFactory(space=commons, state=Discussion.State.CLOSING), drafted_at=None)
    look = [("Read the draft", draft.discussion.title, draft.get_absolute_url())]

    waiting = [needed(client, person) for person in (participant, facilitator, moderator, leader)]

    assert waiting == [[], [], look, look]


@pytest.mark.parametrize("gone", ["left", "concluded"])
def test_nothing_waits_where_one_cannot_act_any_more(client, commons, moderator, gone):
    make_draft(commons)
    DiscussionFactory(space=commons, state="planned", opened_at=None, planned_by=moderator)
    JoinRequest.objects.create(community=commons.community, person=UserFactory())
    if gone == "left":
        moderator.memberships.update(state="left", ended_at=timezone.now())
    else:
        Community.objects.update(phase="concluded")

    assert needed(client, moderator) == []


def test_requests_wait_for_those_who_decide(client, community, participant, facilitator, moderator, leader):
    for _ in range(2):
        JoinRequest.objects.create(community=community, person=UserFactory())
    JoinRequest.objects.create(
        community=community, person=UserFactory(), state="declined", decided_at=timezone.now(), decided_by=leader
    )
    decide = [("Decide", "2 people ask to join", reverse("communities:requests", args=["campus"]))]

    assert [needed(client, person) for person in (participant, facilitator, moderator, leader)] == [
        [],
        [],
        decide,
        decide,
    ]


def test_an_invitation_waits_for_its_address_alone(client, outsider, participant):
    hidden = CommunityFactory(name="Hidden grove", visibility="hidden")
    invitation = invite(outsider, hidden)
    invite(outsider, CommunityFactory(name="Too late"), expires_at=timezone.now())

    assert needed(client, outsider) == [("Answer", "Hidden grove", invitation.get_absolute_url())]
    assert needed(client, participant) == []
    EmailAddress.objects.filter(user=outsider).update(verified=False)
    assert needed(client, outsider) == []


def test_a_mention_waits_until_it_is_answered(client, commons, participant, moderator):
    post = PostFactory(discussion__space=commons, author=moderator)
    Mention.objects.create(post=post, person=participant)

    assert needed(client, participant) == [("Answer", post.discussion.title, post.get_absolute_url())]
    assert needed(client, moderator) == []
    PostFactory(discussion=post.discussion, author=participant)
    assert needed(client, participant) == []


def test_a_mention_that_cannot_be_answered_does_not_wait(client, commons, team_room, participant, moderator):
    elsewhere = PostFactory(discussion__space=team_room, author=moderator)
    closed = make_closed(commons).posts.get()
    old = PostFactory(discussion__space=commons, author=moderator, created_at=LONG_AGO)
    removed = PostFactory(discussion__space=commons, author=moderator, deleted_at=timezone.now(), deleted_by=moderator)
    for post in (elsewhere, closed, old, removed):
        Mention.objects.create(post=post, person=participant)

    assert needed(client, participant) == []


def test_discussions_ask_those_who_run_them_for_the_next_step(client, commons, participant, moderator):
    undated = DiscussionFactory(space=commons, state="planned", opened_at=None, title="Undated")
    bare = DiscussionFactory(
        space=commons, state="planned", opened_at=None, title="Bare", opens_at=timezone.now() + timedelta(days=1)
    )
    quiet = PostFactory(discussion__space=commons, discussion__title="Quiet").discussion
    Discussion.objects.filter(pk=quiet.pk).update(last_post_at=timezone.now() - timedelta(days=30))
    dated = PostFactory(discussion__space=commons, discussion__closes_at=timezone.now() + timedelta(days=9)).discussion
    Discussion.objects.filter(pk=dated.pk).update(last_post_at=timezone.now() - timedelta(days=30))
    long = PostFactory(discussion__space=commons, discussion__title="Long").discussion
    Discussion.objects.filter(pk=long.pk).update(last_number=LONG)

    assert needed(client, participant) == []
    assert sorted(needed(client, moderator)) == sorted(
        [
            ("Set a day", "Undated", reverse("forums:plan", args=[undated.pk])),
            ("Write it", "Bare", reverse("forums:plan", args=[bare.pk])),
            ("Close it", "Quiet", reverse("forums:close", args=[quiet.pk])),
            ("Sum up so far", "Long", reverse("forums:summarise", args=[long.pk])),
        ]
    )


def test_a_summary_so_far_is_enough_for_a_while(client, commons, moderator):
    long = PostFactory(discussion__space=commons, discussion__title="Long").discussion
    PostFactory(discussion=long, kind="interim_summary", author=moderator)
    Discussion.objects.filter(pk=long.pk).update(last_number=LONG + 1)

    assert needed(client, moderator) == []


def test_whoever_planned_a_discussion_is_asked_for_its_day(client, commons, participant):
    planned = DiscussionFactory(space=commons, state="planned", opened_at=None, planned_by=participant)

    assert needed(client, participant) == [("Set a day", planned.title, reverse("forums:plan", args=[planned.pk]))]


def test_what_is_urgent_comes_first(client, commons, moderator):
    DiscussionFactory(space=commons, state="planned", opened_at=None, planned_by=moderator)
    make_draft(commons)
    invite(moderator, CommunityFactory())

    assert [need.is_urgent for need in dashboard(client, moderator).needs] == [True, True, False]


@pytest.mark.parametrize(
    ("days", "state", "is_needed"), [(-1, "to_do", True), (3, "doing", True), (4, "to_do", False), (0, "done", False)]
)
def test_what_i_took_on_is_needed_when_it_is_due(client, community, participant, moderator, days, state, is_needed):
    due_on = timezone.localdate(timezone=community.zone) + timedelta(days=days)
    item = add_item(community, actor=moderator, submission=uuid4(), title="Collect examples", owner=participant)
    ActionItem.objects.update(due_on=due_on)
    move_item(item, actor=participant, state=state)

    expected = [("Look at it", "Collect examples", item.get_absolute_url())] if is_needed else []
    assert needed(client, participant) == expected
    assert needed(client, moderator) == []


def test_what_i_took_on_says_who_gave_it_to_me(client, community, participant, moderator):
    today = timezone.localdate(timezone=community.zone)
    item = add_item(
        community, actor=moderator, submission=uuid4(), title="Collect examples", owner=participant, due_on=today
    )
    client.force_login(participant)
    assert "Mo Moderator gave you this, to be done by" in client.get("/").content.decode()

    give_item_back(item, actor=participant)
    take_item(item, actor=participant)

    assert "You took it on, and it is due by" in client.get("/").content.decode()
