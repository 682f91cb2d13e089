"""The place in which newcomers say hello: who opens it, what becomes of it, whom it tells."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import block
from accounts.effects import erase_person
from communities.models import Community, Membership, Space
from communities.queries import standing_in
from core import seams
from forums.actions import begin_introductions, change_plan, put_hello_aside, reply
from forums.errors import NoRoom
from forums.models import Discussion, HelloPutAside
from forums.queries import discussion_list
from forums.queries.lists import TALK
from forums.queries.readers import find_discussion, reader_of
from forums.queries.welcoming import (
    hello_begun,
    hello_due,
    hello_text,
    introductions_in,
    newcomer_cards,
    newcomers_of,
)
from forums.rules import may_begin_introductions
from home.queries.needs import steering
from notifications.models import Notification
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory


def begun(community, actor):
    return begin_introductions(community, actor=actor, title="Introductions", question="Who are you?")


@pytest.fixture
def thread(community, facilitator):
    return begun(community, facilitator)


def told(person):
    return sorted(Notification.objects.filter(recipient=person).values_list("entry__verb", flat=True))


def test_the_team_opens_one_thread_in_the_members_room(community, facilitator, leader, participant):
    thread = begun(community, facilitator)

    assert (thread.space.slug, thread.state, thread.introductions_of) == ("members", "open", community)
    assert thread.posts.get().author == facilitator
    assert told(participant) == ["discussion.opened"]
    assert begun(community, leader) == thread
    assert Discussion.objects.count() == 1


def test_two_threads_of_one_community_are_refused_by_the_database(thread, commons):
    with pytest.raises(IntegrityError), transaction.atomic():
        DiscussionFactory(space=commons, introductions_of=thread.introductions_of)


def test_nobody_but_the_team_opens_it(community, participant, outsider):
    for person in (participant, outsider):
        with pytest.raises(PermissionDenied):
            begun(community, person)
    assert not Discussion.objects.exists()


def test_it_takes_a_community_that_is_alive_and_discusses(community, facilitator):
    assert may_begin_introductions(facilitator, community)

    Community.objects.filter(pk=community.pk).update(tools=[])
    community.refresh_from_db()
    assert not may_begin_introductions(facilitator, community)

    Community.objects.filter(pk=community.pk).update(tools=["discussions"], phase="concluded")
    community.refresh_from_db()
    assert not may_begin_introductions(facilitator, community)


def test_it_needs_a_room_that_members_alone_read(facilitator, community):
    community.spaces.filter(access="members").update(archived_at=timezone.now())
    community.visibility = "public"
    community.save()

    with pytest.raises(NoRoom):
        begun(community, facilitator)

    community.visibility = "listed"
    community.save()
    assert begun(community, facilitator).space.slug == "commons"


@pytest.mark.parametrize("visibility", ["public", "listed", "hidden"])
def test_the_members_room_comes_first_wherever_it_stands(community, members_room, facilitator, visibility):
    """An open room would show every introduction to all the world, once the community is public."""
    Community.objects.filter(pk=community.pk).update(visibility=visibility)
    Space.objects.filter(pk=members_room.pk).update(position=99)

    assert begun(community, facilitator).space == members_room


def test_it_never_gets_a_day_to_close(thread, moderator):
    changed = change_plan(
        thread, actor=moderator, plan_version=0, title="Hello", closes_at=timezone.now() + timedelta(days=3)
    )

    assert (changed.title, changed.closes_at) == ("Hello", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Discussion.objects.filter(pk=thread.pk).update(closes_at=timezone.now())


def test_each_hello_reaches_those_who_follow_and_whoever_is_answered(thread, facilitator, participant, moderator):
    Notification.objects.all().delete()
    hello = reply(thread, actor=participant, markdown="I am Pia.", submission=uuid4())
    reply(thread, actor=moderator, markdown="I am Mo.", submission=uuid4())

    assert told(facilitator) == ["post.added", "post.added"]  # who opened it follows it
    assert told(participant) == []

    reply(thread, actor=moderator, markdown="Welcome.", submission=uuid4(), parent=hello)
    assert told(participant) == ["post.replied"]


def test_it_is_no_discussion_to_steer_to_finish_or_to_begin_with(thread, community, moderator, facilitator):
    Discussion.objects.filter(pk=thread.pk).update(last_post_at=timezone.now() - timedelta(days=90), last_number=60)

    assert list(steering(moderator)) == []
    said = seams.said_in([community.pk])[community.pk]
    assert (said.begun, said.unfinished, said.last_at is None) == (0, 0, False)
    assert discussion_list(moderator, community, narrowed=TALK).rows == []
    assert len(discussion_list(moderator, community).rows) == 1
    reader = reader_of(find_discussion(thread.pk, moderator), moderator)
    assert not reader.summary_is_due
    asker = reader_of(find_discussion(thread.pk, facilitator), facilitator)
    assert (asker.has_asked, asker.discussion.has_written, asker.discussion.volume) == (False, False, "all")


def joined(person, community, days_ago):
    Membership.objects.filter(person=person, community=community).update(
        joined_at=timezone.now() - timedelta(days=days_ago)
    )


def test_a_newcomer_is_asked_until_they_have_said_hello(thread, community, participant):
    assert hello_due(participant, community).thread == thread
    assert hello_due(participant).community == community

    reply(thread, actor=participant, markdown="I am Pia.", submission=uuid4())

    assert hello_due(participant) is None


def test_a_newcomer_puts_it_aside_for_good(thread, community, participant, outsider):
    put_hello_aside(community, actor=participant)
    put_hello_aside(community, actor=participant)

    assert hello_due(participant) is None
    assert HelloPutAside.objects.get().person == participant
    with pytest.raises(PermissionDenied):
        put_hello_aside(community, actor=outsider)


@pytest.mark.parametrize("days_ago", [31, 400])
def test_who_is_here_for_longer_is_not_asked(thread, community, participant, days_ago):
    joined(participant, community, days_ago)

    assert hello_due(participant) is None
    assert participant.pk not in newcomers_of([community.pk]).values_list("person", flat=True)


def test_nobody_is_asked_where_nothing_is_written_any_more(thread, community, participant):
    Community.objects.filter(pk=community.pk).update(phase="concluded")
    assert hello_due(participant) is None

    Community.objects.filter(pk=community.pk).update(phase="active")
    Space.objects.filter(pk=thread.space_id).update(archived_at=timezone.now())
    assert hello_due(participant) is None


def test_an_introduction_begins_with_the_profile_and_leaves_unanswered_questions_out(participant):
    participant.profession, participant.organisation, participant.can_help_with = "nursing", "Riverside", "Debriefing"

    begun = hello_begun(participant)

    assert begun == {"who": "Nursing, Riverside", "bring": "Debriefing", "hope": ""}
    assert hello_text(begun) == "**Who I am**\n\nNursing, Riverside\n\n**What I bring**\n\nDebriefing"
    assert hello_text({"hope": " Rest.\n\nAnd tea. \n"}) == "**What I hope for here**\n\nRest.\n\nAnd tea."
    assert hello_text({"who": "", "bring": "  "}) == ""


@pytest.fixture
def cards(thread, community):
    def cards(reader):
        return newcomer_cards(community, reader, introductions_in(community, reader))[0]

    return cards


def test_cards_put_who_works_elsewhere_first_and_keep_what_a_profile_keeps(cards, community, moderator):
    joined(moderator, community, 90)
    moderator.organisation = "Riverside"
    moderator.save()
    joined(community.memberships.get(role=20).person, community, 90)
    same = MembershipFactory(community=community, person__organisation="riverside").person
    secret = MembershipFactory(
        community=community, person__organisation="Lagoon", person__profile_audience="nobody"
    ).person
    other = MembershipFactory(community=community, person__organisation="Lagoon").person
    silent = MembershipFactory(community=community).person

    found = cards(moderator)

    assert [card.person for card in found] == [other, silent, secret, same]
    assert [card.is_shown for card in found] == [True, True, False, True]


def test_a_card_leads_to_the_introduction_and_not_to_a_removed_one(cards, thread, community, participant, moderator):
    answer = PostFactory(discussion=thread, author=participant, parent=thread.posts.get(number=1))
    assert next(card for card in cards(moderator) if card.person == participant).post is None

    hello = PostFactory(discussion=thread, author=participant, markdown="**Who I am**\n\nI am Pia.\n\n**And**\n\nhere.")
    card = next(card for card in cards(moderator) if card.person == participant)
    assert (card.post, card.excerpt) == (hello, "I am Pia. here.")

    hello.deleted_at = timezone.now()
    hello.save()
    assert next(card for card in cards(moderator) if card.person == participant).post is None
    assert answer.depth == 1


def test_a_card_says_nothing_of_what_a_blocked_person_wrote(cards, thread, participant, moderator):
    hello = PostFactory(discussion=thread, author=participant, markdown="I am Pia.")
    assert next(card for card in cards(moderator) if card.person == participant).excerpt == "I am Pia."

    block(participant, actor=moderator)
    moderator.refresh_from_db()

    card = next(card for card in cards(moderator) if card.person == participant)
    assert (card.post, card.excerpt) == (hello, "")


def test_newcomers_of_others_are_nobody_else_s(thread, community, outsider):
    other = CommunityFactory()
    MembershipFactory(community=other, person=outsider)

    assert standing_in(community, outsider).role is None
    assert list(newcomers_of([other.pk]).values_list("person", flat=True)) == [outsider.pk]


def test_erasing_somebody_forgets_that_they_put_it_aside(thread, community, participant):
    put_hello_aside(community, actor=participant)
    hello = reply(thread, actor=participant, markdown="I am Pia.", submission=uuid4())

    erase_person(participant)

    hello.refresh_from_db()
    assert not HelloPutAside.objects.exists()
    assert (hello.writer, hello.markdown) == ("Former member", "I am Pia.")
