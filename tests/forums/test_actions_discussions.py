import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.effects import erase_person
from activity.models import Entry
from communities.effects import end_membership, let_in
from communities.models import Membership, Role, Space
from core.errors import Stale
from core.permissions import Refused
from forums import actions, effects
from forums.effects.discussions import tell_of_opening
from forums.errors import NothingSaid
from forums.models import Closing, Discussion, ReadingPosition, Reopening
from notifications.models import Notification, OutboxMessage
from notifications.queries import notices, unread_count
from tests.factories import DiscussionFactory, PostFactory

QUESTION = "What did *you* say, and what happened next?"


def plan(space, actor, **more):
    fields = {"title": "When the room shuts down", "question": QUESTION, "submission": uuid.uuid4(), **more}
    return actions.plan_discussion(space, actor=actor, **fields)


def told(person):
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("entry__verb", flat=True))


def test_plan_discussion_keeps_what_was_planned(commons, participant):
    opens_at = timezone.now() + timedelta(days=1)

    planned = plan(
        commons,
        participant,
        objective="A shared page",
        guidelines="One idea **each**.",
        difficulties="He may\x00 read it.",
        kind="case",
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=7),
    )

    planned.refresh_from_db()
    assert (planned.state, planned.planned_by, planned.slug) == ("planned", participant, "when-the-room-shuts-down")
    assert planned.guidelines_html == '<p dir="auto">One idea <strong>each</strong>.</p>'
    assert planned.excerpt == "What did you say, and what happened next?"
    assert planned.difficulties == "He may read it."
    assert not planned.posts.exists()
    assert Entry.objects.get().verb == "discussion.planned"


def test_planning_twice_with_one_form_makes_one_plan(commons, participant):
    submission = uuid.uuid4()

    assert plan(commons, participant, submission=submission) == plan(commons, participant, submission=submission)
    assert Entry.objects.count() == 1


def test_a_question_must_say_something(commons, participant):
    with pytest.raises(NothingSaid):
        plan(commons, participant, question="---")


def test_only_the_team_plans_where_the_space_says_so(commons, participant, facilitator):
    commons.starters = Space.Starters.TEAM

    with pytest.raises(Refused):
        plan(commons, participant)
    assert plan(commons, facilitator).pk


def test_outsiders_and_guests_do_not_plan(commons, team_room, outsider):
    let_in(outsider, team_room, role=Role.GUEST, source="guest")

    for space in (commons, team_room):
        with pytest.raises(Refused):
            plan(space, outsider)


def test_a_title_that_is_a_verb_gets_another_slug(commons, participant):
    assert plan(commons, participant, title="Reply").slug == "reply-discussion"


def test_change_plan_changes_what_is_given(commons, participant):
    planned = plan(commons, participant)

    changed = actions.change_plan(
        planned, actor=participant, plan_version=0, title="Shut doors", question="And *then*?"
    )

    changed.refresh_from_db()
    assert (changed.title, changed.slug, changed.excerpt) == ("Shut doors", "shut-doors", "And then?")
    assert (changed.plan_version, changed.version) == (1, 1)
    assert [entry.verb for entry in Entry.objects.order_by("pk")] == ["discussion.planned", "discussion.plan_changed"]


def test_a_stale_change_changes_nothing(commons, participant, moderator):
    planned = plan(commons, participant)
    actions.change_plan(planned, actor=moderator, plan_version=0, title="Hers")

    with pytest.raises(Stale):
        actions.change_plan(planned, actor=participant, plan_version=0, title="His")
    planned.refresh_from_db()
    assert planned.title == "Hers"


def test_new_posts_do_not_make_a_change_stale(commons, moderator):
    planned = plan(commons, moderator)
    actions.open_discussion(planned, actor=moderator)
    actions.reply(planned, actor=moderator, markdown="First.", submission=uuid.uuid4())

    assert actions.change_plan(planned, actor=moderator, plan_version=0, objective="A page").objective == "A page"


