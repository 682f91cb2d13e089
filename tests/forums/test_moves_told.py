"""Who loses sight of a discussion that was moved hears of it no more, and those who read on are told once."""

import uuid

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activity.effects import record
from core import seams
from forums import actions
from forums.effects.moves import leave_behind
from forums.models import Closing, Discussion, Grouping, HeldPost, Move, PrivateNote, Promotion
from notifications.effects import notify, send_due_mail
from notifications.models import Notification, OutboxMessage, Volume
from notifications.queries import notices, unread_count
from tests.factories import DiscussionFactory, ItemFactory, MembershipFactory, PostFactory, UserFactory
from tests.facts import told
from tests.forums.moving import follow, move
from tests.forums.polls import poll_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def discussion(members_room, moderator):
    return DiscussionFactory(space=members_room, planned_by=moderator)


def test_who_loses_sight_follows_it_no_more(discussion, team_room, moderator, facilitator, participant):
    muting = MembershipFactory(community=discussion.space.community).person
    for person in (participant, facilitator):
        follow(person, discussion)
    follow(muting, discussion, Volume.Level.MUTE)

    move(discussion, team_room, moderator)

    assert {(each.person, each.level) for each in Volume.objects.all()} == {(facilitator, "all"), (muting, "mute")}


def test_a_stranger_who_followed_it_in_the_open_hears_no_more(commons, members_room, moderator, outsider):
    discussion = DiscussionFactory(space=commons)
    follow(outsider, discussion)

    move(discussion, members_room, moderator)

    assert not Volume.objects.exists()


def test_what_was_told_of_it_leaves_list_and_count(discussion, team_room, moderator, facilitator, participant):
    for person in (participant, facilitator):
        follow(person, discussion)
    actions.reply(discussion, actor=moderator, markdown="Me first.", submission=uuid.uuid4())
    assert [unread_count(participant), unread_count(facilitator)] == [1, 1]

    move(discussion, team_room, moderator)

    assert (notices(participant).rows, unread_count(participant)) == ([], 0)
    assert (len(notices(facilitator).rows), unread_count(facilitator)) == (2, 2)
    assert told(facilitator) == ["post.added", "discussion.moved"]


def closing_of(discussion, by):
    return Closing.objects.create(discussion=discussion, published_at=timezone.now(), published_by=by)


def note_of(discussion, by):
    receiver = UserFactory()
    return PrivateNote.objects.create(
        closing=closing_of(discussion, by), receiver=receiver, author=by, html="<p>x</p>", sent_at=timezone.now()
    )


def held_of(discussion, by):
    return HeldPost.objects.create(discussion=discussion, author=by, markdown="I am new.")


def called_into(discussion, by):
    return discussion.called_in.create(person=UserFactory(), by=by, words="Say something.")


def prompt_in(discussion, by):
    return discussion.prompts.create(position=1, markdown="And then?", by=by, readers="1-1")


def group_of(discussion, by):
    return Grouping.objects.create(discussion=discussion, by=by, task="Meet.").groups.create(position=1, name="Wards")


def kept_of(discussion, by):
    post = PostFactory(discussion=discussion, author=by)
    return Promotion.objects.create(post=post, by=by, item=ItemFactory())


# One thing of each kind that belongs to a discussion, and a verb under which people are told of it.
THINGS = {
    "forums.discussion": ("discussion.opened", lambda discussion, by: discussion),
    "forums.post": ("post.added", lambda discussion, by: PostFactory(discussion=discussion, author=by)),
    "forums.closing": ("discussion.closed", closing_of),
    "forums.privatenote": ("note.delivered", note_of),
    "forums.reopening": ("discussion.reopened", lambda discussion, by: discussion.reopenings.create(by=by, reason="")),
    "forums.asked": ("question.asked", lambda discussion, by: discussion.asked.create(person=UserFactory(), by=by)),
    "forums.prompt": ("prompt.missed", prompt_in),
    "forums.subgroup": ("subgroup.reported", group_of),
    "forums.calledin": ("discussion.called_in", called_into),
    "forums.heldpost": ("post.kept_back", held_of),
    "forums.stage": ("stage.begun", lambda discussion, by: discussion.stages.create(position=1, title="Arguments")),
    "forums.poll": ("poll.ended", poll_in),
    "forums.promotion": ("promotion.kept", kept_of),
}


def test_every_kind_of_thing_is_of_a_discussion_or_looked_up_each_time():
    """Where the fact names no space, lists and counts ask each time who may see the thing."""
    kinds = {kind for kind in seams.resolve.answers if kind.startswith("forums.")}
    asked_apart = {"forums.unmasking"}  # of a question that stands in no discussion
    models = {kind: apps.get_model(kind) for kind in kinds - THINGS.keys() - asked_apart}

    assert {kind: model().space_id for kind, model in models.items()} == dict.fromkeys(models)


@pytest.mark.parametrize("kind", sorted(THINGS))
def test_of_every_kind_of_thing_nothing_stays_counted(discussion, team_room, moderator, participant, facilitator, kind):
    verb, make = THINGS[kind]
    thing = make(discussion, moderator)
    assert thing._meta.label_lower == kind
    notify(record(verb, actor=moderator, target=thing), [participant, facilitator])
    discussion.refresh_from_db()

    move(discussion, team_room, moderator)

    left = Notification.objects.filter(entry__verb=verb).unread()
    assert [each.recipient for each in left] == [facilitator]


def test_those_who_took_part_and_read_on_are_told_once(discussion, team_room, moderator, facilitator, participant):
    for person in (participant, facilitator):
        PostFactory(discussion=discussion, author=person)

    move(discussion, team_room, moderator)
    again = Discussion.objects.get(pk=discussion.pk)
    move(again, team_room, moderator)

    assert told(facilitator) == ["discussion.moved"]
    assert told(participant) == []
    assert Move.objects.count() == 1


def test_a_mail_that_waits_is_not_sent_to_who_reads_it_no_more(
    discussion, team_room, moderator, participant, mailoutbox
):
    follow(participant, discussion)
    PostFactory(discussion=discussion, author=participant)
    first = discussion.posts.get()
    actions.reply(discussion, actor=moderator, markdown="Yes.", submission=uuid.uuid4(), parent=first)
    assert OutboxMessage.objects.get().recipient == participant

    move(discussion, team_room, moderator)
    send_due_mail()

    assert (mailoutbox, OutboxMessage.objects.get().state) == ([], "dropped")


def test_nothing_stays_behind_where_everyone_reads(commons, members_room, leader, outsider):
    discussion = DiscussionFactory(space=members_room)
    follow(outsider, discussion)  # from when it was in the open

    move(discussion, commons, leader, is_confirmed=True)

    assert Volume.objects.get().person == outsider


def test_where_everyone_reads_nobody_is_looked_for(commons, members_room, leader, participant):
    """Nobody can lose sight there, and its readers are all who have an account."""
    discussion = DiscussionFactory(space=members_room)
    move(discussion, commons, leader, is_confirmed=True)
    made = Move.objects.select_related("target__community").get()

    with CaptureQueriesContext(connection) as queries:
        leave_behind(discussion, made.target)

    assert len(queries) == 0
