"""A community's front page, its discussions and its spaces."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from communities.effects import let_in
from communities.models import Community, JoinRequest, Membership, Role
from forums.models import Closing, Discussion
from tests.factories import CommunityFactory, DiscussionFactory, InvitationFactory, MembershipFactory, PostFactory
from tests.masking import masked

FRONT = reverse("home:community", args=["campus"])
DISCUSSIONS = reverse("home:discussions", args=["campus"])
SPACE = reverse("home:space", args=["campus", "members"])


def make_closed(space, excerpt="We ask first, and say why."):
    discussion = PostFactory(discussion__space=space).discussion
    closing = Closing.objects.create(
        discussion=discussion,
        excerpt=excerpt,
        drafted_at=timezone.now(),
        published_at=timezone.now(),
        published_by=discussion.posts.get().author,
    )
    Discussion.objects.filter(pk=discussion.pk).update(state="closed", closing=closing)
    return discussion


def page_of(client, url, person=None):
    if person:
        client.force_login(person)
    response = client.get(url)
    assert response.status_code == 200
    return masked(response)  # a token may hold any number


def test_a_public_community_shows_itself_to_visitors(client, commons, members_room, leader):
    open_one = PostFactory(discussion__space=commons, discussion__title="What did you say?").discussion
    PostFactory(discussion__space=members_room, discussion__title="Among ourselves")
    make_closed(commons)

    page = page_of(client, FRONT)

    assert "People who want their feedback to be heard." in page
    assert open_one.get_absolute_url() in page
    assert "We ask first, and say why." in page
    assert "Lea Leader" in page
    assert "Among ourselves" not in page
    assert reverse("communities:join", args=["campus"]) in page
    assert reverse("communities:members", args=["campus"]) not in page


def test_a_listed_community_shows_strangers_its_purpose_and_how_to_join(client, commons, leader, outsider):
    Community.objects.update(visibility="listed", member_count=484848)
    PostFactory(discussion__space=commons, discussion__title="Inside")

    for person in (None, outsider):
        page = page_of(client, FRONT, person)
        assert "People who want their feedback to be heard." in page
        assert "Join" in page
        assert not {
            text for text in ("Inside", "Lea Leader", "484", "lifeline", "Commons", 'class="tabs"') if text in page
        }


def test_a_hidden_community_is_not_there_for_strangers(client, community, outsider, participant):
    Community.objects.update(visibility="hidden")
    missing = client.get("/c/nowhere/")
    assert (client.get(FRONT).status_code, missing.status_code) == (404, 404)
    client.force_login(outsider)
    assert client.get(FRONT).status_code == 404

    assert "People who want their feedback" in page_of(client, FRONT, participant)


def test_a_visitor_signs_in_on_the_page_of_what_is_not_there(client, community):
    Community.objects.update(visibility="hidden")

    hidden, missing = (client.get(path).content.decode() for path in (FRONT, "/c/xxxxxx/"))

    assert 'name="next" value="/c/campus/"' in hidden
    assert "csrfmiddlewaretoken" in hidden
    assert len(hidden) == len(missing)


def test_a_guest_of_a_hidden_community_sees_its_name_and_their_room(client, outsider, community, team_room, leader):
    Community.objects.update(visibility="hidden", member_count=48484)
    let_in(outsider, team_room, role=Role.GUEST, source="guest")

    page = page_of(client, FRONT, outsider)

    assert "Virtual campus" in page
    assert team_room.get_absolute_url() in page
    hidden = ("People who want their feedback", "48484", "Lea Leader", "Commons", "lifeline", "Join")
    assert not {text for text in hidden if text in page}


def test_a_member_leaves_and_a_stranger_joins(client, participant, outsider):
    join, leave = (reverse(f"communities:{verb}", args=["campus"]) for verb in ("join", "leave"))

    of_member, of_stranger = page_of(client, FRONT, participant), page_of(client, FRONT, outsider)

    assert (leave in of_member, join in of_member) == (True, False)
    assert (leave in of_stranger, join in of_stranger) == (False, True)


@pytest.mark.parametrize("change", [{"admission": "invitation"}, {"phase": "concluded"}])
def test_nobody_is_offered_to_join_where_they_could_not(client, outsider, community, change):
    Community.objects.update(**change)
    join = reverse("communities:join", args=["campus"])

    assert join not in page_of(client, FRONT)
    assert join not in page_of(client, FRONT, outsider)


def test_whoever_was_removed_is_not_offered_to_join(client, outsider, community):
    MembershipFactory(community=community, person=outsider, state="removed", ended_at=timezone.now())

    assert reverse("communities:join", args=["campus"]) not in page_of(client, FRONT, outsider)


@pytest.mark.parametrize("phase", ["active", "concluded"])
def test_where_nothing_is_discussed_it_says_why(client, community, phase):
    Community.objects.update(phase=phase)

    page = page_of(client, FRONT)

    assert ("Nothing is being discussed just now" in page) == (phase == "active")
    assert ("It has come to its end" in page) == (phase == "concluded")


@pytest.mark.parametrize("phase", Community.Phase.values)
def test_every_phase_has_its_life_line(client, community, phase):
    Community.objects.update(phase=phase)

    assert 'aria-current="step"' in page_of(client, FRONT)


def test_an_empty_community_offers_its_team_the_first_step(client, community, moderator):
    plan = reverse("forums:plan-new", args=["campus", "commons"])

    assert plan not in page_of(client, FRONT)
    assert plan in page_of(client, FRONT, moderator)


def test_the_discussions_of_a_community_by_reader(client, commons, members_room, team_room, participant, moderator):
    for space in (commons, members_room, team_room):
        PostFactory(discussion__space=space, discussion__title=f"In {space.slug}")
    DiscussionFactory(space=commons, title="Still planned", state="planned", opened_at=None)

    def found(person=None):
        if person:
            client.force_login(person)
        return {listed.row.title for listed in client.get(DISCUSSIONS).context["page"].rows}

    assert found() == {"In commons"}
    assert found(participant) == {"In commons", "In members"}
    assert found(moderator) == {"In commons", "In members", "In team", "Still planned"}


def test_the_discussions_of_a_listed_community_are_for_members(client, community, outsider, participant):
    Community.objects.update(visibility="listed")
    assert client.get(DISCUSSIONS).status_code == 404
    client.force_login(outsider)
    assert client.get(DISCUSSIONS).status_code == 404
    client.force_login(participant)
    assert client.get(DISCUSSIONS).status_code == 200


def test_where_one_may_plan(client, community, participant, moderator):
    def spaces(person=None):
        if person:
            client.force_login(person)
        return [space.slug for space in client.get(DISCUSSIONS).context["plannable"]]

    assert spaces() == []
    assert spaces(participant) == ["commons", "members"]
    assert spaces(moderator) == ["commons", "members", "team"]


def test_a_page_of_discussions_leads_on(client, commons):
    for _ in range(21):
        PostFactory(discussion__space=commons)

    first = client.get(DISCUSSIONS)
    second = client.get(DISCUSSIONS, {"after": first.context["page"].after})

    assert (len(first.context["page"].rows), len(second.context["page"].rows)) == (20, 1)
    assert b'rel="next"' in first.content
    assert b'rel="next"' not in second.content


def test_a_space_shows_its_own_discussions(client, commons, members_room, participant, outsider):
    PostFactory(discussion__space=members_room, discussion__title="Among ourselves")
    PostFactory(discussion__space=commons, discussion__title="For everyone")

    page = page_of(client, SPACE, participant)

    assert "Among ourselves" in page
    assert "For everyone" not in page
    assert reverse("forums:plan-new", args=["campus", "members"]) in page
    assert f'<a href="{reverse("home:discussions", args=["campus"])}">Discussions' in page


def test_a_space_that_one_may_not_read_is_not_there(client, community, outsider, participant):
    assert client.get(SPACE).status_code == 404
    client.force_login(outsider)
    assert client.get(SPACE).status_code == 404
    client.force_login(participant)
    assert client.get(reverse("home:space", args=["campus", "team"])).status_code == 404
    assert client.get(reverse("home:space", args=["elsewhere", "members"])).status_code == 404


def test_a_guest_s_space_shows_no_way_into_the_community(client, outsider, community, team_room):
    let_in(outsider, team_room, role=Role.GUEST, source="guest")
    Membership.objects.all().delete()
    Community.objects.update(visibility="hidden")

    page = page_of(client, team_room.get_absolute_url(), outsider)

    assert "Virtual campus" in page
    assert "People who want their feedback" not in page
    assert 'class="tabs"' not in page


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize(("url", "most"), [(FRONT, 12), (DISCUSSIONS, 8), (SPACE, 9)])
def test_queries_do_not_grow_with_what_is_there(
    client, leader, commons, members_room, number, url, most, django_assert_max_num_queries
):
    for space in (commons, members_room):
        for _ in range(number):
            PostFactory(discussion__space=space)
            make_closed(space)
    MembershipFactory.create_batch(number, community=commons.community, role=Role.FACILITATOR)
    CommunityFactory()
    client.force_login(leader)
    client.get(url)

    with django_assert_max_num_queries(most):
        client.get(url)


def test_whoever_is_asked_in_finds_the_invitation_at_the_door(client, community, outsider, leader):
    community.admission = "request"
    community.save(update_fields=["admission"])
    JoinRequest.objects.create(community=community, person=outsider, state="declined", decided_at=timezone.now())
    invitation = InvitationFactory(community=community, email=outsider.email.upper(), invited_by=leader)
    client.force_login(outsider)

    page = client.get("/c/campus/").content.decode()

    assert "Lea Leader asks you in." in page
    assert "could not take you in" not in page
    assert client.get("/c/campus/join/").url == invitation.get_absolute_url()
    answer = re.search(r'action="([^"]*accept/)"', page)[1]
    client.post(answer)
    assert community.memberships.live().filter(person=outsider).exists()


def test_an_invitation_into_one_room_is_offered_as_what_it_is(client, community, outsider, team_room, leader):
    until = timezone.now() + timedelta(days=3)
    InvitationFactory(
        community=community, room=team_room, role=Role.GUEST, until=until, email=outsider.email, invited_by=leader
    )
    client.force_login(outsider)

    assert "Lea Leader asks you into Team room, as a guest." in client.get("/c/campus/").content.decode()


@pytest.mark.parametrize(
    ("phase", "said"),
    [
        ("active", "Active since October 2026"),
        ("concluded", "Concluded, October 2026"),
        ("did_not_launch", "Did not launch, October 2026"),
    ],
)
def test_the_life_line_says_when_a_community_ended(phase, said):
    community = Community(phase=phase, phase_since=datetime(2026, 10, 5, 12, tzinfo=UTC))

    assert f'<li aria-current="step">{said}</li>' in render_to_string("home/_lifeline.html", {"community": community})