def test_the_question_stays_once_it_was_asked(commons, moderator):
    planned = plan(commons, moderator)
    actions.open_discussion(planned, actor=moderator)

    changed = actions.change_plan(planned, actor=moderator, plan_version=0, question="Something else?", title="T")

    assert changed.question == QUESTION


def test_the_planner_changes_it_until_it_opens(commons, participant, moderator):
    planned = plan(commons, participant)
    actions.open_discussion(planned, actor=participant)
    planned.refresh_from_db()

    with pytest.raises(Refused):
        actions.change_plan(planned, actor=participant, plan_version=0, title="Mine")
    assert actions.change_plan(planned, actor=moderator, plan_version=0, title="Ours").title == "Ours"


def test_other_participants_neither_change_nor_open_it(commons, participant, facilitator):
    planned = plan(commons, participant)

    with pytest.raises(Refused):
        actions.change_plan(planned, actor=facilitator, plan_version=0, title="Mine")
    with pytest.raises(Refused):
        actions.open_discussion(planned, actor=facilitator)


def test_the_database_keeps_the_order_of_opening_and_closing(commons, participant):
    now = timezone.now()

    with pytest.raises(IntegrityError):
        plan(commons, participant, opens_at=now, closes_at=now)


def test_open_discussion_asks_the_question_and_tells_the_members(commons, participant, moderator, leader, outsider):
    planned = plan(commons, participant)

    actions.open_discussion(planned, actor=moderator)

    planned.refresh_from_db()
    question = planned.posts.get()
    assert (question.number, question.kind, question.author) == (1, "prompt", participant)
    assert question.html == '<p dir="auto">What did <em>you</em> say, and what happened next?</p>'
    assert (planned.state, planned.post_count, planned.people_count, planned.last_number) == ("open", 1, 1, 1)
    assert planned.opened_at is not None
    assert told(participant) == told(leader) == ["discussion.opened"]
    assert told(moderator) == told(outsider) == []
    assert not OutboxMessage.objects.exists()


def test_the_team_room_tells_the_team_alone(team_room, participant, facilitator, leader):
    actions.open_discussion(plan(team_room, leader), actor=leader)

    assert told(facilitator) == ["discussion.opened"]
    assert told(participant) == []


def test_opening_twice_asks_once(commons, moderator, participant):
    planned = plan(commons, moderator)

    actions.open_discussion(planned, actor=moderator)
    actions.open_discussion(planned, actor=moderator)

    assert planned.posts.count() == 1
    assert told(participant) == ["discussion.opened"]


def test_a_closing_date_that_has_passed_is_dropped_on_opening(commons, moderator):
    planned = plan(commons, moderator, closes_at=timezone.now() - timedelta(minutes=1))

    actions.open_discussion(planned, actor=moderator)

    planned.refresh_from_db()
    assert planned.closes_at is None


def test_opening_it_early_drops_the_date_of_opening(commons, moderator):
    now = timezone.now()
    planned = plan(commons, moderator, opens_at=now + timedelta(days=7), closes_at=now + timedelta(days=9))

    actions.open_discussion(planned, actor=moderator)
    changed = actions.change_plan(planned, actor=moderator, plan_version=0, closes_at=now + timedelta(days=1))

    assert (changed.opens_at, changed.closes_at) == (None, now + timedelta(days=1))


def test_open_due_opens_what_is_due_and_nothing_else(commons, moderator, participant):
    now = timezone.now()
    due = plan(commons, moderator, opens_at=now - timedelta(minutes=1))
    later = plan(commons, moderator, opens_at=now + timedelta(minutes=1))
    by_hand = plan(commons, moderator)

    effects.open_due()
    effects.open_due()

    states = [Discussion.objects.get(pk=each.pk).state for each in (due, later, by_hand)]
    assert states == ["open", "planned", "planned"]
    opened = Entry.objects.get(verb="discussion.opened")
    assert (opened.actor, opened.object_id) == (None, due.pk)
    assert told(moderator) == told(participant) == ["discussion.opened"]


