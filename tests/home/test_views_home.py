"""The landing page, and what each person finds at home."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from communities.actions import add_item, move_item, suspend_member
from communities.effects import let_in
from communities.models import Community, Invitation, JoinRequest, Membership, Role
from forums.models import Closing, Discussion, Mention, ReadingPosition
from home.queries.needs import LONG
from home.queries.news import SHOWN_EACH
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory, UserFactory

URL = reverse("home:home")
LONG_AGO = timezone.now() - timedelta(days=400)


def dashboard(client, person):
    client.force_login(person)
    return client.get(URL).context["dashboard"]


def needed(client, person):
    return [(need.verb, need.title, need.url) for need in dashboard(client, person).needs]


def titles(dashboard):
    return [item.row.title for group in dashboard.news for item in group.items]


def make_draft(space, **fields):
    discussion = DiscussionFactory(space=space, state=Discussion.State.CLOSING, locked_at=timezone.now())
    return Closing.objects.create(discussion=discussion, drafted_at=timezone.now(), **fields)


def make_closed(space, title="Closed", closed_at=None):
    discussion = PostFactory(discussion__space=space, discussion__title=title).discussion
    closing = Closing.objects.create(
        discussion=discussion,
        excerpt=f"{title}: we ask first.",
        drafted_at=timezone.now(),
        published_at=closed_at or timezone.now(),
        published_by=discussion.posts.get().author,
    )
    Discussion.objects.filter(pk=discussion.pk).update(state="closed", closing=closing)
    return discussion


def read(person, discussion, last_read=1, at=None):
    position = ReadingPosition.objects.create(person=person, discussion=discussion, last_read=last_read)
    if at:
        ReadingPosition.objects.filter(pk=position.pk).update(changed_at=at)


def invite(person, community, **fields):
    inviter = MembershipFactory(community=community, role=Role.LEADER, person__display_name="Ines Inviter").person
    return Invitation.objects.create(
        community=community,
        email=person.email,
        invited_by=inviter,
        **{"expires_at": timezone.now() + timedelta(days=7), **fields},
    )


def test_a_visitor_finds_two_calls_what_is_talked_about_and_a_closing(client, commons, members_room):
    PostFactory(discussion__space=commons, discussion__title="What did you say?")
    PostFactory(discussion__space=members_room, discussion__title="Among ourselves")
    make_closed(commons, "Openings")
    make_closed(members_room, "Secrets")
    CommunityFactory(name="Hidden grove", visibility="hidden")

    page = client.get(URL).content.decode()

    assert f'action="{reverse("home:directory")}"' in page
    assert reverse("communities:new") in page
    assert "Virtual campus" in page
    assert "Openings: we ask first." in page
    assert not {text for text in ("Among ourselves", "Secrets", "Hidden grove") if text in page}


def test_what_is_listed_shows_no_talk_to_visitors(client, commons):
    PostFactory(discussion__space=commons, discussion__title="Inside")
    make_closed(commons, "Openings")
    Community.objects.update(visibility="listed", member_count=4141)

    page = client.get(URL).content.decode()

    assert "Virtual campus" in page
    assert not {text for text in ("Inside", "Openings", "4141") if text in page}


def test_the_landing_page_is_made_once_and_anew_when_something_changed(client, commons, django_assert_max_num_queries):
    first = client.get(URL)

    with django_assert_max_num_queries(3):
        again = client.get(URL)
    assert again.content == first.content
    assert client.get(URL, headers={"If-None-Match": first["ETag"]}).status_code == 304

    Community.objects.update(visibility="hidden")
    changed = client.get(URL, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert b"Virtual campus" not in changed.content


def test_what_a_visitor_is_told_in_passing_is_kept_for_nobody(client, participant):
    client.force_login(participant)
    client.post(reverse("account_logout"), follow=False)

    told = client.get(URL)

    assert b"message--" in told.content
    assert b"message--" not in client.get(URL).content


def test_whoever_belongs_nowhere_is_shown_the_first_steps(client, outsider):
    client.force_login(outsider)

    page = client.get(URL).content.decode()

    assert "Three steps to begin with" in page
    assert "Needs you" not in page
    assert "Since last time" not in page
    assert reverse("accounts:profile") in page


def test_the_first_steps_are_ticked_one_by_one_and_then_gone(client, outsider, commons):
    def steps():
        found = dashboard(client, outsider).steps
        return found and (found.has_profile, found.has_community, found.has_spoken, found.question)

    assert steps() == (False, False, False, None)
    outsider.bio = "I teach."
    outsider.save()
    assert steps() == (True, False, False, None)
    MembershipFactory(community=commons.community, person=outsider)
    discussion = PostFactory(discussion__space=commons).discussion
    assert steps() == (True, True, False, discussion)
    PostFactory(discussion=discussion, author=outsider)
    assert steps() is None


def test_who_is_no_newcomer_is_not_shown_the_steps_again(client, participant):
    participant.date_joined = LONG_AGO
    participant.save()

    assert dashboard(client, participant).steps is None


def test_the_greeting_knows_the_hour_where_the_person_is(client, outsider, time_machine):
    time_machine.move_to("2026-03-03T22:30:00Z", tick=False)
    outsider.time_zone = "Asia/Tokyo"
    outsider.save()
    client.force_login(outsider)

    page = client.get(URL).content.decode()

    assert "Good morning, Olu" in page
    assert "Wednesday 4 March" in page


def test_the_greeting_names_no_part_of_the_day_at_night(client, outsider, time_machine):
    time_machine.move_to("2026-03-03T01:10:00Z", tick=False)
    outsider.time_zone = "Europe/London"
    outsider.save()
    client.force_login(outsider)

    assert "Hello, Olu" in client.get(URL).content.decode()


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


def test_next_are_the_days_on_which_discussions_open_and_close(client, commons, team_room, participant, moderator):
    def in_days(days):
        return timezone.now() + timedelta(days=days)

    DiscussionFactory(space=commons, title="Closes", closes_at=in_days(3))
    DiscussionFactory(space=commons, title="Opens", state="planned", opened_at=None, opens_at=in_days(2), objective="x")
    DiscussionFactory(space=team_room, title="Team", closes_at=in_days(1))
    DiscussionFactory(space=commons, title="Far", closes_at=in_days(90))
    DiscussionFactory(space=commons, title="No day")

    def ahead(person):
        return [(each.title, each.opens) for each in dashboard(client, person).ahead]

    assert ahead(participant) == [("Closes", False)]
    assert ahead(moderator) == [("Team", False), ("Opens", True), ("Closes", False)]


def test_news_are_what_i_have_not_read_in_my_communities(client, commons, participant):
    read_one, unread, never = [PostFactory(discussion__space=commons).discussion for _ in range(3)]
    PostFactory(discussion__space=CommunityFactory().spaces.get(slug="commons"))
    DiscussionFactory(space=commons, state=Discussion.State.PLANNED, opened_at=None)
    read(participant, read_one)
    read(participant, unread, last_read=0)

    found = dashboard(client, participant)

    assert titles(found) == [never.title, unread.title]
    assert [(item.url, item.row.new_count) for item in found.news[0].items] == [
        (never.get_absolute_url(), 0),
        (reverse("forums:post-number", args=[unread.pk, 1]), 1),
    ]


def test_a_closing_is_news_until_it_was_read(client, commons, participant):
    before = timezone.now() - timedelta(days=2)
    seen, unseen, old = [make_closed(commons, title) for title in ("Seen", "Unseen", "Old")]
    read(participant, seen)
    read(participant, unseen, at=before)
    read(participant, old, at=LONG_AGO)
    Closing.objects.filter(discussion=old).update(published_at=timezone.now() - timedelta(days=60))

    assert titles(dashboard(client, participant)) == ["Unseen"]
    assert b"Unseen: we ask first." in client.get(URL).content


def test_new_members_are_news_for_the_team(client, community, participant, facilitator):
    joined = LONG_AGO
    Membership.objects.update(joined_at=joined)
    MembershipFactory.create_batch(2, community=community)

    assert dashboard(client, participant).news == []
    assert [group.fresh_members for group in dashboard(client, facilitator).news] == [2]


def test_whoever_has_read_everything_is_told_so(client, participant):
    client.force_login(participant)

    assert b"You have read everything" in client.get(URL).content


def test_the_team_room_is_no_news_for_participants(client, team_room, participant, facilitator):
    Membership.objects.update(joined_at=LONG_AGO)
    discussion = PostFactory(discussion__space=team_room).discussion

    assert titles(dashboard(client, participant)) == []
    assert titles(dashboard(client, facilitator)) == [discussion.title]


def test_a_guest_finds_their_room_and_its_news(client, outsider, team_room):
    discussion = PostFactory(discussion__space=team_room).discussion
    let_in(outsider, team_room, role=Role.GUEST, source="guest")

    found = dashboard(client, outsider)

    assert found.rooms == [team_room]
    assert found.memberships == []
    assert titles(found) == [discussion.title]


def test_a_guest_is_not_urged_to_find_a_community(client, outsider, team_room):
    let_in(outsider, team_room, role=Role.GUEST, source="guest")
    client.force_login(outsider)

    response = client.get(URL)

    assert response.context["dashboard"].steps is None
    assert "Your communities" not in response.content.decode()


def test_nothing_is_left_of_a_room_when_the_time_is_over(client, outsider, team_room):
    PostFactory(discussion__space=team_room)
    let_in(outsider, team_room, role=Role.GUEST, source="guest", until=timezone.now())

    found = dashboard(client, outsider)

    assert (found.rooms, found.news) == ([], [])


def test_suggestions_speak_of_what_i_am_interested_in(client, outsider):
    outsider.interests = "Simulation, ultrasound"
    outsider.language = "es"
    outsider.save()
    CommunityFactory(name="Handover at night")
    english = CommunityFactory(name="Simulation for wards")
    spanish = CommunityFactory(name="Simulation en equipo", language="es", visibility="listed")
    CommunityFactory(name="Simulation, hidden", visibility="hidden")
    CommunityFactory(name="Simulation, invited", admission="invitation")
    CommunityFactory(name="Simulation, once", phase="concluded")
    left = CommunityFactory(name="Simulation, left")
    MembershipFactory(community=left, person=outsider, state="left", ended_at=timezone.now())

    assert dashboard(client, outsider).suggestions == [spanish, english]


def test_nothing_is_suggested_to_whoever_named_no_interest(client, outsider, community):
    assert dashboard(client, outsider).suggestions == []


@pytest.mark.parametrize(
    ("days", "state", "is_needed"), [(-1, "to_do", True), (3, "doing", True), (4, "to_do", False), (0, "done", False)]
)
def test_what_i_took_on_is_needed_when_it_is_due(client, community, participant, moderator, days, state, is_needed):
    due_on = timezone.localdate(timezone=community.zone) + timedelta(days=days)
    item = add_item(
        community, actor=moderator, submission=uuid4(), title="Collect examples", owner=participant, due_on=due_on
    )
    move_item(item, actor=participant, state=state)

    expected = [("Look at it", "Collect examples", item.get_absolute_url())] if is_needed else []
    assert needed(client, participant) == expected
    assert needed(client, moderator) == []


@pytest.mark.parametrize("number", [1, SHOWN_EACH + 4])
def test_queries_do_not_grow_with_what_is_there(client, moderator, commons, number, django_assert_max_num_queries):
    moderator.interests = "community"
    moderator.save()
    for _ in range(number):
        post = PostFactory(discussion__space=commons, discussion__closes_at=timezone.now() + timedelta(days=3))
        Mention.objects.create(post=post, person=moderator)
        make_draft(commons)
        MembershipFactory(person=moderator)
        JoinRequest.objects.create(community=commons.community, person=UserFactory())
        invite(moderator, CommunityFactory())
        let_in(moderator, CommunityFactory().spaces.get(slug="team"), role=Role.GUEST, source="guest")
    client.force_login(moderator)
    client.get(URL)

    with django_assert_max_num_queries(12):
        client.get(URL)


def test_what_one_waits_for_is_said(client, community, outsider, moderator):
    JoinRequest.objects.create(community=community, person=outsider)
    client.force_login(outsider)
    page = client.get(URL).content.decode()
    assert "What you wait for" in page
    assert "You have asked to join Virtual campus." in page

    JoinRequest.objects.update(state="withdrawn")
    page = client.get(URL).content.decode()
    assert "What you wait for" not in page
    assert "You have asked to join" not in page


def test_a_suspension_is_said_where_the_community_may_be_known(client, community, participant, moderator):
    membership = participant.memberships.get()
    suspend_member(membership, actor=moderator, reason="A rest.", until=timezone.now() + timedelta(days=3))
    client.force_login(participant)
    assert "Your membership here is suspended. It goes on by itself on" in client.get(URL).content.decode()

    Community.objects.update(visibility="hidden")
    assert "Virtual campus" not in client.get(URL).content.decode()


def test_what_needs_a_newcomer_stands_above_their_first_steps(client, community, outsider):
    invite(outsider, community)
    client.force_login(outsider)

    page = client.get(URL).content.decode()

    assert page.index("Needs you") < page.index("Three steps to begin with")
