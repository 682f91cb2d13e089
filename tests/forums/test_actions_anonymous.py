"""Questions without a name: who sends them, who decides, who may look, and that nothing else leads to whom."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.effects import erase_person
from accounts.errors import TooMuchAtOnce
from activity.models import Entry
from communities.effects import let_in
from communities.models import Role, Space
from core import seams
from core.permissions import Refused
from forums import actions
from forums.effects import draft_due, forget_old_questions
from forums.errors import AskerGone, NothingSaid, QuestionDecided, TooManyWaiting
from forums.models import AnonymousQuestion, Asker, Discussion, Post, Unmasking
from forums.queries import export_person
from notifications.models import Volume
from tests.factories import MembershipFactory
from tests.facts import told, verbs
from tests.forums.unnamed import NAME, REASON, SAID, TITLE, asker, columnist, question

__all__ = ["asker", "columnist", "question"]

pytestmark = pytest.mark.django_db


def ask(space, person, **other):
    said = {"title": TITLE, "markdown": SAID, "submission": uuid4()} | other
    return actions.ask_columnists(space, actor=person, **said)


def publish(question, columnist, markdown=SAID):
    return actions.publish_question(question, actor=columnist, title=TITLE, markdown=markdown)


def test_a_question_is_kept_apart_from_who_asked_and_tells_the_team(question, asker, facilitator, leader, participant):
    assert (question.state, question.title, question.markdown) == ("waiting", TITLE, SAID)
    assert Asker.objects.get().person == asker
    assert told(facilitator) == told(leader) == []
    asked = ask(question.space, participant)

    assert told(facilitator) == told(leader) == ["question.came_in"]
    assert told(asker) == told(participant) == []
    assert Entry.objects.filter(object_id=asked.pk, verb="question.came_in").get().actor is None


def test_nothing_recorded_names_who_asked(question, asker, facilitator, leader):
    begun = publish(question, facilitator)
    actions.unmask(question, actor=leader, reason=REASON)

    assert not Entry.objects.filter(actor=asker).exists()
    assert verbs() == ["question.came_in", "question.published", "discussion.opened", "question.unmasked"]
    first = begun.posts.get()
    assert (begun.planned_by, first.author, first.is_anonymous, first.writer) == (None, None, True, "A member")


def test_the_same_form_is_one_question(members_room, asker, facilitator):
    submission = uuid4()

    first = ask(members_room, asker, submission=submission)

    assert ask(members_room, asker, submission=submission) == first
    assert AnonymousQuestion.objects.count() == 1


def test_who_may_ask(members_room, commons, team_room, outsider, participant, facilitator):
    for space, person in [(commons, outsider), (team_room, participant)]:
        with pytest.raises(Refused):
            ask(space, person)
    with pytest.raises(NothingSaid):
        ask(members_room, participant, markdown="\u200b")


def test_nobody_asks_where_nobody_else_answers(community, participant, facilitator, leader):
    room = Space.objects.create(community=community, name="Two of us", slug="two", access="private")
    for person, role in ((participant, Role.PARTICIPANT), (facilitator, Role.FACILITATOR)):
        let_in(person, room, role=role, source="member", until=None, given_by=leader)

    with pytest.raises(Refused):
        ask(room, facilitator)

    assert ask(room, participant).is_waiting
    room.grants.filter(user=facilitator).delete()
    with pytest.raises(Refused):
        ask(room, participant)


def test_few_wait_at_once_and_fewer_of_a_new_account(members_room, asker, facilitator):
    for _each in range(AnonymousQuestion.MOST_WAITING):
        waiting = ask(members_room, asker)
    with pytest.raises(TooManyWaiting):
        ask(members_room, asker)

    actions.take_back_question(waiting, actor=asker)

    asker.date_joined = timezone.now()
    asker.save()
    with pytest.raises(TooMuchAtOnce):
        ask(members_room, asker)
    asker.date_joined = timezone.now() - timedelta(days=60)
    asker.save()
    assert ask(members_room, asker).is_waiting


def test_a_columnist_publishes_it_once_and_the_asker_hears_of_answers(question, asker, facilitator, participant):
    begun = publish(question, facilitator, markdown="My supervisor laughs. @pia-participant?")

    assert publish(question, facilitator, markdown="My supervisor laughs. @pia-participant?") == begun
    begun.refresh_from_db()
    assert (begun.kind, begun.state, begun.title, begun.post_count, begun.people_count) == (
        "advice",
        "open",
        TITLE,
        1,
        1,
    )
    assert begun.stages.count() == 2
    assert begun.stage.position == 1
    assert not begun.posts.get().mentions.exists()
    assert told(asker) == ["question.published", "discussion.opened"]
    assert Volume.objects.get(scope_id=begun.pk, scope_kind=Discussion.SCOPE).person == asker
    actions.reply(begun, actor=participant, markdown="Say it to them.", message_type="advice", submission=uuid4())
    assert told(asker)[2:] == ["post.added"]
    assert begun.posts.last().number == 2


def test_who_decides(question, asker, participant, facilitator, community):
    for person in (asker, participant):
        with pytest.raises(Refused):
            publish(question, person)
        with pytest.raises(Refused):
            actions.turn_down_question(question, actor=person, words="No.")

    own = ask(question.space, facilitator)
    with pytest.raises(Refused):
        publish(own, facilitator)
    question.refresh_from_db()
    assert question.is_waiting


def test_a_word_reaches_the_asker_and_the_first_decision_stands(question, asker, facilitator, moderator):
    assert actions.turn_down_question(question, actor=facilitator, words="Please call us.") is True
    assert actions.turn_down_question(question, actor=facilitator, words="Please call us.") is False

    assert told(asker) == ["question.declined"]
    question.refresh_from_db()
    assert (question.state, question.words, question.decided_by) == ("turned_down", "Please call us.", facilitator)
    with pytest.raises(QuestionDecided):
        publish(question, moderator)
    with pytest.raises(QuestionDecided):
        actions.take_back_question(question, actor=asker)
    assert not Discussion.objects.exists()


def test_it_is_taken_back_by_its_asker_alone_and_nobody_is_told(question, asker, facilitator):
    with pytest.raises(Refused):
        actions.take_back_question(question, actor=facilitator)

    assert actions.take_back_question(question, actor=asker) is True
    assert actions.take_back_question(question, actor=asker) is False
    assert verbs() == ["question.came_in"]
    assert not AnonymousQuestion.objects.read_by(facilitator).exists()
    assert AnonymousQuestion.objects.asked_by(asker).exists()


def test_leaders_look_with_a_reason_that_the_asker_is_told(question, asker, facilitator, moderator, leader):
    for person in (facilitator, moderator, asker):
        with pytest.raises(Refused):
            actions.unmask(question, actor=person, reason=REASON)

    looked = actions.unmask(question, actor=leader, reason=REASON)

    assert actions.unmask(question, actor=leader, reason="Something else entirely.") == looked
    assert Unmasking.objects.values_list("by", "reason").get() == (leader.pk, REASON)
    assert told(asker) == ["question.unmasked"]
    seen = seams.resolve("forums.unmasking", [looked.pk], asker)
    assert seen[looked.pk].obj.reason == REASON
    assert seams.resolve("forums.unmasking", [looked.pk], moderator) == {}


def test_erasing_the_asker_leaves_the_discussion_and_no_way_to_them(question, asker, facilitator, leader):
    begun = publish(question, facilitator)
    waiting = ask(question.space, asker)
    actions.unmask(question, actor=leader, reason=REASON)

    erase_person(asker)

    question.refresh_from_db()
    waiting.refresh_from_db()
    assert not Asker.objects.exists()
    assert (question.state, question.title, question.markdown) == ("published", "", "")
    assert (waiting.state, waiting.markdown) == ("taken_back", "")
    assert begun.posts.get().markdown == SAID
    assert Unmasking.objects.get().reason == REASON
    with pytest.raises(AskerGone):
        actions.unmask(
            question, actor=MembershipFactory(community=question.community, role=Role.LEADER).person, reason=REASON
        )


def test_whoever_is_slower_with_other_words_is_not_told_that_theirs_are_open(question, facilitator, moderator):
    publish(question, facilitator, markdown="Dr Miller laughs at me.")

    for title, markdown in ((TITLE, "Somebody laughs at me."), ("Another", "Dr Miller laughs at me.")):
        with pytest.raises(QuestionDecided):
            actions.publish_question(question, actor=moderator, title=title, markdown=markdown)


def test_what_was_written_goes_thirty_days_after_it_was_decided(question, asker, facilitator):
    actions.turn_down_question(question, actor=facilitator, words="Please call us.")
    waiting = ask(question.space, asker)
    decided = AnonymousQuestion.objects.filter(pk=question.pk)

    forget_old_questions()
    assert decided.get().words == "Please call us."
    decided.update(decided_at=timezone.now() - AnonymousQuestion.REMEMBERED_FOR - timedelta(minutes=1))
    forget_old_questions()

    old = decided.get()
    assert (old.title, old.markdown, old.words, old.state) == ("", "", "", "turned_down")
    assert old.heading == "A question not kept any more"
    waiting.refresh_from_db()
    assert waiting.markdown == SAID
    assert Asker.objects.filter(question=question, person=asker).exists()


def test_only_their_own_export_has_it(question, asker, facilitator, leader, participant):
    publish(question, facilitator)
    actions.unmask(question, actor=leader, reason=REASON)

    (own,) = export_person(asker)["anonymous_questions"]

    assert (own["text"], own["discussion"], own["unmasked"][0]["reason"]) == (SAID, TITLE, REASON)
    for other in (facilitator, leader, participant):
        assert NAME not in json.dumps(export_person(other), default=str)


def test_a_report_is_about_nobody_and_who_runs_it_mends_what_gives_somebody_away(
    question, asker, facilitator, moderator, participant
):
    first = publish(question, facilitator).posts.get()
    report = actions.report_post(first, actor=participant, kind="names_patient")
    assert (report.concerned_id, told(moderator)[-1]) == (None, "report.filed")

    for person in (asker, facilitator, participant):
        with pytest.raises(Refused):
            actions.edit_post(first, actor=person, markdown="Somebody laughs.", version=0)
    actions.edit_post(first, actor=moderator, markdown="Somebody laughs.", version=0)
    actions.decide_report(report, actor=moderator, is_upheld=False, words="It names nobody any more.")

    first.refresh_from_db()
    assert (first.markdown, first.author, first.is_removed) == ("Somebody laughs.", None, False)
    assert not first.revisions.exists()
    question.refresh_from_db()
    assert (question.title, question.markdown) == ("", "")
    assert question.discussion.question == "Somebody laughs."


def test_a_closing_is_drafted_without_the_asker(question, facilitator, moderator, participant):
    begun = publish(question, facilitator)
    actions.reply(begun, actor=participant, markdown="Ask them why they laugh.", submission=uuid4())

    actions.close_discussion(begun, actor=moderator, reason="Answered")
    draft_due()

    assert "Ask them why" in begun.closings.get().summary


def test_the_database_keeps_what_is_published_with_its_discussion(question):
    with pytest.raises(IntegrityError), transaction.atomic():
        AnonymousQuestion.objects.filter(pk=question.pk).update(state="published", decided_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(discussion_id=0, number=1, path="00001", markdown="x", html="x")