def test_open_due_leaves_concluded_communities_alone(commons, moderator):
    due = plan(commons, moderator, opens_at=timezone.now() - timedelta(minutes=1))
    type(commons.community).objects.update(phase="concluded")

    effects.open_due()

    due.refresh_from_db()
    assert due.state == "planned"


def test_opening_asks_the_question_as_it_is_now(commons, moderator):
    as_it_was = plan(commons, moderator)
    actions.change_plan(Discussion.objects.get(), actor=moderator, plan_version=0, question="And *then*?")

    actions.open_discussion(as_it_was, actor=moderator)

    assert as_it_was.posts.get().markdown == "And *then*?"


def test_open_due_heeds_what_changed_since_it_looked(commons, moderator, monkeypatch):
    """Between the looking and the opening of the second, the opening of the first puts it off."""
    now = timezone.now()
    plans = [plan(commons, moderator, opens_at=now - timedelta(minutes=minutes)) for minutes in (2, 1)]
    tell = tell_of_opening

    def tell_and_put_off(entry, discussion):
        tell(entry, discussion)
        Discussion.objects.exclude(pk=discussion.pk).update(opens_at=now + timedelta(days=1))

    monkeypatch.setattr("forums.effects.discussions.tell_of_opening", tell_and_put_off)

    effects.open_due()

    assert sorted(Discussion.objects.values_list("state", flat=True)) == ["open", "planned"]
    assert len(plans) == 2


def test_a_plan_that_cannot_open_holds_up_no_other(commons, moderator, caplog):
    now = timezone.now()
    bad, good = (plan(commons, moderator, opens_at=now - timedelta(minutes=minutes)) for minutes in (2, 1))
    Discussion.objects.filter(pk=bad.pk).update(question="---")

    effects.open_due()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.posts.count(), good.state) == ("planned", 0, "open")
    assert [record.message for record in caplog.records] == [f"What was due in discussion {bad.pk} could not be done"]


def leave(person, commons):
    end_membership(Membership.objects.get(person=person))


def be_erased(person, commons):
    erase_person(person)


def be_locked_out(person, commons):
    type(person).objects.filter(pk=person.pk).update(is_active=False)


def lose_the_right(person, commons):
    Space.objects.filter(pk=commons.pk).update(starters=Space.Starters.TEAM)


@pytest.mark.parametrize("change", [leave, be_erased, be_locked_out, lose_the_right])
def test_nothing_opens_by_itself_in_the_name_of_whoever_may_not_start_it_any_more(
    commons, participant, facilitator, moderator, leader, change
):
    due = plan(commons, participant, opens_at=timezone.now() - timedelta(minutes=1))
    change(participant, commons)

    effects.open_due()
    effects.open_due()

    due.refresh_from_db()
    assert (due.state, due.opens_at, due.plan_version, due.posts.count()) == ("planned", None, 1, 0)
    assert told(moderator) == told(leader) == ["discussion.held"]
    assert told(facilitator) == told(participant) == []
    assert (unread_count(moderator), len(notices(moderator).rows)) == (1, 1)
    Membership.objects.filter(person=moderator).update(role=Role.PARTICIPANT)
    assert (unread_count(moderator), len(notices(moderator).rows)) == (0, 0)


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


def test_erasure_forgets_the_position_and_renews_the_pages(commons, participant):
    discussion = PostFactory(discussion=DiscussionFactory(space=commons), author=participant).discussion
    ReadingPosition.objects.create(person=participant, discussion=discussion, last_read=1)

    before = discussion.version

    effects.forget_person(participant)

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

    effects.forget_person(moderator)

    assert Discussion.objects.get(pk=discussion.pk).version == 1
    assert Discussion.objects.get(pk=other.pk).version == 0
