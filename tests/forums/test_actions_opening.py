"""A discussion opens, by hand and by the clock, and in nobody’s name who may not start it any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.effects import erase_person
from activity.models import Entry
from communities.effects import end_membership
from communities.models import Membership, Role, Space
from forums import actions, effects
from forums.effects.discussions import tell_of_opening
from forums.models import Discussion
from notifications.models import OutboxMessage
from notifications.queries import notices, unread_count
from tests.facts import told
from tests.forums.planning import plan


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
