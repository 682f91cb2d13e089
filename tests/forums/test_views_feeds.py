import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.actions import block
from communities.effects import let_in
from communities.models import Community, Membership, Role
from forums.models import Closing, Discussion, FeedKey, Post
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def public(community):
    Community.objects.filter(pk=community.pk).update(visibility="public")
    community.refresh_from_db()


@pytest.fixture
def discussion(commons, participant):
    discussion = DiscussionFactory(space=commons, planned_by=participant, title="What did you ask?")
    PostFactory(discussion=discussion, author=participant, kind="prompt", markdown="See [the guide](/guide/).")
    return discussion


@pytest.fixture
def closed(commons, moderator):
    discussion = DiscussionFactory(space=commons, title="Who speaks first?")
    closing = Closing.objects.create(
        discussion=discussion,
        published_by=moderator,
        published_at=timezone.now(),
        summary="The learner.",
        summary_html="<p>The learner.</p>",
    )
    Discussion.objects.filter(pk=discussion.pk).update(state="closed", closing=closing)
    return closing


@pytest.fixture
def key(client, participant):
    """The token of the participant, who is not signed in any more."""
    client.force_login(participant)
    page = client.post(reverse("forums:feeds-make")).content.decode()
    client.logout()
    return re.search(r"/feeds/([\w-]{40,})/feed\.atom", page)[1]


def entries(response):
    assert response.status_code == 200
    feed = ElementTree.fromstring(response.content)
    return {entry.findtext(f"{ATOM}title"): entry for entry in feed.iter(f"{ATOM}entry")}


def of_space(space):
    return reverse("forums:space-feed", args=[space.community.slug, space.slug])


def test_a_space_s_feed_has_what_opened_and_what_was_learned(client, commons, discussion, closed):
    found = entries(client.get(of_space(commons)))

    assert set(found) == {"What did you ask?", "Who speaks first?", "What we learned: Who speaks first?"}
    opened, learned = found["What did you ask?"], found["What we learned: Who speaks first?"]
    assert opened.find(f"{ATOM}link").get("href") == settings.SITE_URL + discussion.get_absolute_url()
    assert opened.findtext(f"{ATOM}author/{ATOM}name") == "Pia Participant"
    assert f'href="{settings.SITE_URL}/guide/"' in opened.findtext(f"{ATOM}summary")
    assert learned.findtext(f"{ATOM}summary") == "<p>The learner.</p>"


def test_an_entry_stays_the_same_whatever_it_is_called_and_wherever_it_goes(client, commons, discussion):
    before = entries(client.get(reverse("forums:community-feed", args=["campus"])))["What did you ask?"]
    discussion.title = "What else?"
    discussion.save()

    after = entries(client.get(reverse("forums:community-feed", args=["campus"])))["What else?"]

    day = discussion.opened_at.date().isoformat()
    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id")
    assert after.findtext(f"{ATOM}id") == f"tag:{settings.SITE_HOST},{day}:/d/{discussion.pk}/opened/"


def test_a_discussion_s_feed_has_its_newest_posts_without_what_was_removed(client, discussion, facilitator):
    removed = PostFactory(discussion=discussion, author=facilitator, markdown="A name.")
    Post.objects.filter(pk=removed.pk).update(deleted_at=timezone.now())
    edited = PostFactory(discussion=discussion, author=facilitator, markdown="I *asked*.")
    at = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    Post.objects.filter(pk=edited.pk).update(edited_at=at)

    response = client.get(reverse("forums:discussion-feed", args=[discussion.pk]))

    found = entries(response)
    assert list(found) == ["Post 3 by Fay Facilitator", "Post 1 by Pia Participant"]
    assert found["Post 3 by Fay Facilitator"].findtext(f"{ATOM}updated") == at.isoformat()
    assert "<em>asked</em>" in found["Post 3 by Fay Facilitator"].findtext(f"{ATOM}summary")


def test_a_feed_has_words_in_place_of_images_which_a_reader_of_feeds_could_not_fetch(client, discussion):
    html = '<p><img src="/p/1/files/2/" alt="Two hands" width="3" height="2" loading="lazy"></p>'
    PostFactory(discussion=discussion, html=html, author__display_name="Ana")

    response = client.get(reverse("forums:discussion-feed", args=[discussion.pk]))

    assert entries(response)["Post 2 by Ana"].findtext(f"{ATOM}summary") == "<p>[image: Two hands]</p>"


def test_what_is_no_xml_spoils_no_feed(client, discussion):
    Discussion.objects.filter(pk=discussion.pk).update(title="A \x0b<b>&\uffff")

    assert "A <b>&" in entries(client.get(of_space(discussion.space)))


