"""A question without a name whose asker, columnists or community are there no more, or which was taken back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.effects import erase_person
from communities.actions import leave_community
from communities.models import Community, Membership, Role, Space
from core.permissions import Refused
from forums import actions
from forums.effects import forget_old_questions
from forums.errors import QuestionDecided
from forums.models import AnonymousQuestion, Asker, Discussion
from forums.queries import export_person
from forums.queries.anonymous import resolve_questions, resolve_unmaskings
from notifications.models import Volume
from tests.facts import told
from tests.forums.unnamed import NAME, REASON, SAID, TITLE, asker, columnist, question
from tests.home.dashboards import needed

__all__ = ["asker", "columnist", "question"]

pytestmark = pytest.mark.django_db


def page(client, reader, question):
    client.force_login(reader)
    return client.get(reverse("forums:anonymous", args=[question.pk]))


def words(client, reader, question):
    return page(client, reader, question).content.decode()


def publish(question, by):
    return actions.publish_question(question, actor=by, title=TITLE, markdown=SAID)


def follows(person):
    return Volume.objects.filter(person=person, scope_kind=Discussion.SCOPE).exists()


def leave(person, community):
    leave_community(community, actor=person)


def test_what_an_erased_asker_waited_for_waits_for_nobody(client, question, asker, facilitator):
    erase_person(asker)

    assert page(client, facilitator, question).status_code == 404
    assert needed(client, facilitator) == []
    with pytest.raises(QuestionDecided):
        publish(question, facilitator)
    assert AnonymousQuestion.objects.get(pk=question.pk).markdown == ""


def test_what_was_published_of_an_erased_asker_goes_on_without_a_trace(client, question, asker, facilitator, moderator):
    begun = publish(question, facilitator)
    actions.reply(begun, actor=moderator, markdown="Say so.", submission=uuid4())

    erase_person(asker)

    assert not Asker.objects.exists()
    client.force_login(facilitator)
    read = client.get(begun.get_absolute_url()).content.decode()
    assert SAID in read
    assert "a member asks" in read
    assert NAME not in read


def test_who_left_before_it_was_published_follows_nothing_there(client, question, asker, facilitator):
    leave(asker, question.community)
    assert "Take it back" in words(client, asker, question)

    begun = publish(question, facilitator)

    assert not follows(asker)
    assert begun.is_unsigned
    assert resolve_questions([question.pk], asker) == {}
    own = page(client, asker, question)
    assert own.status_code == 200
    assert begun.get_absolute_url() not in own.content.decode()


def test_who_takes_part_still_follows_it(question, asker, facilitator):
    publish(question, facilitator)

    assert follows(asker)


def test_who_left_may_be_known_to_a_leader_still_and_learns_it(client, question, asker, leader):
    leave(asker, question.community)

    looked = actions.unmask(question, actor=leader, reason=REASON)

    assert told(asker)[-1] == "question.unmasked"
    assert looked.pk in resolve_unmaskings([looked.pk], asker)
    assert REASON in words(client, asker, question)


def test_where_no_columnist_is_left_its_asker_learns_that(client, question, asker, columnist):
    said = "Nobody is there to answer it at present."
    assert said not in words(client, asker, question)

    leave(columnist, question.community)

    assert said in words(client, asker, question)
    Membership.objects.filter(person=asker).update(role=Role.FACILITATOR)  # nobody decides about their own
    assert said in words(client, asker, question)
    with pytest.raises(Refused):
        publish(question, asker)


def test_who_comes_into_the_team_later_finds_it(client, question, columnist, participant):
    leave(columnist, question.community)
    Membership.objects.filter(person=participant).update(role=Role.FACILITATOR)

    assert [title for _verb, title, _url in needed(client, participant)] == [TITLE]
    assert "Look through and publish" in words(client, participant, question)


def test_in_a_community_that_ended_it_is_taken_back_and_nothing_else(client, question, asker, facilitator, leader):
    Community.objects.update(phase="concluded")
    question = AnonymousQuestion.objects.select_related("space__community").get()

    own, theirs = words(client, asker, question), words(client, facilitator, question)
    for deed in (
        lambda: publish(question, facilitator),
        lambda: actions.turn_down_question(question, actor=facilitator, words="Please call us."),
        lambda: actions.unmask(question, actor=leader, reason=REASON),
    ):
        with pytest.raises(Refused):
            deed()

    assert "Nothing is published here any more. You may take it back" in own
    assert "stays unanswered" in theirs
    assert "Look through and publish" not in theirs
    assert actions.take_back_question(question, actor=asker) is True


def test_what_was_taken_back_is_its_asker_s_alone(client, question, asker, facilitator, leader):
    actions.take_back_question(question, actor=asker)

    for person in (facilitator, leader):
        assert page(client, person, question).status_code == 404
        assert needed(client, person) == []
    for deed in (
        lambda: publish(question, facilitator),
        lambda: actions.turn_down_question(question, actor=facilitator, words="Please call us."),
    ):
        with pytest.raises(QuestionDecided):
            deed()
    with pytest.raises(Refused):
        actions.unmask(question, actor=leader, reason=REASON)
    assert "You took it back" in words(client, asker, question)


def test_where_it_went_on_among_others_it_is_not_called_by_what_they_call_it(client, question, asker, leader):
    begun = publish(question, leader)
    looked = actions.unmask(question, actor=leader, reason=REASON)
    room = Space.objects.create(community=question.community, slug="room", name="Room", access="private")
    Discussion.objects.filter(pk=begun.pk).update(space=room, title="canary-of-the-room")
    AnonymousQuestion.objects.update(decided_at="2026-01-01T00:00Z")
    forget_old_questions()

    client.force_login(asker)
    listed = client.get(reverse("forums:columnists", args=["campus", "members"])).content.decode()
    client.force_login(leader)
    desk = client.get(reverse("forums:columnist-desk", args=["campus"])).content.decode()
    called = [resolve_questions([question.pk], asker), resolve_unmaskings([looked.pk], asker)]

    assert "A question not kept any more" in listed
    assert "A question not kept any more" in desk
    assert "canary" not in listed + desk + str([each.title for found in called for each in found.values()])
    assert export_person(asker)["anonymous_questions"][0]["discussion"] is None
