import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activity.models import Entry
from communities.models import Role
from core.markdown import TextTooLong
from core.permissions import Refused
from forums import actions
from forums.errors import DiscussionClosed, NothingSaid, WrongThread
from forums.models import Discussion, Post, ReadingPosition
from notifications.models import Notification, OutboxMessage
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.facts import told


@pytest.fixture
def discussion(commons):
    return DiscussionFactory(space=commons)


def say(discussion, actor, text="I asked before I told.", **more):
    return actions.reply(discussion, actor=actor, markdown=text, **{"submission": uuid.uuid4(), **more})


def mailed():
    return set(OutboxMessage.objects.values_list("recipient__display_name", "entry__verb"))


def test_reply_numbers_places_and_counts_the_post(discussion, participant, leader):
    first = say(discussion, participant, "One thing I *saw*.")
    second = say(discussion, leader, parent=first)
    third = say(discussion, participant)

    discussion.refresh_from_db()
    assert first.html == '<p dir="auto">One thing I <em>saw</em>.</p>'
    assert [(post.number, post.depth, post.parent_id) for post in (first, second, third)] == [
        (1, 0, None),
        (2, 1, first.pk),
        (3, 0, None),
    ]
    assert list(discussion.posts.order_by("path")) == [first, second, third]
    assert (discussion.last_number, discussion.post_count, discussion.people_count) == (3, 3, 2)
    assert discussion.last_post_at == third.created_at
    assert discussion.version == 3


def test_a_reply_asks_the_same_however_many_are_told(discussion, participant, leader):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            say(discussion, leader)
        return len(asked)

    say(discussion, participant)
    say(discussion, leader)
    few = queries()
    crowd = [row.person for row in MembershipFactory.create_batch(20, community=discussion.space.community)]
    for person in crowd:
        say(discussion, person)
    Notification.objects.all().delete()

    assert queries() == few <= 15
    assert all(told(person) == ["post.added"] for person in crowd)


def test_an_answer_stands_behind_earlier_answers_to_the_same_post(discussion, participant):
    first, second = say(discussion, participant), say(discussion, participant)
    answer = say(discussion, participant, parent=first)
    deeper = say(discussion, participant, parent=answer)
    later = say(discussion, participant, parent=first)

    assert list(discussion.posts.order_by("path")) == [first, answer, deeper, later, second]


def test_a_very_deep_answer_keeps_its_parent_and_a_bounded_path(discussion, participant):
    post = None
    for _ in range(40):
        post = say(discussion, participant, parent=post)

    assert post.parent.number == 39
    assert len(post.path) == 160
    assert [each.number for each in discussion.posts.order_by("path")] == list(range(1, 41))


def test_a_double_click_makes_one_post(discussion, participant):
    submission = uuid.uuid4()

    first = say(discussion, participant, submission=submission)
    second = say(discussion, participant, submission=submission)

    assert first == second
    assert Post.objects.count() == 1
    assert Entry.objects.filter(verb="post.added").count() == 1


def test_two_people_may_happen_on_the_same_submission(discussion, participant, leader):
    submission = uuid.uuid4()

    assert say(discussion, participant, submission=submission) != say(discussion, leader, submission=submission)


@pytest.mark.parametrize("state", ["planned", "closing", "closed"])
def test_nobody_writes_where_it_is_not_open(discussion, participant, state):
    changes = {"state": state}
    if state == "planned":
        changes["opened_at"] = None
    if state == "closed":
        changes["closing"] = discussion.closings.create()
    Discussion.objects.filter(pk=discussion.pk).update(**changes)

    with pytest.raises(DiscussionClosed):
        say(discussion, participant)
    assert not Post.objects.exists()


def test_a_double_click_around_a_close_still_gives_the_post(discussion, participant):
    submission = uuid.uuid4()
    post = say(discussion, participant, submission=submission)
    Discussion.objects.filter(pk=discussion.pk).update(state=Discussion.State.CLOSING)

    assert say(discussion, participant, submission=submission) == post


