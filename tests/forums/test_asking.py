"""Putting a question to those who may know: whom it finds, who is left alone, and how often."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import block as block_person
from accounts.effects import erase_person
from accounts.models import Block
from communities.models import Membership
from forums.actions import ask_members, pass_on, reply
from forums.errors import AskedEnough, NotToBeAsked
from forums.models import Asked, Discussion
from forums.queries.asking import asking_of, resolve_asked, who_may_know
from notifications.models import Notification, OutboxMessage, Volume
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.forums.asking import asked_before, helper, knowing, question

__all__ = ["helper", "question"]


def is_offered(question, reader):
    return [person.pk for person in who_may_know(question, reader)]


def test_who_would_rather_not_is_not_offered(question, participant, helper):
    assert is_offered(question, participant) == [helper.pk]

    helper.takes_questions = False
    helper.save()

    assert is_offered(question, participant) == []


def hide_profile(helper, question):
    helper.profile_audience = "nobody"
    helper.save()


def rest(helper, question):
    Membership.objects.filter(person=helper).update(paused_until=timezone.now() + timedelta(days=3))


def mute_community(helper, question):
    Volume.objects.create(
        person=helper, scope_kind="communities.community", scope_id=question.community_id, level="mute"
    )


def mute_discussion(helper, question):
    Volume.objects.create(person=helper, scope_kind=Discussion.SCOPE, scope_id=question.pk, level="mute")


def leave(helper, question):
    Membership.objects.filter(person=helper).update(state="left", ended_at=timezone.now())


def answer(helper, question):
    PostFactory(discussion=question, author=helper)


def block(helper, question):
    Block.objects.create(person=helper, blocked=question.planned_by)


@pytest.mark.parametrize("deed", [hide_profile, rest, mute_community, mute_discussion, leave, answer, block])
def test_who_cannot_or_will_not_is_neither_offered_nor_asked(deed, question, participant, helper):
    deed(helper, question)

    assert is_offered(question, participant) == []
    with pytest.raises(NotToBeAsked):
        ask_members(question, actor=participant, people=[helper])
    assert not Asked.objects.exists()


def test_those_who_are_asked_are_told_at_once(question, participant, helper):
    version = Discussion.objects.get(pk=question.pk).version

    (row,) = ask_members(question, actor=participant, people=[helper])

    assert (row.person, row.by, row.discussion) == (helper, participant, question)
    entry = Notification.objects.get(recipient=helper, entry__verb="question.asked").entry
    assert (entry.actor, entry.object_id) == (participant, row.pk)
    assert OutboxMessage.objects.filter(recipient=helper, entry=entry).exists()
    assert Discussion.objects.get(pk=question.pk).version == version + 1
    assert ask_members(question, actor=participant, people=[helper]) == []
    assert Asked.objects.count() == 1


def test_whoever_did_not_ask_may_put_it_to_others_only_as_long_as_nobody_has_answered(
    question, participant, moderator, helper, community
):
    other = knowing(community)
    ask_members(question, actor=moderator, people=[helper])
    reply(question, actor=helper, markdown="We stop and talk.", submission=uuid4())

    with pytest.raises(PermissionDenied):
        ask_members(question, actor=moderator, people=[other])
    assert len(ask_members(question, actor=participant, people=[other])) == 1


def test_whoever_waits_for_the_team_asks_nobody(question, community, participant, helper):
    """Who is asked gets a mail, and nobody has looked at them yet."""
    community.holds_first_posts = True
    community.save()
    newcomer = MembershipFactory(community=community).person
    question.space.community.refresh_from_db()

    with pytest.raises(PermissionDenied):
        ask_members(question, actor=newcomer, people=[helper])
    assert len(ask_members(question, actor=participant, people=[helper])) == 1


def test_what_somebody_answered_is_an_answer_whoever_asked(members_room, participant):
    """Also where nobody planned the question, as in the archive of a mailing list: NULL equals nothing."""
    question = DiscussionFactory(space=members_room, kind="question", planned_by=None)
    PostFactory(discussion=question, author=participant, kind="prompt")
    assert Discussion.objects.without_answer().get() == question

    PostFactory(discussion=question, author=participant)

    assert not Discussion.objects.without_answer().exists()


def test_an_answer_of_the_asker_is_none(question, participant, moderator, helper):
    reply(question, actor=participant, markdown="To be clear: it was the battery.", submission=uuid4())

    assert Discussion.objects.without_answer().get() == question
    assert len(ask_members(question, actor=moderator, people=[helper])) == 1


@pytest.mark.parametrize("change", [{"kind": "open"}, {"state": "closing"}])
def test_only_open_questions_are_put_to_others(change, question, participant, helper):
    Discussion.objects.filter(pk=question.pk).update(**change)

    with pytest.raises(PermissionDenied):
        ask_members(question, actor=participant, people=[helper])


def test_visitors_and_strangers_ask_nobody(question, outsider, helper):
    with pytest.raises(PermissionDenied):
        ask_members(question, actor=outsider, people=[helper])


def test_five_are_asked_of_one_question(question, participant, community):
    people = [knowing(community) for _ in range(6)]

    with pytest.raises(AskedEnough):
        ask_members(question, actor=participant, people=people)
    assert not Asked.objects.exists()

    ask_members(question, actor=participant, people=people[:5])
    with pytest.raises(AskedEnough):
        ask_members(question, actor=participant, people=people[5:])


def test_nobody_is_asked_more_than_three_times_a_week_wherever_that_is(question, participant, helper):
    for days_ago in (8, 6, 1):
        asked_before(helper, days_ago)
    assert is_offered(question, participant) == [helper.pk]

    asked_before(helper, 0)

    assert is_offered(question, participant) == []
    with pytest.raises(NotToBeAsked):
        ask_members(question, actor=participant, people=[helper])


def test_not_me_is_said_once_and_by_whoever_was_asked(question, participant, helper, moderator):
    (row,) = ask_members(question, actor=participant, people=[helper])

    with pytest.raises(PermissionDenied):
        pass_on(row, actor=moderator)
    assert pass_on(row, actor=helper)
    assert not pass_on(row, actor=helper)
    row.refresh_from_db()
    assert row.passed_at is not None


def test_each_sees_what_concerns_them(question, participant, moderator, helper, community):
    other = knowing(community)
    ask_members(question, actor=moderator, people=[helper])
    ask_members(question, actor=participant, people=[other])
    pass_on(Asked.objects.get(person=other), actor=other)
    said = reply(question, actor=helper, markdown="We stop and talk.", submission=uuid4())

    def seen(reader):
        found = asking_of(question, reader, may_ask=True)
        return [(one.row.person, one.post, one.has_passed) for one in found.asked], found.own and found.own.row.person

    of_helper, of_other = (helper, said.number, False), (other, None, True)
    assert seen(participant) == ([of_helper, of_other], None)
    assert seen(moderator) == ([of_helper], None)
    assert seen(helper) == ([], helper)
    assert set(resolve_asked(Asked.objects.values_list("pk", flat=True), helper)) == {said_row(helper)}
    assert resolve_asked([said_row(helper)], participant) == {}


def said_row(person):
    return Asked.objects.get(person=person).pk


def test_whoever_has_blocked_the_asker_is_not_reminded(question, participant, helper):
    ask_members(question, actor=participant, people=[helper])
    assert asking_of(question, helper, may_ask=False).own

    block_person(participant, actor=helper)
    helper.refresh_from_db()

    assert asking_of(question, helper, may_ask=False).own is None
    assert len(asking_of(question, participant, may_ask=False).asked) == 1


def test_who_lost_sight_of_the_question_is_told_nothing_of_it(question, participant, helper):
    (row,) = ask_members(question, actor=participant, people=[helper])
    leave(helper, question)

    assert resolve_asked([row.pk], helper) == {}


def test_nobody_asks_themselves(question, participant):
    with pytest.raises(IntegrityError), transaction.atomic():
        Asked.objects.create(discussion=question, person=participant, by=participant)


def test_what_was_put_to_somebody_goes_with_them(question, participant, helper, moderator):
    ask_members(question, actor=participant, people=[helper, moderator][:1])
    version = Discussion.objects.get(pk=question.pk).version

    erase_person(helper)

    assert not Asked.objects.exists()
    assert Discussion.objects.get(pk=question.pk).version > version


def test_what_somebody_put_to_others_stays(question, participant, helper):
    (row,) = ask_members(question, actor=participant, people=[helper])

    erase_person(participant)

    row.refresh_from_db()
    assert row.by.name == "Former member"
