from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.errors import Stale
from forums import actions
from forums.effects import go_on_due
from forums.errors import DiscussionClosed, TypeMissing
from forums.models import Discussion, Post, Stage, StagePlan
from forums.queries.stages import course_of
from notifications.models import Notification
from tests.facts import told, verbs

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ARGUE = StagePlan("Arguments", "One argument each.", days=5, types=("for", "against"), words=120)
ASK = StagePlan("Questions", types=("question",))
REST = StagePlan("What remains", days=3)


@pytest.fixture
def at_nine():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def debate(commons, participant):
    return actions.plan_discussion(
        commons,
        actor=participant,
        title="Marks harm",
        kind="debate",
        question="Marks harm more than they help.",
        submission=uuid4(),
        stages=[ARGUE, ASK, REST],
    )


@pytest.fixture
def is_open(at_nine, debate, participant):
    actions.open_discussion(debate, actor=participant)
    debate.refresh_from_db()
    return debate


def titles(discussion):
    return [stage.title for stage in discussion.stages.all()]


def say(discussion, person, message_type=""):
    return actions.reply(
        discussion, actor=person, markdown="It depends.", submission=uuid4(), message_type=message_type
    )


def test_a_plan_keeps_its_stages_and_the_version_of_its_template(debate):
    assert debate.kind_version == 1
    assert [stage.plan for stage in debate.stages.all()] == [ARGUE, ASK, REST]
    assert [(stage.opens_at, stage.ends_at) for stage in debate.stages.all()] == [(None, None)] * 3
    assert debate.stage is None


def test_the_first_stage_begins_with_the_discussion(is_open):
    first = is_open.stages.first()

    assert is_open.stage == first
    assert (first.opens_at, first.ends_at) == (NOW, NOW + timedelta(days=5))
    assert [each.state for each in course_of(is_open).stages] == ["now", "ahead", "ahead"]


def test_a_stage_ends_when_its_days_are_over_and_the_next_begins(at_nine, is_open, participant, moderator):
    actions.follow_discussion(is_open, actor=moderator)
    version = is_open.version
    at_nine.shift(timedelta(days=5) - timedelta(seconds=1))
    go_on_due()
    assert Discussion.objects.get().stage.title == "Arguments"

    at_nine.shift(timedelta(seconds=1))
    go_on_due()
    go_on_due()

    is_open.refresh_from_db()
    first, second, _third = is_open.stages.all()
    assert is_open.stage == second
    assert (first.ends_at, second.opens_at, second.ends_at) == (NOW + timedelta(days=5), NOW + timedelta(days=5), None)
    assert is_open.version > version
    assert told(moderator) == ["stage.begun"]
    assert verbs().count("stage.begun") == 1


def test_a_stage_without_days_waits_for_somebody(at_nine, is_open, moderator):
    actions.next_stage(is_open, actor=moderator, after=is_open.stage_id)
    at_nine.shift(timedelta(days=300))
    go_on_due()

    assert Discussion.objects.get().stage.title == "Questions"


def test_the_last_stage_ends_and_who_runs_it_is_told(at_nine, is_open, moderator):
    for _stage in range(2):
        actions.next_stage(is_open, actor=moderator, after=Discussion.objects.get().stage_id)
    at_nine.shift(timedelta(days=3))
    go_on_due()

    found = Discussion.objects.get()
    assert found.stage is None
    assert found.is_open
    assert course_of(found).to_come == []
    assert told(moderator)[-1] == "stage.last_ended"
    assert actions.next_stage(found, actor=moderator, after=None) is None


