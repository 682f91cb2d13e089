"""A line goes beneath another post, or into a discussion of its own: what goes along, and what stays right in both."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from activity.models import Entry
from communities.effects import end_membership
from communities.models import Membership
from core.permissions import Refused
from forums import actions
from forums.errors import DiscussionClosed, LineClosed, LineWentOn, NotALine, SplitMeanwhile, WrongThread
from forums.models import Closing, Discussion, FormerPlace, HeldPost, Post, ReadingPosition
from forums.models.post import place_under
from forums.queries.closings import contributions
from forums.queries.pages import address_of_post
from notifications.models import Notification, Volume
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.facts import told
from tests.forums.moving import follow
from tests.forums.thread import grow, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(members_room, moderator):
    return DiscussionFactory(space=members_room, planned_by=moderator, title="Feedback on the day")


@pytest.fixture
def posts(discussion, participant, facilitator):
    return grow(discussion, participant, facilitator)


def split(post, actor, **more):
    wish = {"title": "Where to park", "question": "Where do *you* park?", "submission": uuid.uuid4()}
    wish["source_id"] = post.discussion_id
    return actions.split_line(post, actor=actor, **{**wish, **more})


def outline(discussion):
    """[(number, depth, number of what it answers)] in the order of the thread."""
    return list(discussion.posts.order_by("path").values_list("number", "depth", "parent__number"))


def require_sound(*discussions):
    """Each post stands where its parent and its number put it, and what is counted is what stands."""
    for discussion in discussions:
        discussion.refresh_from_db()
        for post in discussion.posts.select_related("parent"):
            assert (post.path, post.depth) == place_under(post.parent and post.parent.path, post.number)
            assert post.parent is None or post.parent.discussion_id == discussion.pk
        said = discussion.posts.standing().exclude(kind__in=("pointer", "merged"))
        assert discussion.post_count == said.count()
        assert discussion.people_count == said.values("author", "sender").distinct().count()
        assert discussion.place_count == discussion.posts.count()
        assert discussion.last_number >= max(discussion.posts.values_list("number", flat=True))


def test_a_line_goes_on_by_itself(discussion, posts, moderator):
    target = split(posts[2], moderator)

    assert outline(discussion) == [(1, 0, None), (2, 0, None), (4, 0, None)]
    assert outline(target) == [(1, 0, None), (2, 0, None), (3, 1, 2), (4, 2, 3)]
    assert list(target.posts.order_by("number").values_list("pk", flat=True))[1:] == [
        posts[number].pk for number in (2, 3, 5)
    ]
    assert (target.space, target.state, target.planned_by) == (discussion.space, "open", moderator)
    question = target.posts.get(number=1)
    assert (question.kind, question.author) == ("prompt", moderator)
    assert question.html.startswith('<p dir="auto">Where do <em>you</em> park?</p>')
    assert f'href="/d/{discussion.pk}/post/2/"' in question.html
    require_sound(discussion, target)


def test_a_sentence_stays_in_its_place(discussion, posts, moderator, participant):
    target = split(posts[3], moderator)

    left = discussion.posts.get(number=3)
    assert (left.kind, left.author, left.parent, left.path) == ("pointer", moderator, posts[2], posts[3].path)
    assert f'href="/d/{target.pk}/"' in left.html
    discussion.refresh_from_db()
    assert discussion.last_post_at == discussion.posts.get(number=4).created_at  # it is not new because of that
    assert [one.number for one in contributions(discussion)] == [1, 2, 4]
    with pytest.raises(LineWentOn):
        say(discussion, participant, parent=left)
    for deed in (actions.edit_post, actions.remove_post):
        with pytest.raises(Refused):
            deed(left, actor=moderator, **({"markdown": "x", "version": 0} if deed == actions.edit_post else {}))


def test_the_same_form_makes_one_discussion(discussion, posts, moderator):
    sent = uuid.uuid4()

    target = split(posts[2], moderator, submission=sent)
    version = target.version

    assert split(posts[2], moderator, submission=sent) == target
    target.refresh_from_db()
    assert (target.version, Discussion.objects.count()) == (version, 2)


def test_what_was_split_off_meanwhile_stays_where_it_is(discussion, posts, moderator, leader):
    target = split(posts[2], moderator)

    for number in (2, 3):
        with pytest.raises(SplitMeanwhile, match="was split off meanwhile"):
            split(posts[number], leader, source_id=discussion.pk)

    assert Discussion.objects.count() == 2
    assert outline(target) == [(1, 0, None), (2, 0, None), (3, 1, 2), (4, 2, 3)]
    require_sound(discussion, target)


def test_nobody_finds_as_new_what_they_have_read(discussion, posts, moderator, participant, facilitator, leader):
    long_ago = timezone.now() - timedelta(days=90)
    for person, last_read in ((participant, 3), (facilitator, 5), (leader, 1)):
        ReadingPosition.objects.create(person=person, discussion=discussion, last_read=last_read)
    ReadingPosition.objects.update(changed_at=long_ago)

    target = split(posts[2], moderator)

    read = dict(target.reading_positions.values_list("person", "last_read"))
    assert read == {participant.pk: 3, facilitator.pk: 4, moderator.pk: 1}
    assert Discussion.objects.with_reading(participant).get(pk=target.pk).new_count == 1  # number 5 there
    assert Discussion.objects.with_reading(facilitator).get(pk=target.pk).new_count == 0
    assert ReadingPosition.objects.get(person=facilitator, discussion=target).changed_at == long_ago
    # Numbers 3 and 5 went: the sentence, number 2, and number 4 are new to whoever read the question alone.
    assert Discussion.objects.with_reading(leader).get(pk=discussion.pk).new_count == 2
    assert Discussion.objects.with_reading(facilitator).get(pk=discussion.pk).new_count == 0


def test_whoever_wrote_or_follows_is_told_and_hears_as_before(
    discussion, posts, moderator, participant, facilitator, leader
):
    quiet = MembershipFactory(community=discussion.space.community).person
    follow(leader, discussion)
    follow(quiet, discussion, Volume.Level.MUTE)

    target = split(posts[4], moderator)

    assert [told(person) for person in (participant, facilitator, leader, quiet)] == [["discussion.split"]] * 3 + [[]]
    levels = Volume.objects.filter(scope_kind=Discussion.SCOPE, scope_id=target.pk).values_list("person", "level")
    assert dict(levels) == {leader.pk: "all", quiet.pk: "mute"}
    entry = Entry.objects.get(verb="discussion.split")
    assert (entry.object_id, entry.data) == (target.pk, {"from": discussion.pk, "number": 4})


def test_what_hangs_on_the_posts_goes_with_them(discussion, posts, moderator, participant):
    closing = actions.close_line(posts[3], actor=moderator, words="Done.").closing
    actions.set_aside(posts[3], actor=moderator, words="It is about parking.")
    held = HeldPost.objects.create(discussion=discussion, author=participant, parent=posts[5], markdown="Me too.")
    Discussion.objects.filter(pk=discussion.pk).update(answer=posts[5])
    earlier = Closing.objects.create(discussion=discussion, published_at=timezone.now(), published_by=moderator)
    earlier.citations.create(post=posts[5])

    target = split(posts[2], moderator)

    for row in (closing, held):
        row.refresh_from_db()
        assert row.discussion == target
    assert set(target.line_marks.values_list("kind", flat=True)) == {"off_topic", "closed"}
    assert not discussion.line_marks.exists()
    discussion.refresh_from_db()
    assert discussion.answer is None
    assert [(cited.pk, cited.number) for cited in earlier.cited_posts] == [(posts[5].pk, 4)]
    with pytest.raises(LineClosed):
        actions.reply(
            target,
            actor=participant,
            markdown="Me too.",
            submission=uuid.uuid4(),
            parent=Post.objects.get(pk=posts[5].pk),
        )


def test_what_was_off_topic_is_the_topic_of_its_own_discussion(discussion, posts, moderator, leader):
    mark = actions.set_aside(posts[2], actor=moderator, words="It is about parking.")
    within = actions.set_aside(posts[3], actor=moderator, words="It is about trains.")

    target = split(posts[2], leader)

    mark.refresh_from_db()
    assert (mark.ended_by, mark.ended_at is None, mark.discussion) == (leader, False, target)
    assert list(target.line_marks.in_force()) == [within]
    assert [one.number for one in contributions(target)] == [1, 2]
    entry = Entry.objects.get(verb="post.taken_back_in")
    assert (entry.actor, entry.object_id) == (leader, posts[2].pk)


def test_a_part_of_what_is_off_topic_leaves_the_rest_so(discussion, posts, moderator):
    mark = actions.set_aside(posts[2], actor=moderator, words="It is about parking.")

    target = split(posts[3], moderator)

    assert list(discussion.line_marks.in_force()) == [mark]
    assert [one.number for one in contributions(target)] == [1, 2, 3]
    assert not Entry.objects.filter(verb="post.taken_back_in").exists()


def test_the_old_numbers_are_remembered(discussion, posts, moderator):
    target = split(posts[2], moderator)
    again = split(Post.objects.get(pk=posts[3].pk), moderator)

    places = FormerPlace.objects.order_by("discussion", "number").values_list("discussion", "number", "post")
    assert list(places) == [
        *((discussion.pk, number, posts[number].pk) for number in (2, 3, 5)),
        *((target.pk, number, posts[old].pk) for number, old in ((3, 3), (4, 5))),
    ]
    require_sound(discussion, target, again)


def test_people_go_on_writing_in_both(discussion, posts, moderator, participant, facilitator):
    target = split(posts[2], moderator)

    here = say(discussion, participant, parent=posts[4])
    there = say(target, facilitator, parent=Post.objects.get(pk=posts[5].pk))

    assert (here.number, there.number) == (6, 5)
    require_sound(discussion, target)


def test_answers_at_the_last_level_go_along(discussion, moderator, participant):
    PostFactory(discussion=discussion, kind="prompt")
    post = None
    for _ in range(36):
        post = PostFactory(discussion=discussion, parent=post, author=participant)
    head = discussion.posts.get(number=34)  # stands beside 33 and 35, which it answers and which answers it

    target = split(head, moderator)

    assert [number for number, _depth, _parent in outline(target)] == [1, 2, 3, 4, 5]
    assert outline(target)[1:] == [(2, 0, None), (3, 1, 2), (4, 2, 3), (5, 3, 4)]
    require_sound(discussion, target)


def test_a_line_moves_beneath_another_post(discussion, posts, moderator):
    moved = actions.move_line(posts[2], actor=moderator, parent=posts[4])

    assert moved.parent == posts[4]
    assert outline(discussion) == [(1, 0, None), (4, 0, None), (2, 1, 4), (3, 2, 2), (5, 3, 3)]
    require_sound(discussion)
    version = discussion.version
    actions.move_line(posts[2], actor=moderator, parent=posts[4])
    discussion.refresh_from_db()
    assert discussion.version == version
    assert Entry.objects.filter(verb="post.line_moved").count() == 1

    actions.move_line(moved, actor=moderator, parent=None)

    assert outline(discussion) == [(1, 0, None), (2, 0, None), (3, 1, 2), (5, 2, 3), (4, 0, None)]
    require_sound(discussion)


def test_a_line_with_a_later_post_above_an_earlier_one_moves_whole(discussion, posts, moderator):
    actions.move_line(posts[2], actor=moderator, parent=posts[4])

    target = split(Post.objects.get(pk=posts[4].pk), moderator)

    assert outline(target)[1:] == [(4, 0, None), (2, 1, 4), (3, 2, 2), (5, 3, 3)]
    require_sound(discussion, target)


@pytest.mark.parametrize("number", [2, 3, 5])
def test_no_line_stands_beneath_itself(discussion, posts, moderator, number):
    with pytest.raises(WrongThread):
        actions.move_line(posts[2], actor=moderator, parent=posts[number])

    require_sound(discussion)


def test_no_line_moves_into_another_discussion_by_its_number(posts, moderator):
    with pytest.raises(WrongThread):
        actions.move_line(posts[2], actor=moderator, parent=PostFactory())


def deeds(post, actor):
    return [lambda: split(post, actor), lambda: actions.move_line(post, actor=actor, parent=None)]


def test_the_question_stays_and_so_does_what_is_closed(discussion, posts, moderator, participant):
    for deed in deeds(posts[1], moderator):
        with pytest.raises(NotALine):
            deed()
    for deed in deeds(posts[3], participant):
        with pytest.raises(Refused):
            deed()
    actions.close_discussion(discussion, actor=moderator, reason="Time is up.")
    for deed in deeds(posts[3], moderator):
        with pytest.raises(DiscussionClosed):
            deed()

    assert Discussion.objects.count() == 1
    assert not Notification.objects.filter(entry__verb="discussion.split").exists()


def test_it_costs_the_same_however_long_the_line_is(discussion, posts, moderator, participant):
    with CaptureQueriesContext(connection) as short:
        split(posts[4], moderator)
    posts = [
        Post(
            discussion=discussion,
            parent=posts[2],
            author=participant,
            number=number,
            path=place_under(posts[2].path, number)[0],
            depth=1,
            markdown="Me too.",
            html="<p>Me too.</p>",
        )
        for number in range(6, 1006)
    ]
    Post.objects.bulk_create(posts)
    Discussion.objects.filter(pk=discussion.pk).update(last_number=1005)

    with CaptureQueriesContext(connection) as long:
        target = split(discussion.posts.get(number=2), moderator)

    assert target.posts.count() == 1004
    assert abs(len(long) - len(short)) <= 2


def test_a_line_out_of_which_one_went_goes_on_too(client, discussion, posts, moderator, participant):
    earlier = split(posts[3], moderator)
    discussion.refresh_from_db()

    later = split(posts[2], moderator)

    places = FormerPlace.objects.filter(discussion=discussion)
    assert dict(places.values_list("number", "post")) == {n: posts[n].pk for n in (2, 3, 5)}
    client.force_login(participant)
    led = [client.get(reverse("forums:post-number", args=[discussion.pk, n])).url for n in (2, 3)]
    assert [url.partition("?")[0].partition("#")[0] for url in led] == [
        discussion.get_absolute_url(),
        earlier.get_absolute_url(),
    ]
    require_sound(discussion, earlier, later)


def test_a_former_member_hears_of_no_line_that_goes_on(discussion, posts, moderator, participant, facilitator):
    end_membership(Membership.objects.get(person=participant))

    split(posts[2], moderator)

    assert (told(participant), told(facilitator)) == ([], ["discussion.split"])


def test_the_address_of_a_post_in_a_short_thread_of_many_numbers(discussion, posts, moderator, participant):
    for _each in range(20):
        PostFactory(discussion=discussion, author=participant)
    discussion.refresh_from_db()
    discussion.posts.filter(number__gt=10).update(deleted_at=timezone.now())
    Discussion.objects.filter(pk=discussion.pk).update(post_count=10)
    post = Post.objects.select_related("discussion").get(discussion=discussion, number=25)

    assert address_of_post(post) == f"{discussion.get_absolute_url()}?from={post.path}#post-25"
