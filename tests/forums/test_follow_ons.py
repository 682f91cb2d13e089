"""Where a closing leads: what is on this site says itself what it is, to who may see it."""

import pytest
from django.urls import reverse

from forums.actions import publish_closing
from forums.forms.rows import LinkRows
from forums.models import FollowOn
from forums.queries.follow_ons import called, links_of
from forums.queries.seams import resolve_closings
from tests.factories import CommunityFactory, DiscussionFactory, ItemFactory
from tests.forums.closings import NO_ROWS, at, edit, typed

HERE = "https://copse.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = HERE


@pytest.fixture
def following(team_room):
    return DiscussionFactory(space=team_room, title="And at night?")


def rows(author, *, kind="address", title="", url):
    count = {"links-TOTAL_FORMS": 1, "links-INITIAL_FORMS": 0}
    return LinkRows({**count, "links-0-kind": kind, "links-0-title": title, "links-0-url": url}, author=author)


def test_a_discussion_an_item_and_a_community_are_called_by_name(commons, participant):
    discussion, item = DiscussionFactory(space=commons, title="And at night?"), ItemFactory(space=commons)
    found = {
        discussion.get_absolute_url(): ("discussion", "And at night?"),
        f"/d/{discussion.pk}/?page=2#post-3": ("discussion", "And at night?"),
        item.get_absolute_url(): ("article", item.title),
        commons.community.get_absolute_url(): ("group", commons.community.name),
    }

    assert {path: called(f"{HERE}{path}", participant) for path in found} == found


def test_what_one_may_not_see_is_called_nothing(following, participant, moderator):
    address = f"{HERE}{following.get_absolute_url()}"

    assert called(address, moderator) == ("discussion", "And at night?")
    assert called(address, participant) is None


@pytest.mark.parametrize(
    "address", [f"{HERE}/d/99999999/", f"{HERE}/no/such/page/", "https://example.org/d/1/", f"{HERE}/search/", HERE]
)
def test_other_addresses_are_called_nothing(participant, address):
    assert called(address, participant) is None


def test_a_row_takes_title_and_kind_from_what_is_there(following, moderator, participant):
    url = f"{HERE}{following.get_absolute_url()}"

    theirs, others = rows(moderator, url=url), rows(participant, url=url)

    assert theirs.is_valid()
    assert theirs.filled == [{"kind": "discussion", "title": "And at night?", "url": url}]
    assert not others.is_valid()


def test_what_somebody_typed_goes_first(following, moderator):
    url = f"{HERE}{following.get_absolute_url()}"
    typed_so = rows(moderator, kind="meeting", title="Where we go on", url=url)

    assert typed_so.is_valid()
    assert typed_so.filled == [{"kind": "meeting", "title": "Where we go on", "url": url}]


def test_an_address_elsewhere_needs_a_title(moderator):
    elsewhere = rows(moderator, url="https://example.org/guide")

    assert not elsewhere.is_valid()
    assert elsewhere[0].errors == {"title": ["Say what people find there."]}


@pytest.mark.parametrize("kind", ["course", "meeting"])
def test_a_course_and_a_meeting_are_kinds(as_moderator, closing, discussion, kind):
    row = {
        "links-TOTAL_FORMS": 1,
        "links-0-kind": kind,
        "links-0-title": "In May",
        "links-0-url": "https://example.org/",
    }

    as_moderator.post(at("closing-save", discussion), typed(closing, **NO_ROWS | row))

    assert [(link.kind, link.title) for link in FollowOn.objects.all()] == [(kind, "In May")]


def test_the_next_discussion_is_planned_from_here_and_the_draft_is_kept(as_moderator, closing, discussion):
    space = discussion.space

    sent = as_moderator.post(at("closing-save", discussion), typed(closing, plan="1"))

    assert sent.url == reverse("forums:plan-new", args=[space.community.slug, space.slug])
    closing.refresh_from_db()
    assert closing.summary == "## What was said\n\n- First [#1]\n- Second [#2]\n"


@pytest.fixture
def leading_on(closing, moderator, following):
    """A published closing that leads to a discussion of the team, as the moderator put it there."""
    links = [("discussion", "And at night?", f"{HERE}{following.get_absolute_url()}"), ("article", "A guide", GUIDE)]
    return publish_closing(closing, actor=moderator, **edit(closing, follow_ons=links))


GUIDE = "https://example.org/guide"


@pytest.mark.parametrize("name", ["discussion-short", "print"])
def test_a_page_leads_each_reader_to_what_they_may_see(client, leading_on, participant, moderator, name):
    found = {}
    for person in (participant, moderator):
        client.force_login(person)
        found[person] = client.get(at(name, leading_on.discussion), follow=True).content.decode()

    assert "A guide" in found[participant]
    assert "And at night" not in found[participant]
    assert "and-at-night" not in found[participant]
    assert "And at night?" in found[moderator]


def test_what_was_learned_and_mails_lead_nobody_to_what_they_may_not_see(client, leading_on, participant, moderator):
    client.force_login(participant)

    page = client.get(reverse("forums:learned", args=[leading_on.discussion.space.community.slug])).content.decode()
    mailed = {
        who: [link.title for link in resolve_closings([leading_on.pk], who)[leading_on.pk].obj.leads_to]
        for who in (participant, moderator)
    }

    assert "A guide" in page
    assert "And at night" not in page
    assert mailed == {participant: ["A guide"], moderator: ["And at night?", "A guide"]}


def test_a_page_says_anew_where_it_leads_once_that_goes_out_of_sight(
    client, leading_on, moderator, following, team_room
):
    client.force_login(moderator)
    address = leading_on.discussion.get_absolute_url()
    etag = client.get(address)["ETag"]
    hidden = CommunityFactory(visibility="hidden").spaces.first()
    type(following).objects.filter(pk=following.pk).update(space=hidden)

    again = client.get(address, headers={"If-None-Match": etag})

    assert again.status_code == 200
    assert "And at night?" not in again.content.decode()


def test_links_to_hidden_communities_spaces_and_items_are_left_out(closing, participant, team_room):
    hidden = CommunityFactory(visibility="hidden")
    paths = [
        hidden.get_absolute_url(),
        f"{hidden.get_absolute_url()}learned/",
        team_room.get_absolute_url(),
        ItemFactory(space=team_room).get_absolute_url(),
        f"/d/{DiscussionFactory(space=team_room).pk}/search/",
    ]
    for path in [*paths, "/people/", "/no/such/page/"]:
        closing.follow_ons.create(title=path, url=f"{HERE}{path}")

    links = links_of([closing.pk], participant)

    assert [link.title for link in links[closing.pk]] == ["/people/", "/no/such/page/"]
