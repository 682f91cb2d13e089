import pytest
from django.urls import reverse

from notifications.models import Volume
from tests.factories import DiscussionFactory


def address(kind, thing):
    return reverse("notifications:volume", args=[kind, thing.pk])


def chosen():
    return list(Volume.objects.order_by("pk").values_list("scope_kind", "scope_id", "level"))


@pytest.mark.parametrize("level", ["mute", "mentions", "normal", "all"])
def test_the_page_of_a_space_keeps_what_is_chosen_and_leads_back(client, commons, participant, level):
    client.force_login(participant)

    page = client.get(address("communities.space", commons))
    answer = client.post(address("communities.space", commons), {"level": level})
    again = client.post(address("communities.space", commons), {"level": level})

    assert page.status_code == 200
    assert answer["Location"] == again["Location"] == commons.get_absolute_url()
    assert chosen() == [("communities.space", commons.pk, level)]


def test_no_choice_of_its_own_hears_as_what_it_stands_in(client, commons, participant):
    discussion = DiscussionFactory(space=commons)
    Volume.objects.create(person=participant, scope_kind="communities.space", scope_id=commons.pk, level="mute")
    client.force_login(participant)
    client.post(address("forums.discussion", discussion), {"level": "all"})

    page = client.get(address("forums.discussion", discussion)).content.decode()
    client.post(address("forums.discussion", discussion), {"level": "around"})

    assert "As in its space: nothing" in page
    assert chosen() == [("communities.space", commons.pk, "mute")]


def test_what_is_usual_in_a_community_is_not_kept(client, community, participant):
    client.force_login(participant)
    client.post(address("communities.community", community), {"level": "all"})

    client.post(address("communities.community", community), {"level": "normal"})

    assert chosen() == []


@pytest.mark.parametrize("level", ["", "around", "loud"])
def test_a_level_that_does_not_exist_is_refused(client, community, participant, level):
    client.force_login(participant)

    answer = client.post(address("communities.community", community), {"level": level})

    assert answer.status_code == 422
    assert chosen() == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_one_may_not_see_has_no_volume(client, team_room, participant, method):
    client.force_login(participant)

    answer = getattr(client, method)(address("communities.space", team_room), {"level": "all"})

    assert answer.status_code == 404
    assert chosen() == []


def test_what_stands_in_no_space_has_no_volume(client, participant):
    client.force_login(participant)

    assert client.get(reverse("notifications:volume", args=["communities.membership", 1])).status_code == 404


@pytest.mark.parametrize("page", ["home:community", "home:space"])
def test_the_pages_of_a_community_and_a_space_lead_there(client, commons, participant, page):
    is_space = page == "home:space"
    arguments = [commons.community.slug, *([commons.slug] if is_space else [])]
    way = address("communities.space", commons) if is_space else address("communities.community", commons.community)

    assert way not in client.get(reverse(page, args=arguments)).content.decode()
    client.force_login(participant)
    assert way in client.get(reverse(page, args=arguments)).content.decode()


def test_the_page_of_a_discussion_says_what_is_heard_of_its_space(client, commons, participant):
    discussion = DiscussionFactory(space=commons)
    client.force_login(participant)
    before = client.get(discussion.get_absolute_url())
    Volume.objects.create(person=participant, scope_kind="communities.space", scope_id=commons.pk, level="mute")

    after = client.get(discussion.get_absolute_url(), headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "You hear nothing from here" in after.content.decode()
