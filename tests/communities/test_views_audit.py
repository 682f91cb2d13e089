"""The page on which leaders read who changed what, and its download."""

import pytest
from django.urls import reverse
from django.utils import timezone

from activity.effects import record
from activity.models import Entry
from communities.actions import open_space
from tests.communities.test_audit import mixed
from tests.factories import DiscussionFactory, PostFactory

pytestmark = pytest.mark.django_db

AUDIT = reverse("communities:audit", args=["campus"])


@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 404), ("outsider", 404), ("participant", 403), ("facilitator", 403), ("moderator", 403), ("leader", 200)],
)
def test_it_is_for_leaders(request, client, community, who, status):
    if who:
        client.force_login(request.getfixturevalue(who))

    for address in (AUDIT, f"{AUDIT}table/"):
        assert client.get(address).status_code == status


ODD = "?kind=nonsense&person=99999999999999999999&since=2026-02-31&until=x"


def test_what_cannot_be_read_narrows_nothing_and_the_page_says_so(client, community, leader):
    open_space(community, actor=leader, name="Library", access="members", starters="team")
    client.force_login(leader)

    page = client.get(f"{AUDIT}{ODD}&after=%00&before=-1")

    assert page.status_code == 200
    odd = "What “nonsense”, Who “99999999999999999999”, From “2026-02-31” and Until “x”"
    assert f"This could not be looked for, so it was left out: <bdi>{odd}</bdi>" in page.content.decode()
    assert "Library" in page.content.decode()
    assert f'href="{AUDIT}table/"' in page.content.decode(), "the file is that of the list"
    assert client.get(f"{AUDIT}table/{ODD}").url == f"{AUDIT}{ODD}", "a file could not say so"
    assert "could not be looked for" not in client.get(f"{AUDIT}?after=9999999999999999999999").content.decode()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Lima"])
def test_the_first_and_the_last_day_that_there_are_can_be_asked_for(client, community, leader, zone):
    community.time_zone = zone
    community.save()
    open_space(community, actor=leader, name="Library", access="members", starters="team")
    client.force_login(leader)

    for address in (AUDIT, f"{AUDIT}table/"):
        found = client.get(f"{address}?since=0001-01-01&until=9999-12-31")

        assert found.status_code == 200
        assert "Library" in found.getvalue().decode()


def test_the_table_goes_by_the_same_filter_and_clock(client, community, leader, moderator, commons):
    community.time_zone = "America/Lima"
    community.save()
    open_space(community, actor=leader, name="=Library", access="members", starters="team")
    record("post.removed", actor=moderator, target=PostFactory(discussion=DiscussionFactory(space=commons, title="A")))
    client.force_login(leader)

    whole = client.get(f"{AUDIT}table/").getvalue().decode()
    rooms = client.get(f"{AUDIT}table/?kind=rooms").getvalue().decode()

    at = timezone.localtime(Entry.objects.get(verb="space.opened").at, community.zone)
    assert whole.startswith("\ufeffWhen (America/Lima),Who,What,More,About")
    assert len(whole.splitlines()) == 3
    assert f"{at:%Y-%m-%d %H:%M},Lea Leader,Lea Leader opened the space “=Library”,,'=Library" in rooms
    assert "Mo Moderator" not in rooms


def test_a_fragment_is_the_list_alone(client, community, leader):
    client.force_login(leader)

    fragment = client.get(AUDIT, HTTP_HX_REQUEST="true").content.decode()

    assert fragment.lstrip().startswith('<section class="section" id="found"')
    assert "Nothing of this was changed" in fragment


@pytest.mark.parametrize("number", [10, 3000])
def test_pages_ask_no_more_however_much_there_is(client, community, leader, number, django_assert_max_num_queries):
    mixed(community, leader, number)
    client.force_login(leader)
    client.get(AUDIT)

    with django_assert_max_num_queries(12):
        page = client.get(AUDIT)
    assert "a@example.org" in page.content.decode()
    if number > 100:
        with django_assert_max_num_queries(12):
            client.get(f"{AUDIT}?after={Entry.objects.order_by('-pk')[60].pk}")


def test_a_series_unfolds(client, community, leader):
    for number in range(4):
        open_space(community, actor=leader, name=f"Room {number}", access="members", starters="team")
    client.force_login(leader)

    page = client.get(AUDIT).content.decode()

    assert "and 3 more in the hour before" in page
    shown, _fold, within = page.partition("<details>")
    assert "opened the space “<bdi>Room 3</bdi>”" in shown
    assert [f"Room {number}" in shown for number in range(3)] == [False] * 3
    assert all(f"opened the space “<bdi>Room {number}</bdi>”" in within for number in range(3))