def test_a_moved_discussion_is_gone_from_where_it_was_at_once(client, discussion, members_room):
    Discussion.objects.filter(pk=discussion.pk).update(space=members_room)

    assert entries(client.get(reverse("forums:community-feed", args=["campus"]))) == {}
    assert client.get(reverse("forums:discussion-feed", args=[discussion.pk])).status_code == 404


def test_nothing_new_is_not_sent_again_and_a_head_has_no_body(client, commons, discussion):
    first = client.get(of_space(commons))

    again = client.get(of_space(commons), headers={"If-None-Match": first["ETag"]})
    head = client.head(of_space(commons))
    PostFactory(discussion=DiscussionFactory(space=commons))
    later = client.get(of_space(commons), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert later.status_code == 200
    assert first["Cache-Control"] == "private, no-cache"


def test_whoever_is_signed_in_gets_the_public_feed_too(client, members_room, discussion, participant):
    DiscussionFactory(space=members_room, title="Among us")
    address = reverse("forums:community-feed", args=["campus"])
    visitors = client.get(address)
    client.force_login(participant)

    assert client.get(address).content == visitors.content


@pytest.mark.parametrize("page", ["space", "community", "discussion"])
def test_a_page_names_its_feed_only_where_everybody_reads(client, discussion, participant, page):
    things = {"space": discussion.space, "community": discussion.space.community, "discussion": discussion}
    address = things[page].get_absolute_url()
    client.force_login(participant)
    named = client.get(address).content.decode().count('rel="alternate"')
    Community.objects.update(visibility="listed")

    assert (named, client.get(address).content.decode().count('rel="alternate"')) == (1, 0)


def test_a_private_feed_shows_what_its_owner_may_see_now(client, key, discussion, members_room, team_room, participant):
    DiscussionFactory(space=members_room, title="Among us")
    DiscussionFactory(space=team_room, title="For the team")
    DiscussionFactory(space=CommunityFactory(visibility="public").spaces.get(slug="commons"), title="Elsewhere")
    address = reverse("forums:private-feed", args=[key])

    response = client.get(address)
    Membership.objects.filter(person=participant).update(state="left", ended_at=timezone.now())

    assert set(entries(response)) == {"Among us", "What did you ask?"}
    assert response["Cache-Control"] == "private, no-cache"
    assert entries(client.get(address)) == {}
    assert client.get(reverse("forums:private-space-feed", args=[key, "campus", "members"])).status_code == 404


def test_a_guest_of_a_room_reads_no_purpose_of_a_hidden_community(client, key, community, team_room, participant):
    Community.objects.filter(pk=community.pk).update(visibility="hidden", summary="What nobody knows")
    address = reverse("forums:private-space-feed", args=[key, "campus", team_room.slug])
    let_in(participant, team_room, role=Role.GUEST, source="guest")
    as_member = client.get(address).content.decode()

    Membership.objects.filter(person=participant).update(state="left", ended_at=timezone.now())
    response = client.get(address)

    assert "What nobody knows" in as_member
    assert response.status_code == 200
    assert "What nobody knows" not in response.content.decode()


def test_a_key_is_kept_as_its_digest_and_shown_once(client, key, participant):
    client.force_login(participant)

    page = client.get(reverse("forums:feeds")).content.decode()

    assert key not in page
    assert key not in FeedKey.objects.get().digest


def test_another_key_takes_the_place_of_the_first_and_none_opens_nothing(client, key, participant):
    client.force_login(participant)
    made = client.post(reverse("forums:feeds-make"))
    second = re.search(r"/feeds/([\w-]{40,})/feed\.atom", made.content.decode())[1]
    opens = [client.get(reverse("forums:private-feed", args=[each])).status_code for each in (key, second)]
    client.post(reverse("forums:feeds-end"))

    assert made["Cache-Control"] == "no-store"
    assert opens == [404, 200]
    assert client.get(reverse("forums:private-feed", args=[second])).status_code == 404
    assert not FeedKey.objects.exists()


def test_whoever_may_not_sign_in_any_more_reads_nothing(client, key, participant):
    participant.is_active = False
    participant.save()

    assert client.get(reverse("forums:private-feed", args=[key])).status_code == 404


def test_a_private_feed_leaves_out_whom_its_owner_blocked(client, key, discussion, participant, facilitator):
    PostFactory(discussion=discussion, author=facilitator)
    address = reverse("forums:private-discussion-feed", args=[key, discussion.pk])
    before = len(entries(client.get(address)))
    block(facilitator, actor=participant)

    assert (before, len(entries(client.get(address)))) == (2, 1)


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow_with_what_is_there(client, commons, django_assert_max_num_queries, number):
    for discussion in DiscussionFactory.create_batch(number, space=commons):
        PostFactory(discussion=discussion, author=MembershipFactory(community=commons.community).person)

    with django_assert_max_num_queries(4):
        client.get(of_space(commons))