def test_who_is_told_of_stages_reads_what_they_are(client, at_nine, is_open, leader, moderator):
    actions.follow_discussion(is_open, actor=moderator)
    actions.next_stage(is_open, actor=leader, after=is_open.stage_id)
    actions.next_stage(is_open, actor=leader, after=Discussion.objects.get().stage_id)
    at_nine.shift(timedelta(days=3))
    go_on_due()
    client.force_login(moderator)

    page = client.get("/notifications/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "The last stage of “Marks harm” is over: close it with a summary, or add a stage" in text

    client.get(is_open.get_absolute_url())

    assert not Notification.objects.filter(recipient=moderator).unread().exists()


def test_where_it_is_closed_no_stage_goes_on(client, at_nine, is_open, moderator):
    at_nine.shift(timedelta(days=2))
    actions.close_discussion(is_open, actor=moderator, reason="Done")

    course = course_of(Discussion.objects.get())
    page = client.get(is_open.get_absolute_url()).content.decode()

    assert (course.now, [each.state for each in course.stages]) == (None, ["over", "ahead", "ahead"])
    assert [each.ends for each in course.stages] == [NOW + timedelta(days=2), None, None]
    assert [each.begins for each in course.stages] == [NOW, None, None]
    assert ('aria-current="step"' in page, "until" in page) == (False, False)


def test_a_closed_discussion_goes_on_to_no_stage(at_nine, is_open, moderator):
    actions.close_discussion(is_open, actor=moderator, reason="Done")
    at_nine.shift(timedelta(days=6))
    go_on_due()

    assert Discussion.objects.get().stage.title == "Arguments"
    with pytest.raises(DiscussionClosed):
        actions.next_stage(is_open, actor=moderator, after=is_open.stage_id)


def test_going_on_by_hand_twice_goes_on_once(is_open, moderator, participant):
    before = is_open.stage_id

    actions.next_stage(is_open, actor=moderator, after=before)
    again = actions.next_stage(is_open, actor=moderator, after=before)

    assert again.title == "Questions"
    assert Discussion.objects.get().stage == again
    assert told(participant) == ["stage.begun"]


def test_who_runs_discussions_leads_from_stage_to_stage(is_open, participant, facilitator, outsider):
    for person in (participant, facilitator, outsider):
        with pytest.raises(PermissionDenied):
            actions.next_stage(is_open, actor=person, after=is_open.stage_id)
    assert Discussion.objects.get().stage.title == "Arguments"


def test_two_stages_never_go_on_at_once(is_open):
    second = is_open.stages.get(position=2)
    with pytest.raises(IntegrityError, match="stage_no_two_at_once"), transaction.atomic():
        Stage.objects.filter(pk=second.pk).update(opens_at=NOW + timedelta(days=1))
    with pytest.raises(IntegrityError, match="stage_ends_after_it_begins"), transaction.atomic():
        Stage.objects.filter(pk=is_open.stage_id).update(ends_at=NOW - timedelta(days=1))
    with pytest.raises(IntegrityError, match="stage_position"), transaction.atomic():
        Stage.objects.filter(pk=second.pk).update(position=1)


def change(discussion, person, **plan):
    return actions.change_plan(discussion, actor=person, plan_version=discussion.plan_version, **plan)


def test_what_is_over_stays_and_the_rest_is_planned_anew(at_nine, is_open, moderator):
    actions.next_stage(is_open, actor=moderator, after=is_open.stage_id)
    is_open.refresh_from_db()
    at_nine.shift(timedelta(days=1))

    change(is_open, moderator, stages=[StagePlan("Questions to all", days=2), StagePlan("Answers")])

    found = Discussion.objects.get()
    assert titles(found) == ["Arguments", "Questions to all", "Answers"]
    assert found.stage.title == "Questions to all"
    assert found.stage.ends_at == NOW + timedelta(days=2)


def test_who_changes_a_plan_while_a_stage_ends_is_told(is_open, moderator):
    before = is_open.plan_version
    actions.next_stage(is_open, actor=moderator, after=is_open.stage_id)

    with pytest.raises(Stale):
        actions.change_plan(is_open, actor=moderator, plan_version=before, stages=[REST])
    assert titles(is_open) == ["Arguments", "Questions", "What remains"]


def test_a_closed_discussion_keeps_its_stages(is_open, moderator):
    actions.close_discussion(is_open, actor=moderator, reason="Done")
    is_open.refresh_from_db()

    change(is_open, moderator, stages=[])

    assert titles(is_open) == ["Arguments", "Questions", "What remains"]


def test_another_kind_brings_the_version_of_its_own_template(debate, participant):
    Discussion.objects.update(kind_version=0)
    debate.refresh_from_db()

    assert change(debate, participant, kind="debate").kind_version == 0
    assert change(Discussion.objects.get(), participant, kind="case").kind_version == 1


def test_a_post_says_what_it_is_where_the_stage_asks(is_open, moderator):
    assert say(is_open, moderator, "against").message_type == "against"
    for wrong in ("", "lesson", "nonsense"):
        with pytest.raises(TypeMissing):
            say(is_open, moderator, wrong)
    assert say(is_open, moderator, None).message_type == ""
    assert Post.objects.count() == 3


def test_the_only_type_of_a_stage_needs_no_choice(is_open, moderator):
    actions.next_stage(is_open, actor=moderator, after=is_open.stage_id)

    assert say(is_open, moderator, "").message_type == "question"


def test_a_stage_that_asks_nothing_calls_posts_nothing(is_open, moderator):
    for _stage in range(2):
        actions.next_stage(is_open, actor=moderator, after=Discussion.objects.get().stage_id)

    assert say(is_open, moderator, "for").message_type == ""


def test_nobody_goes_on_from_the_last_stage_by_hand(is_open, moderator):
    for _click in range(4):
        actions.next_stage(is_open, actor=moderator, after=Discussion.objects.get().stage_id)

    assert Discussion.objects.get().stage.title == "What remains"
