"""Who takes part how much: docs/levels.md."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities import actions
from communities.effects.levels import place_members, place_members_of
from communities.models import Membership
from communities.queries import standing_in
from communities.queries.levels import CORE_WEEKS, NEWCOMER, WINDOW
from communities.queries.tabs import tabs_for
from core import seams
from forums.models import Closing, Post, ReadingPosition
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory, UserFactory

LONG_AGO = timedelta(days=400)
ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def discussion(community):
    return DiscussionFactory(space=community.spaces.get(slug="commons"))


@pytest.fixture
def member(community):
    def make(**facts):
        return MembershipFactory(community=community, joined_at=timezone.now() - LONG_AGO, **facts)

    return make


def wrote(membership, discussion, *days_ago):
    for days in days_ago:
        post = PostFactory(discussion=discussion, author=membership.person)
        Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - timedelta(days=days))


def read(membership, discussion, days_ago):
    ReadingPosition.objects.create(person=membership.person, discussion=discussion, last_read=1)
    moved = timezone.now() - timedelta(days=days_ago)
    ReadingPosition.objects.filter(person=membership.person).update(changed_at=moved)


def level_of(membership):
    return Membership.objects.values_list("level", flat=True).get(pk=membership.pk)


@pytest.mark.parametrize(
    ("days", "level"),
    [
        ([3, 10, 17, 24], "core"),
        ([3, 4, 5, 10, 17], "active"),  # many posts in three weeks
        ([80], "active"),
        ([90], "quiet"),
        ([], "quiet"),
    ],
)
def test_weeks_of_giving_decide(community, discussion, member, days, level):
    somebody = member()
    wrote(somebody, discussion, *days)

    place_members()

    assert level_of(somebody) == level


def test_reading_is_taking_part(community, discussion, member):
    reader, former = member(), member()
    read(reader, discussion, 20)
    read(former, discussion, 100)

    place_members()

    assert (level_of(reader), level_of(former)) == ("peripheral", "quiet")


def test_what_was_removed_and_what_is_elsewhere_counts_not(community, discussion, member):
    removed, elsewhere = member(), member()
    wrote(removed, discussion, 3)
    Post.objects.filter(author=removed.person).update(deleted_at=timezone.now())
    wrote(elsewhere, DiscussionFactory(), 3)

    place_members()

    assert (level_of(removed), level_of(elsewhere)) == ("quiet", "quiet")


def test_closing_commenting_and_proposing_is_giving_too(community, discussion, member, leader):
    closer, commenter, proposer = member(), member(), member()
    now = timezone.now()
    Closing.objects.create(discussion=discussion, summary="x", published_at=now, published_by=closer.person)
    item = community.action_items.create(submission=uuid4(), title="Slides", created_by=leader)
    item.comments.create(author=commenter.person, text="Mine.", submission=uuid4())
    community.topics.create(proposed_by=proposer.person, title="Silence", submission=uuid4())

    place_members()

    assert [level_of(each) for each in (closer, commenter, proposer)] == ["active"] * 3


def test_newcomers_the_paused_and_those_outside_have_no_level(community, discussion, member):
    now = timezone.now()
    newcomer = MembershipFactory(community=community, joined_at=now - NEWCOMER + timedelta(hours=1))
    paused, over = member(paused_until=now + timedelta(days=9)), member(until=now - timedelta(hours=1))
    left = member(state="left", ended_at=now)
    for each in (newcomer, paused, over, left):
        wrote(each, discussion, 3)

    place_members()

    assert [level_of(each) for each in (newcomer, paused, over, left)] == [""] * 4


def test_only_what_changes_is_written(community, discussion, member):
    somebody, other = member(), member()
    wrote(somebody, discussion, 3)

    assert place_members_of(community) == 2
    assert place_members_of(community) == 0
    wrote(other, discussion, 3)
    assert place_members_of(community) == 1


def test_statements_do_not_grow_with_the_members(community, discussion, member):
    def number():
        with CaptureQueriesContext(connection) as found:
            place_members_of(community)
        return len(found)

    wrote(member(), discussion, 3)
    few = number()
    for _each in range(20):
        wrote(member(), discussion, 3)

    assert number() == few


def test_nobody_is_called_anything_where_it_has_ended(community, discussion, member):
    somebody = member()
    place_members()
    type(community).objects.filter(pk=community.pk).update(phase="concluded")

    place_members()

    assert level_of(somebody) == ""


def test_other_communities_go_on_where_one_is_held(community, member, monkeypatch):
    from communities.effects import levels
    from core.errors import Busy

    somebody = member()
    held = CommunityFactory()
    theirs = MembershipFactory(community=held, joined_at=timezone.now() - LONG_AGO)
    lock = levels.lock

    def busy(row):
        if row.pk == held.pk:
            raise Busy("held")
        return lock(row)

    monkeypatch.setattr(levels, "lock", busy)
    place_members()

    assert (level_of(somebody), level_of(theirs)) == ("quiet", "")


def test_a_level_goes_with_the_membership(community, leader, member):
    somebody = member()
    place_members()

    actions.suspend_member(Membership.objects.get(pk=somebody.pk), reason="A rest.", actor=leader)

    assert level_of(somebody) == ""


def test_it_comes_with_ones_own_data(community, member):
    somebody = member()
    place_members()

    found = seams.person_export.ask(somebody.person)["communities"]["memberships"]

    assert [each["level"] for each in found] == ["quiet"]


def test_the_window_is_what_the_page_and_the_document_say():
    said = (ROOT / "docs" / "levels.md").read_text()

    assert f"at least {CORE_WEEKS} of the last {WINDOW.days // 7} weeks" in said
    assert f"less than {NEWCOMER.days // 7} weeks ago" in said
    assert (WINDOW.days // 7, CORE_WEEKS, NEWCOMER.days // 7) == (12, 4, 4), "MEANINGS and the page say so in words"


@pytest.fixture
def address(community):
    return reverse("communities:levels", args=[community.slug])


def test_the_team_sees_names_in_alphabetical_order(client, address, facilitator, member, discussion):
    for name in ("Zoe", "émile", "Ana"):
        member(person=UserFactory(display_name=name))
    place_members()
    client.force_login(facilitator)

    response = client.get(address)

    quiet = response.context["groups"][-1]
    assert [each.person.name for each in quiet.members if each.person.name in {"Zoe", "émile", "Ana"}] == [
        "Ana",
        "émile",
        "Zoe",
    ]
    assert quiet.number == len(quiet.members)
    page = response.content.decode()
    assert "Note for the team" in page
    assert reverse("home:discussions", args=["campus"]) in page.split("To thank or to ask somebody")[1]


@pytest.mark.parametrize("who", ["participant", "outsider"])
def test_nobody_else_does(client, address, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(address).status_code == (403 if who == "participant" else 404)


def test_no_other_page_of_members_says_it(client, community, participant, member):
    core = member(person=UserFactory(display_name="Ana"))
    Membership.objects.filter(pk=core.pk).update(level="core")
    client.force_login(participant)

    for name in ("communities:members", "communities:roles", "home:community"):
        page = client.get(reverse(name, args=[community.slug])).content.decode()
        assert not [words for words in ("They carry it", "carries it", "members/levels") if words in page]


def test_who_keeps_their_profile_to_themselves_is_a_name_alone(client, address, facilitator, member):
    member(person=UserFactory(display_name="Ana", organisation="Clinic", profile_audience=User.ProfileAudience.NOBODY))
    place_members()
    client.force_login(facilitator)

    page = client.get(address).content.decode()

    assert "<b>Ana</b>" in page
    assert "Clinic" not in page


def test_of_many_the_first_are_shown_and_the_rest_by_pages(
    client, community, address, facilitator, django_assert_max_num_queries
):
    long_ago = timezone.now() - LONG_AGO
    people = User.objects.bulk_create(
        UserFactory.build(email=f"p{number}@example.org", handle=f"p{number:03}", display_name=f"Person {number:03}")
        for number in range(150)
    )
    Membership.objects.bulk_create(
        Membership(community=community, person=person, joined_at=long_ago, level="quiet") for person in people
    )
    client.force_login(facilitator)

    with django_assert_max_num_queries(10):
        group = client.get(address).context["groups"][-1]
    assert (len(group.members), group.number) == (12, 150)
    with django_assert_max_num_queries(10):
        page = client.get(f"{address}?level=quiet").context["page"]
    seen = [row.person.name for row in page.rows]
    while page.after:
        page = client.get(address, {"level": "quiet", "after": page.after}).context["page"]
        seen += [row.person.name for row in page.rows]
    assert seen == [f"Person {number:03}" for number in range(150)]


def test_an_odd_address_shows_the_whole_page(client, address, leader):
    client.force_login(leader)

    for query in ("?level=heroes", "?level=quiet&after=%00", "?level=quiet&after=zzz", "?level=core&before="):
        assert client.get(f"{address}{query}").status_code == 200


def test_the_team_alone_is_shown_the_way_there(community, facilitator, participant):
    def keys(person):
        row = tabs_for(standing_in(community, person), "levels")
        return {tab.key for tab in row.beneath}

    assert "levels" in keys(facilitator)
    assert "levels" not in keys(participant)
