"""A discussion before it opens: who plans it, and who changes the plan."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from activity.models import Entry
from communities.effects import let_in
from communities.models import Role, Space
from core.errors import Stale
from core.permissions import Refused
from forums import actions
from forums.errors import NothingSaid
from tests.forums.planning import QUESTION, plan


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
    commons.save()

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
