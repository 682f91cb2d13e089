"""How far somebody has read, what they follow, and what is forgotten of both."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from core.permissions import Refused
from forums import actions
from forums.effects.erasure import forget_person
from forums.models import Closing, Discussion, ReadingPosition, Reopening
from notifications.models import Notification
from tests.factories import DiscussionFactory, PostFactory
from tests.facts import told
from tests.forums.planning import plan
from tests.forums.polls import put


def test_following_and_muting_are_one_choice(commons, outsider):
    discussion = DiscussionFactory(space=commons)

    actions.follow_discussion(discussion, actor=outsider)
    actions.mute_discussion(discussion, actor=outsider)

    assert outsider.volumes.get().level == "mute"


def test_nobody_follows_what_they_may_not_see(team_room, participant):
    with pytest.raises(Refused):
        actions.follow_discussion(DiscussionFactory(space=team_room), actor=participant)


def read(discussion, person, *posts):
    position = ReadingPosition.objects.filter(person=person, discussion=discussion)
    before = position.values_list("last_read", flat=True).first()
    discussion.refresh_from_db()
    actions.mark_read(discussion, actor=person, before=before, shown={post.number for post in posts})
    return position.get().last_read


def test_reading_in_order_moves_the_position_to_the_end(commons, participant):
    discussion = DiscussionFactory(space=commons)
    posts = PostFactory.create_batch(5, discussion=discussion)

    assert read(discussion, participant, *posts[:3]) == 3
    assert read(discussion, participant, *posts[3:]) == 5


def test_reading_on_says_when(commons, participant, time_machine):
    discussion = DiscussionFactory(space=commons)
    posts = PostFactory.create_batch(2, discussion=discussion)
    read(discussion, participant, posts[0])
    now = timezone.now() + timedelta(days=9)
    time_machine.move_to(now, tick=False)

    read(discussion, participant, posts[1])

    assert ReadingPosition.objects.get().changed_at == now


def test_what_was_not_on_a_page_is_never_read(commons, participant):
    discussion = DiscussionFactory(space=commons)
    posts = PostFactory.create_batch(6, discussion=discussion)

    assert read(discussion, participant, posts[0], posts[1], posts[4]) == 2
    assert read(discussion, participant, posts[5]) == 2
    assert read(discussion, participant, posts[2], posts[3]) == 4


def test_a_first_look_at_a_later_page_reads_nothing(commons, participant):
    discussion = DiscussionFactory(space=commons)
    posts = PostFactory.create_batch(3, discussion=discussion)

    assert read(discussion, participant, posts[2]) == 0


def test_own_posts_need_no_reading(commons, participant):
    discussion = DiscussionFactory(space=commons)
    posts = PostFactory.create_batch(2, discussion=discussion)
    PostFactory(discussion=discussion, author=participant)
    sender = commons.imported_senders.create(name="From the list", address_hash="x")
    PostFactory(discussion=discussion, author=None, sender=sender)

    assert read(discussion, participant, *posts) == 3


def test_whoever_asks_has_read_the_question(commons, participant, moderator):
    planned = plan(commons, participant)

    actions.open_discussion(planned, actor=moderator)

    assert list(ReadingPosition.objects.values_list("person", "last_read")) == [(participant.pk, 1)]


def test_the_position_never_moves_back(commons, participant):
    discussion = DiscussionFactory(space=commons)
    posts = PostFactory.create_batch(3, discussion=discussion)
    read(discussion, participant, *posts)

    actions.mark_read(discussion, actor=participant, before=1, shown={2})

    assert ReadingPosition.objects.get().last_read == 3


def test_reading_marks_what_one_was_told_of_it(commons, participant, leader):
    discussion = plan(commons, leader)
    actions.open_discussion(discussion, actor=leader)
    actions.follow_discussion(discussion, actor=participant)
    posts = [actions.reply(discussion, actor=leader, markdown=text, submission=uuid.uuid4()) for text in ("a", "b")]

    actions.see_posts(discussion, actor=participant, posts=[posts[0].pk])

    unread = Notification.objects.filter(recipient=participant).unread()
    assert [notification.entry.object_id for notification in unread] == [posts[1].pk]


def test_reading_marks_polls_and_ends_of_lines_that_one_sees(members_room, participant, moderator):
    discussion = DiscussionFactory(space=members_room)
    _question, line, other = (PostFactory(discussion=discussion, author=participant) for _each in range(3))
    actions.close_line(line, actor=moderator, words="Said.")
    actions.close_line(other, actor=moderator, words="Said.")
    poll = put(discussion, moderator)
    actions.end_poll(poll, actor=moderator)
    assert told(participant) == ["closing.line_closed", "closing.line_closed", "post.steered", "poll.ended"]

    actions.see_posts(discussion, actor=participant, posts={2: line.pk, 4: poll.post_id}.values())

    unread = Notification.objects.filter(recipient=participant).unread()
    closing = discussion.closings.get(branch=other)
    assert [(each.entry.verb, each.entry.object_id) for each in unread] == [("closing.line_closed", closing.pk)]


def test_erasure_forgets_the_position_and_renews_the_pages(commons, participant):
    discussion = PostFactory(discussion=DiscussionFactory(space=commons), author=participant).discussion
    ReadingPosition.objects.create(person=participant, discussion=discussion, last_read=1)

    before = discussion.version

    forget_person(participant)

    discussion.refresh_from_db()
    assert discussion.version == before + 1
    assert not ReadingPosition.objects.exists()


def plans(commons, person):
    return DiscussionFactory(space=commons, planned_by=person)


def publishes(commons, person):
    discussion = DiscussionFactory(space=commons)
    Closing.objects.create(discussion=discussion, published_at=timezone.now(), published_by=person)
    return discussion


def reopens(commons, person):
    discussion = DiscussionFactory(space=commons)
    Reopening.objects.create(discussion=discussion, by=person, reason="More")
    return discussion


@pytest.mark.parametrize("be_named", [plans, publishes, reopens])
def test_pages_that_name_the_erased_for_something_else_are_renewed_too(commons, moderator, be_named):
    discussion, other = be_named(commons, moderator), DiscussionFactory(space=commons)

    forget_person(moderator)

    assert Discussion.objects.get(pk=discussion.pk).version == 1
    assert Discussion.objects.get(pk=other.pk).version == 0
