"""What each person finds at home: first steps, a greeting, suggestions, and what they wait for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.actions import suspend_member
from communities.effects import let_in
from communities.models import Community, JoinRequest, Role
from forums.models import Mention
from home.queries.news import SHOWN_EACH
from tests.factories import (
    CommunityFactory,
    DiscussionFactory,
    MeetingFactory,
    MembershipFactory,
    PostFactory,
    UserFactory,
)
from tests.home.dashboards import LONG_AGO, URL, dashboard, invite, make_draft


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
    hellos = DiscussionFactory(space=commons, introductions_of=commons.community)
    PostFactory(discussion=hellos, author=outsider)
    assert steps() == (True, True, False, discussion)
    assert "Answer a question</b>" in client.get(URL).content.decode()
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

    assert '<span data-hours="5-12">Good morning, Olu</span>' in page
    assert '<span data-hours="18-24" hidden>Good evening, Olu</span>' in page
    assert '<time datetime="2026-03-03T22:30:00Z" data-local="today">Wednesday 4 March</time>' in page


def test_the_greeting_names_no_part_of_the_day_at_night(client, outsider, time_machine):
    time_machine.move_to("2026-03-03T01:10:00Z", tick=False)
    outsider.time_zone = "Europe/London"
    outsider.save()
    client.force_login(outsider)

    assert '<span data-hours="0-5">Hello, Olu</span>' in client.get(URL).content.decode()


def test_next_are_the_days_on_which_discussions_open_and_close(client, commons, team_room, participant, moderator):
    def in_days(days):
        return timezone.now() + timedelta(days=days)

    DiscussionFactory(space=commons, title="Closes", closes_at=in_days(3))
    DiscussionFactory(space=commons, title="Opens", state="planned", opened_at=None, opens_at=in_days(2), objective="x")
    DiscussionFactory(space=team_room, title="Team", closes_at=in_days(1))
    DiscussionFactory(space=commons, title="Far", closes_at=in_days(90))
    DiscussionFactory(space=commons, title="No day")
    MeetingFactory(space=commons, title="Meets", starts_at=in_days(2.5))
    MeetingFactory(space=commons, title="Called off", starts_at=in_days(2.6), state="cancelled")

    def ahead(person):
        return [(each.title, each.what) for each in dashboard(client, person).ahead]

    assert ahead(participant) == [("Meets", "meets"), ("Closes", "closes")]
    assert ahead(moderator) == [("Team", "closes"), ("Opens", "opens"), ("Meets", "meets"), ("Closes", "closes")]


def test_a_guest_is_not_urged_to_find_a_community(client, outsider, team_room):
    let_in(outsider, team_room, role=Role.GUEST, source="guest")
    client.force_login(outsider)

    response = client.get(URL)

    assert response.context["dashboard"].steps is None
    assert "Your communities" not in response.content.decode()


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
