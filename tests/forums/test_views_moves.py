"""The page on which a discussion is taken to another space."""

import re
import uuid

import pytest
from django.urls import reverse

from communities.effects import let_in
from communities.models import Role, Space
from forums.models import Discussion, Move, Post
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory

HTMX = {"HX-Request": "true"}
SECRET = "The head of the unit may read along."


@pytest.fixture
def discussion(members_room, participant):
    discussion = DiscussionFactory(space=members_room, title="When the room shuts down", difficulties=SECRET)
    PostFactory(discussion=discussion, author=participant)
    return discussion


@pytest.fixture
def url(discussion):
    return reverse("forums:move", args=[discussion.pk])


def sent(discussion, target, **more):
    return {"to": target.pk, "found_in": discussion.space_id, **more}


def test_it_offers_the_spaces_in_which_one_runs_discussions(client, community, url, moderator):
    Space.objects.create(community=community, slug="project", name="Project group", access="private")
    client.force_login(moderator)

    page = client.get(url)

    assert [label for _value, label in page.context["form"].fields["to"].choices] == [
        "Commons, read by everyone",
        "Team room, read by the team",
    ]
    assert Move.objects.count() == 0


def test_it_says_first_who_loses_sight(client, url, discussion, moderator, team_room):
    client.force_login(moderator)

    page = client.get(url, {"to": team_room.pk}).content.decode()

    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Gain sight of it Nobody Lose sight of it 1 member outside the team: Pia Participant" in said
    assert "also not what they wrote themselves" in said
    discussion.refresh_from_db()
    assert discussion.space.slug == "members"


def test_with_htmx_it_says_so_in_place(client, url, moderator, team_room):
    client.force_login(moderator)

    answer = client.get(url, {"to": team_room.pk}, headers=HTMX).content.decode()

    assert answer.lstrip().startswith('<section id="check"')
    assert "Pia Participant" in answer


def test_a_moderator_moves_it_to_fewer(client, url, discussion, moderator, team_room):
    client.force_login(moderator)

    response = client.post(url, sent(discussion, team_room), follow=True)

    assert response.redirect_chain == [(discussion.get_absolute_url(), 302)]
    assert "It is in Team room now." in response.content.decode()
    discussion.refresh_from_db()
    assert discussion.space == team_room


def test_to_more_a_moderator_is_told_that_a_leader_has_to(client, url, discussion, moderator, commons):
    client.force_login(moderator)

    page = client.get(url, {"to": commons.pk}).content.decode()
    assert "so a leader has to move it" in page
    assert 'name="found_in"' not in page

    assert client.post(url, sent(discussion, commons, confirm="1")).status_code == 403
    discussion.refresh_from_db()
    assert discussion.space.slug == "members"


def test_a_leader_confirms(client, url, discussion, leader, commons):
    client.force_login(leader)
    page = client.get(url, {"to": commons.pk}).content.decode()
    assert "Everyone on the web" in page
    assert "stay with those who run discussions where it is now" in page

    asked = client.post(url, sent(discussion, commons))
    assert (asked.status_code, Move.objects.count()) == (200, 0)
    assert "Move it and open it to them" in asked.content.decode()

    assert client.post(url, sent(discussion, commons, confirm="1")).url == discussion.get_absolute_url()
    assert Move.objects.get().target == commons
    assert SECRET in client.get(url).content.decode()
    assert SECRET in client.get(reverse("forums:plan", args=[discussion.pk])).content.decode()


def test_what_stayed_behind_is_not_shown_to_others(client, community, leader, team_room):
    room = Space.objects.create(community=community, slug="project", name="Project group", access="private")
    let_in(leader, room, role=Role.LEADER, source="founder")
    discussion = DiscussionFactory(space=room, difficulties=SECRET)
    client.force_login(leader)
    client.post(reverse("forums:move", args=[discussion.pk]), sent(discussion, team_room, confirm="1"))

    client.force_login(MembershipFactory(community=community, role=Role.MODERATOR).person)

    for name in ("discussion-short", "move", "plan"):
        page = client.get(reverse(f"forums:{name}", args=[discussion.pk]), follow=True)
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
        assert "Project group" not in page.content.decode()


def test_two_at_once_one_is_told(client, url, discussion, moderator, team_room, leader):
    client.force_login(leader)
    old = sent(discussion, team_room)
    Discussion.objects.update(space=team_room.community.spaces.get(slug="commons"))

    page = client.post(url, old, follow=True)

    assert "Somebody else has just moved it elsewhere." in page.content.decode()
    discussion.refresh_from_db()
    assert discussion.space.slug == "commons"


def test_a_double_click_is_harmless(client, url, discussion, moderator, team_room):
    client.force_login(moderator)

    for _ in range(2):
        assert client.post(url, sent(discussion, team_room)).url == discussion.get_absolute_url()

    assert Move.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "x", "0", "9" * 30])
def test_a_space_that_is_not_offered_is_refused(client, url, moderator, wrong):
    client.force_login(moderator)

    assert client.post(url, {"to": wrong}).status_code == 422
    assert client.get(url, {"to": wrong}).status_code == 200


def test_a_hidden_space_is_no_choice(client, community, url, moderator, discussion):
    room = Space.objects.create(community=community, slug="project", name="Project group", access="private")
    client.force_login(moderator)

    response = client.post(url, sent(discussion, room))

    assert response.status_code == 422
    assert "Project group" not in response.content.decode()


def test_the_page_is_for_those_who_run_discussions(client, url, participant, facilitator, outsider):
    for person, status in ((participant, 403), (facilitator, 403), (outsider, 404)):
        client.force_login(person)
        assert client.get(url).status_code == status
    client.logout()
    assert client.get(url).status_code == 404


def test_the_way_there_is_in_the_tools(client, url, discussion, moderator, participant):
    for person, is_shown in ((moderator, True), (participant, False)):
        client.force_login(person)
        assert (url in client.get(discussion.get_absolute_url()).content.decode()) == is_shown


def test_who_is_still_writing_keeps_the_text(client, url, discussion, moderator, participant, team_room):
    client.force_login(moderator)
    client.post(url, sent(discussion, team_room))
    client.force_login(participant)

    response = client.post(
        reverse("forums:reply", args=[discussion.pk]), {"text": "My long answer.", "submission": uuid.uuid4(), "to": ""}
    )

    page = response.content.decode()
    assert response.status_code == 404
    assert "My long answer." in page
    assert discussion.title not in page
    assert Post.objects.count() == 1


@pytest.mark.parametrize("number", [1, 12])
def test_queries_do_not_grow(client, community, url, leader, team_room, django_assert_max_num_queries, number):
    for each in range(number):
        room = Space.objects.create(community=community, slug=f"s{each}", name=f"S {each}", access="team")
        MembershipFactory(community=community)
        let_in(leader, room, role=Role.LEADER, source="founder")
    client.force_login(leader)
    client.get(url)

    with django_assert_max_num_queries(14):
        client.get(url, {"to": team_room.pk})
