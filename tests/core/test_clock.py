"""By whose clock a page tells the time to whom."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Community
from tests.factories import DiscussionFactory, PostFactory

AT = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)


@pytest.fixture
def discussion(community, commons):
    Community.objects.filter(pk=community.pk).update(time_zone="Africa/Lagos", phase_since=AT)
    discussion = DiscussionFactory(space=commons, opened_at=AT)
    PostFactory(discussion=discussion, created_at=AT)
    return discussion


def live_in(zone, person):
    person.time_zone = zone
    person.save(update_fields=["time_zone"])


def test_a_reader_is_shown_times_by_their_own_clock(client, discussion, participant):
    live_in("Asia/Kolkata", participant)
    client.force_login(participant)

    page = client.get(discussion.get_absolute_url()).content.decode()

    assert "4 Mar 2026, 04:00 IST" in page or "4 Mar, 04:00 IST" in page
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_visitor_is_shown_times_by_the_community_s_clock(client, discussion):
    page = client.get(discussion.get_absolute_url()).content.decode()

    assert "3 Mar 2026, 23:30 WAT" in page or "3 Mar, 23:30 WAT" in page
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.parametrize("zone", ["Africa/Lagos", "Asia/Tokyo"])
@pytest.mark.parametrize("name", ["community", "discussions", "space"])
def test_a_visitor_is_shown_a_community_by_its_clock(client, discussion, zone, name):
    Community.objects.update(time_zone=zone, phase_since=datetime(2026, 3, 31, 20, tzinfo=UTC))
    discussion.closes_at = datetime(2199, 3, 31, 20, tzinfo=UTC)
    discussion.save(update_fields=["closes_at"])
    words = ["campus", "commons"] if name == "space" else ["campus"]

    page = client.get(reverse(f"home:{name}", args=words)).content.decode()

    assert ("1 April 2199" in page) is (zone == "Asia/Tokyo")
    assert ("31 March 2199" in page) is (zone == "Africa/Lagos")
    if name == "community":
        assert ("since April 2026" in page) is (zone == "Asia/Tokyo")


def test_a_page_that_was_kept_is_made_anew_for_another_clock(client, discussion, participant):
    client.force_login(participant)
    address = discussion.get_absolute_url()
    client.get(address)
    kept = {"If-None-Match": client.get(address).headers["ETag"]}
    assert client.get(address, headers=kept).status_code == 304

    live_in("Asia/Kolkata", participant)

    assert client.get(address, headers=kept).status_code == 200


def test_a_page_that_visitors_share_is_made_anew_for_another_clock(client, discussion):
    client.get(discussion.get_absolute_url())

    Community.objects.update(time_zone="Asia/Tokyo")

    assert "07:30 JST" in client.get(discussion.get_absolute_url()).content.decode()