def test_outsiders_do_not_write(discussion, outsider):
    with pytest.raises(Refused):
        say(discussion, outsider)


def test_nobody_writes_in_a_concluded_community(discussion, participant):
    discussion.space.community.phase = "concluded"

    with pytest.raises(Refused):
        say(discussion, participant)


def test_the_answered_post_must_be_of_the_same_discussion(discussion, participant):
    elsewhere = PostFactory()

    with pytest.raises(WrongThread):
        say(discussion, participant, parent=elsewhere)


@pytest.mark.parametrize(
    "text", ["", "  \n\t", "\u200b\u200b", "[a]: https://example.org", "---", "\x00\u202e", "> \n>"]
)
def test_a_post_in_which_nothing_can_be_read_is_refused(discussion, participant, text):
    with pytest.raises(NothingSaid):
        say(discussion, participant, text)


def test_a_post_that_is_too_long_is_refused(discussion, participant):
    with pytest.raises(TextTooLong):
        say(discussion, participant, "a" * 100_001)


def test_what_is_invisible_and_harmful_is_left_out(discussion, participant):
    post = say(discussion, participant, "Nul\x00l \u202eback\u202c\r\nnext")

    assert post.markdown == "Null back\nnext"


def test_the_answered_person_is_mailed_and_the_others_are_told(discussion, participant, leader, moderator):
    say(discussion, moderator)
    asked = say(discussion, participant)

    say(discussion, leader, parent=asked)

    assert told(participant) == ["post.replied"]
    assert told(moderator) == ["post.added", "post.replied"]
    assert told(leader) == []
    assert mailed() == {("Pia Participant", "post.replied")}


def test_answering_oneself_mails_nobody(discussion, participant, leader):
    say(discussion, leader)
    mine = say(discussion, participant)

    say(discussion, participant, parent=mine)

    assert told(participant) == []
    assert told(leader) == ["post.added", "post.added"]
    assert mailed() == set()


def test_followers_are_told_and_the_muted_are_not(discussion, participant, leader, moderator, facilitator):
    asked = say(discussion, participant)
    actions.follow_discussion(discussion, actor=facilitator)
    actions.mute_discussion(discussion, actor=participant)

    say(discussion, leader, parent=asked)

    assert told(facilitator) == ["post.replied"]
    assert told(participant) == told(moderator) == []
    assert mailed() == set()


def test_unmuting_brings_back_what_concerns_a_person(discussion, participant, leader):
    say(discussion, participant)
    actions.mute_discussion(discussion, actor=participant)
    actions.unfollow_discussion(discussion, actor=participant)

    say(discussion, leader)

    assert told(participant) == ["post.added"]


def test_an_imported_post_can_be_answered(discussion, participant):
    sender = discussion.space.imported_senders.create(name="A. Writer", address_hash="0" * 64)
    imported = PostFactory(discussion=discussion, author=None, sender=sender)
    discussion.refresh_from_db()

    say(discussion, participant, parent=imported)

    discussion.refresh_from_db()
    assert discussion.people_count == 2
    assert mailed() == set()


def test_own_words_are_not_new_to_their_writer(discussion, participant, leader):
    say(discussion, leader)
    up_to_date = ReadingPosition.objects.create(person=participant, discussion=discussion, last_read=1)
    behind = ReadingPosition.objects.get(person=leader)

    say(discussion, participant)
    say(discussion, leader)

    up_to_date.refresh_from_db()
    behind.refresh_from_db()
    assert (up_to_date.last_read, behind.last_read) == (2, 1)


def test_a_guest_writes_in_the_one_space(team_room, outsider, leader):
    from communities.effects import let_in

    let_in(outsider, team_room, role=Role.GUEST, source="guest")
    discussion = DiscussionFactory(space=team_room)

    assert say(discussion, outsider).author == outsider


def test_a_member_who_left_does_not_write(discussion, community):
    left = MembershipFactory(community=community, state="left", ended_at="2026-01-01T00:00Z").person

    with pytest.raises(Refused):
        say(discussion, left)
