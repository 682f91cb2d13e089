"""Who wrote in a space hears when more people read it than before, and finds what they wrote."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from communities.actions import change_space
from communities.models import Community
from forums import actions
from forums.models import Discussion
from notifications.effects import send_due_mail
from notifications.models import Notification
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.facts import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(members_room, moderator):
    found = DiscussionFactory(space=members_room, planned_by=moderator, title="When the room shuts down")
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="Who has tried it?")
    return found


def give(space, access, leader):
    """As a leader does who was asked once more."""
    wish = {"name": space.name, "access": access, "starters": space.starters}
    return change_space(space, actor=leader, is_confirmed=True, **wish)


def url_of(space):
    return reverse("forums:written", args=[space.community.slug, space.slug])


def test_everybody_who_wrote_is_told_once(community, discussion, members_room, leader, moderator, participant):
    silent = MembershipFactory(community=community).person
    for _each in range(2):
        PostFactory(discussion=discussion, author=participant)
    PostFactory(discussion=DiscussionFactory(space=members_room), author=participant)
    PostFactory(discussion=discussion, author=leader)
    gone = UserFactory(display_name="Gone Away")
    PostFactory(discussion=discussion, author=gone, deleted_at=discussion.opened_at, deleted_by=gone)

    give(members_room, "open", leader)

    assert [told(each) for each in (participant, moderator)] == [["space.widened"]] * 2
    assert [told(each) for each in (silent, leader, gone)] == [[], [], []]


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [("team", "members", True), ("members", "team", False), ("open", "members", False), ("private", "members", True)],
)
def test_they_are_told_of_more_readers_alone(discussion, members_room, leader, moderator, before, after, is_told):
    members_room.access = before
    members_room.save()

    give(members_room, after, leader)

    assert told(moderator) == (["space.widened"] if is_told else [])


def test_in_a_listed_community_an_open_space_has_its_members_as_before(community, discussion, members_room, leader):
    community.visibility = Community.Visibility.LISTED
    community.save()
    members_room.refresh_from_db()

    give(members_room, "open", leader)

    assert not Notification.objects.filter(entry__verb="space.widened").exists()


def test_a_new_name_tells_nobody(discussion, members_room, leader, moderator):
    change_space(members_room, actor=leader, name="Tea room", access="members", starters=members_room.starters)

    assert told(moderator) == []


def test_the_notice_says_who_reads_it_and_leads_to_what_they_wrote(client, discussion, members_room, leader, moderator):
    give(members_room, "open", leader)
    client.force_login(moderator)

    page = client.get(reverse("notifications:list")).content.decode()
    opened = client.get(reverse("notifications:open", args=[Notification.objects.get(recipient=moderator).pk]))

    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "Lea Leader opened Members’ room in Virtual campus: more people read it now, and what you wrote" in said
    assert "Everyone on the web reads this. Here you find all of it, and may delete what is not meant for them." in said
    assert opened.url == url_of(members_room)


def test_the_mail_says_so_too(discussion, members_room, leader, moderator, mailoutbox):
    give(members_room, "open", leader)
    send_due_mail()

    (mail,) = mailoutbox
    assert mail.subject == "More people read what you wrote in Members’ room, Virtual campus"
    for text in (mail.body, mail.alternatives[0][0]):
        assert "Everyone on the web reads this." in text
        assert url_of(members_room) in text
        assert "may delete" in text


def test_the_page_holds_what_one_wrote_there_the_newest_first(client, discussion, members_room, commons, participant):
    mine = PostFactory(discussion=discussion, author=participant, markdown="I asked & told < 5 people.")
    removed = PostFactory(discussion=discussion, author=participant, markdown="Taken back.")
    actions.remove_post(removed, actor=participant)
    last = PostFactory(discussion=discussion, author=participant, markdown="And last.")
    PostFactory(discussion=DiscussionFactory(space=commons), author=participant, markdown="Elsewhere.")
    client.force_login(participant)

    page = client.get(url_of(members_room)).content.decode()

    addresses = re.findall(r'href="(/p/\d+/[a-z]*/?)"', page)
    assert addresses == [
        f"/p/{last.pk}/",
        f"/p/{last.pk}/remove/",
        f"/p/{mine.pk}/",
        f"/p/{mine.pk}/remove/",
    ]
    assert "I asked &amp; told &lt; 5 people." in page
    assert "The members of Virtual campus read this." in page
    for hidden in ("Taken back.", "Elsewhere.", "Who has tried it?"):
        assert hidden not in page


def test_an_own_question_is_changed_and_a_closed_one_asked_about(client, discussion, members_room, moderator):
    closed = DiscussionFactory(space=members_room, title="Long over")
    PostFactory(discussion=closed, author=moderator)
    Discussion.objects.filter(pk=closed.pk).update(state="closing")
    client.force_login(moderator)

    page = client.get(url_of(members_room)).content.decode()

    question = discussion.posts.get()
    assert re.findall(r'href="/p/(\d+)/(edit|remove)/"', page) == [(str(question.pk), "edit")]
    assert page.count("ask a moderator to remove") == 1


def test_who_wrote_nothing_finds_nothing(client, members_room, participant):
    client.force_login(participant)

    assert "Nothing of yours stands here." in client.get(url_of(members_room)).content.decode()


def test_the_page_is_for_those_who_read_the_space(client, members_room, commons, outsider):
    assert client.get(url_of(commons)).status_code == 404
    client.force_login(outsider)
    assert client.get(url_of(members_room)).status_code == 404
    assert client.get(url_of(commons)).status_code == 200


@pytest.mark.parametrize("number", [2, 40])
def test_queries_do_not_grow(client, discussion, members_room, participant, django_assert_max_num_queries, number):
    for _each in range(number):
        PostFactory(discussion=discussion, author=participant, submission=uuid4())
    client.force_login(participant)
    client.get(url_of(members_room))

    with django_assert_max_num_queries(6):
        page = client.get(url_of(members_room)).content.decode()

    assert page.count("/remove/") == min(number, 30)
    assert ('rel="next"' in page) == (number > 30)
