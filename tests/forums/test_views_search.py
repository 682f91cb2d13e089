import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import block
from forums.models import Discussion, Post
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory


@pytest.fixture
def discussion(commons):
    return DiscussionFactory(space=commons)


def say(discussion, author, markdown, **more):
    return PostFactory(discussion=discussion, author=author, markdown=markdown, **more)


def find(client, discussion, **asked):
    response = client.get(reverse("forums:search", args=[discussion.pk]), asked)
    assert response.status_code == 200
    return response


def numbers(response):
    return [post.number for post, _said in response.context["found"].posts]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("summaries", [1]),
        ("resume", [2]),
        ("Résumés", [2]),
        ("learner summary", [1]),
        ('"ask first"', [3]),
        ("learner -summary", [3]),
        ("strong", []),  # a tag is no word
        ("nothing of it", []),
        ("the", []),
    ],
)
def test_words_are_found_whatever_their_accents_and_endings(client, discussion, participant, sought, found):
    say(discussion, participant, "A **summary** by the learner.")
    say(discussion, participant, "Le résumé du jour.")
    say(discussion, participant, "Ask first, then tell the learners.")
    client.force_login(participant)

    assert numbers(find(client, discussion, q=sought)) == found


def test_what_was_sought_is_marked_and_nothing_else_is_markup(client, discussion, participant):
    say(discussion, participant, "One said `<b>` \ue000 before the summary.")
    client.force_login(participant)

    page = find(client, discussion, q="summaries").content.decode()

    assert "before the <mark>summary</mark>." in page
    assert "&lt;b&gt;" in page
    assert page.count("<mark>") == page.count("</mark>") == 1


def test_what_was_removed_or_stands_elsewhere_or_is_of_somebody_blocked_is_not_found(
    client, discussion, commons, participant, moderator
):
    removed = say(discussion, participant, "A summary.")
    Post.objects.filter(pk=removed.pk).update(deleted_at=timezone.now())
    say(DiscussionFactory(space=commons), participant, "A summary.")
    say(discussion, moderator, "A summary.")
    block(moderator, actor=participant)
    client.force_login(participant)

    assert numbers(find(client, discussion, q="summary")) == []


def test_one_person_s_contributions_stand_in_the_order_of_the_thread(client, discussion, participant, moderator):
    first = say(discussion, participant, "I asked.")
    say(discussion, moderator, "I told.")
    say(discussion, participant, "I waited.")
    say(discussion, participant, "Me too.", parent=first)

    found = find(client, discussion, by=participant.handle)

    assert numbers(found) == [1, 4, 3]
    assert "What Pia Participant wrote here" in found.content.decode()
    assert numbers(find(client, discussion, by=participant.handle, q="waited")) == [3]


@pytest.mark.parametrize("handle", ["nobody", "mo-moderator", "\0", "x" * 99])
def test_of_whoever_wrote_nothing_nothing_is_said(client, discussion, participant, moderator, handle):
    say(discussion, participant, "I asked.")

    page = find(client, discussion, by=handle, q="asked").content.decode()

    assert "Mo Moderator" not in page


def test_pages_follow_each_other_by_position(client, discussion, participant):
    for _number in range(45):
        say(discussion, participant, "A summary.")
    seen, asked = [], {"q": "summary"}

    while True:
        found = find(client, discussion, **asked)
        seen += numbers(found)
        if not found.context["found"].after:
            break
        asked["after"] = found.context["found"].after

    assert seen == list(range(1, 46))


@pytest.mark.parametrize("after", ["", "x", "\0", "z" * 999])
def test_rubbish_begins_at_the_start(client, discussion, participant, after):
    say(discussion, participant, "A summary.")

    assert numbers(find(client, discussion, q="summary", after=after)) == [1]


def test_strangers_find_nothing_in_a_room_of_members(client, discussion, members_room, outsider):
    Discussion.objects.filter(pk=discussion.pk).update(space=members_room)
    client.force_login(outsider)

    assert client.get(reverse("forums:search", args=[discussion.pk]), {"q": "a"}).status_code == 404


def test_the_discussion_s_page_leads_there(client, discussion, participant):
    say(discussion, participant, "I asked.")

    assert reverse("forums:search", args=[discussion.pk]) in client.get(discussion.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow_with_what_is_found(client, discussion, commons, django_assert_max_num_queries, number):
    for _number in range(number):
        say(discussion, MembershipFactory(community=commons.community).person, "A summary.")

    with django_assert_max_num_queries(5):
        find(client, discussion, q="summary")
