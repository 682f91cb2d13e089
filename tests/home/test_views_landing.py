"""What a visitor finds."""

from django.urls import reverse

from communities.models import Community
from tests.factories import CommunityFactory, PostFactory
from tests.home.dashboards import URL, make_closed


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
