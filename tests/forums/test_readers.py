"""Nothing is said to more people than the page told on which it was written."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from communities.models import Community, Space
from communities.queries.audiences import Audience, audience_of, read_audience
from forums import actions
from forums.errors import ReadByMore
from forums.models import Discussion, Post
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.moving import move

pytestmark = pytest.mark.django_db

SAID = "Said among us."
EVERYONE = "Everyone on the web reads this."


@pytest.fixture
def discussion(members_room, moderator):
    found = DiscussionFactory(space=members_room, planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What did you say?")
    return found


@pytest.fixture
def member(client, participant):
    client.force_login(participant)
    return client


def sent(readers, **more):
    return {"text": SAID, "submission": str(uuid4()), "readers": str(readers), **more}


def readers_in(page):
    """What the forms of a page send along for whom it was made, and the lines that say so."""
    html = page.content.decode()
    return re.findall(r'name="readers" value="([^"]*)"', html), re.findall(
        r'<p class="meta">([^<]* read[s]? this\.)', html
    )


@pytest.mark.parametrize(
    ("made_for", "access", "is_outgrown"),
    [
        (("members", 2), "open", True),
        (("members", 1), "members", True),
        (("members", 0), "team", True),
        (("members", 2), "members", False),
        (("members", 3), "members", False),
        (("members", 2), "private", False),
        (("team", 2), "members", False),
        (("team", 1), "private", True),
        (("commons", 3), "private", False),
        ((None, -1), "private", True),
    ],
)
def test_who_is_more_than_those_a_page_was_made_for(community, made_for, access, is_outgrown):
    slug, reach = made_for
    made = community.spaces.get(slug=slug).pk if slug else 0
    space = community.spaces.get(slug="members")
    space.access = access

    assert Audience(made, reach).is_outgrown_by(space) is is_outgrown


def test_an_open_space_is_read_by_the_web_once_its_community_is_public(commons):
    commons.community.visibility = Community.Visibility.LISTED
    before = audience_of(commons)
    commons.community.visibility = Community.Visibility.PUBLIC

    assert before.is_outgrown_by(commons)


@pytest.mark.parametrize("text", ["", "x", "1-9", "1-", "-1-2", "\x00", "9" * 30, "1-2-3"])
def test_what_cannot_be_read_is_for_nobody(members_room, text):
    assert read_audience(text).is_outgrown_by(members_room)


def test_what_is_read_is_what_was_sent(members_room):
    assert read_audience(str(audience_of(members_room))) == audience_of(members_room)


def test_a_post_for_members_does_not_go_to_the_web_unasked(member, discussion, commons, leader):
    url = reverse("forums:reply", args=[discussion.pk])
    made_for, line = readers_in(member.get(discussion.get_absolute_url()))
    move(discussion, commons, leader, is_confirmed=True)

    refused = member.post(url, sent(made_for[0]))
    again, said = readers_in(refused)
    Post.objects.get()  # the question alone
    shown = refused.content.decode()
    accepted = member.post(url, sent(again[0]))

    assert line == ["The members of Virtual campus read this."]
    assert (refused.status_code, said) == (422, [EVERYONE])
    assert "More people read here now than when you began." in shown
    assert f"{SAID}</textarea>" in shown
    assert accepted.status_code == 302
    assert discussion.posts.get(number=2).markdown == SAID


def test_with_htmx_too(member, discussion, commons, leader):
    made_for = audience_of(discussion.space)
    move(discussion, commons, leader, is_confirmed=True)

    url = reverse("forums:reply", args=[discussion.pk])
    refused = member.post(url, sent(made_for), headers={"HX-Request": "true"})

    assert readers_in(refused) == ([str(audience_of(commons))], [EVERYONE])
    assert discussion.posts.count() == 1


def test_a_preview_asks_for_nobody(member, discussion, commons, leader):
    """Whoever looks at a preview has not said yet that it is meant for more."""
    made_for = audience_of(discussion.space)
    move(discussion, commons, leader, is_confirmed=True)

    page = member.post(reverse("forums:preview", args=[discussion.pk]), sent(made_for))

    assert readers_in(page) == ([str(made_for)], [EVERYONE])


def test_a_space_that_was_opened_asks_as_well(member, discussion, members_room):
    made_for = audience_of(members_room)
    Space.objects.filter(pk=members_room.pk).update(access="open")

    refused = member.post(reverse("forums:reply", args=[discussion.pk]), sent(made_for))

    assert (refused.status_code, discussion.posts.count()) == (422, 1)


def test_it_is_decided_under_the_lock(discussion, commons, leader, participant):
    found = Discussion.objects.select_related("space__community").get(pk=discussion.pk)  # as a request finds it
    move(discussion, commons, leader, is_confirmed=True)

    with pytest.raises(ReadByMore):
        actions.reply(found, actor=participant, markdown=SAID, submission=uuid4(), readers=audience_of(found.space))


def test_fewer_readers_are_no_question(member, discussion, team_room, moderator, client):
    made_for = audience_of(discussion.space)
    move(discussion, team_room, moderator)
    client.force_login(moderator)

    client.post(reverse("forums:reply", args=[discussion.pk]), sent(made_for))

    assert discussion.posts.count() == 2


def test_a_double_click_gives_what_it_made(discussion, commons, leader, participant):
    submission = uuid4()
    made_for = audience_of(discussion.space)
    first = actions.reply(discussion, actor=participant, markdown=SAID, submission=submission, readers=made_for)
    move(discussion, commons, leader, is_confirmed=True)

    assert actions.reply(discussion, actor=participant, markdown=SAID, submission=submission, readers=made_for) == first


def test_an_edit_asks_as_well(member, discussion, commons, leader, participant):
    post = PostFactory(discussion=discussion, author=participant, markdown="Before.")
    url = reverse("forums:post-edit", args=[post.pk])
    made_for, _lines = readers_in(member.get(url))
    discussion.refresh_from_db()
    move(discussion, commons, leader, is_confirmed=True)

    refused = member.post(url, {"text": SAID, "version": 0, "readers": made_for[0]})
    again, said = readers_in(refused)
    post.refresh_from_db()
    assert (refused.status_code, said, post.markdown) == (422, [EVERYONE], "Before.")

    member.post(url, {"text": SAID, "version": 0, "readers": again[0]})
    post.refresh_from_db()
    assert post.markdown == SAID


@pytest.mark.parametrize("name", ["restate", "summarise"])
def test_steering_asks_as_well(client, discussion, commons, leader, name):
    client.force_login(leader)
    url = reverse(f"forums:{name}", args=[discussion.pk])
    made_for, _lines = readers_in(client.get(url))
    move(discussion, commons, leader, is_confirmed=True)

    refused = client.post(url, sent(made_for[0]))
    again, said = readers_in(refused)
    assert (refused.status_code, said, discussion.posts.count()) == (422, [EVERYONE], 1)

    client.post(url, sent(again[0]))
    assert discussion.posts.count() == 2


def test_a_plan_asks_as_well(member, members_room):
    url = reverse("forums:plan-new", args=[members_room.community.slug, members_room.slug])
    plan = {"title": "Round one", "kind": "open", "question": "How do you begin?", "submission": str(uuid4())}
    page = member.get(f"{url}?kind=open").content.decode()
    made_for = re.search(r'name="readers" value="([^"]*)"', page)[1]
    Space.objects.filter(pk=members_room.pk).update(access="open")

    refused = member.post(url, plan | {"readers": made_for})
    again = re.search(r'name="readers" value="([^"]*)"', refused.content.decode())[1]
    assert (refused.status_code, Discussion.objects.count()) == (422, 0)
    assert f"Once it opens: {EVERYONE}" in refused.content.decode()

    member.post(url, plan | {"readers": again})
    assert Discussion.objects.get().title == "Round one"


def test_opening_a_plan_asks_as_well(member, members_room, participant):
    planned = DiscussionFactory(space=members_room, planned_by=participant, state="planned", opened_at=None)
    url = reverse("forums:open", args=[planned.pk])
    page = member.get(url).content.decode()
    made_for = re.search(r'name="readers" value="([^"]*)"', page)[1]
    Space.objects.filter(pk=members_room.pk).update(access="open")

    asked = member.post(url, {"readers": made_for}, follow=True).content.decode()
    planned.refresh_from_db()
    assert (planned.state, "More people read here now" in asked) == ("planned", True)

    member.post(url, {"readers": re.search(r'name="readers" value="([^"]*)"', asked)[1]})
    planned.refresh_from_db()
    assert planned.state == "open"


def test_who_sends_nothing_along_is_not_asked(member, discussion, commons, leader):
    move(discussion, commons, leader, is_confirmed=True)

    member.post(reverse("forums:reply", args=[discussion.pk]), {"text": SAID, "submission": str(uuid4())})

    assert discussion.posts.count() == 2


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("commons", EVERYONE),
        ("members", "The members of Virtual campus read this."),
        ("team", "The team of Virtual campus reads this."),
    ],
)
def test_the_box_says_who_reads_it(client, community, moderator, slug, said):
    discussion = DiscussionFactory(space=community.spaces.get(slug=slug))
    PostFactory(discussion=discussion, kind="prompt")
    client.force_login(moderator)

    for url in (discussion.get_absolute_url(), reverse("forums:reply", args=[discussion.pk])):
        assert readers_in(client.get(url))[1] == [said]


def test_a_page_is_new_once_others_read_it(client, discussion, members_room, participant):
    client.force_login(participant)
    url = discussion.get_absolute_url()
    client.get(url)
    tag = client.get(url)["ETag"]

    Space.objects.filter(pk=members_room.pk).update(access="open")

    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200
