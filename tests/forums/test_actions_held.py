"""First posts: what waits, for whom, who decides, and the way on (P4)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from communities.actions import leave_community
from communities.effects import let_in
from communities.models import Role, Space
from core.permissions import Refused
from forums import actions
from forums.effects import open_due
from forums.errors import AuthorGone, DiscussionClosed, HeldOver, HeldStale, NothingSaid
from forums.models import Discussion, HeldPost, Post
from forums.rules import waits_for_team
from notifications.models import Notification
from tests.factories import DiscussionFactory, PostFactory, UserFactory
from tests.facts import told, verbs
from tests.forums.holding import SAID, discussion, held, newcomer

__all__ = ["discussion", "held", "newcomer"]

pytestmark = pytest.mark.django_db


def test_a_first_post_waits_outside_of_the_thread_and_tells_the_team(held, discussion, moderator, leader, facilitator):
    before = discussion.version
    discussion.refresh_from_db()

    assert (held.state, held.markdown, held.author_id) == ("waiting", SAID, held.author_id)
    assert (discussion.last_number, discussion.post_count, discussion.version) == (1, 1, before)
    assert told(moderator) == ["post.kept_back"]
    assert told(facilitator) == told(held.author) == []


def test_where_nobody_asked_for_it_nothing_waits(discussion, community, newcomer):
    community.holds_first_posts = False
    community.save()
    discussion.space.community.refresh_from_db()

    said = actions.reply(discussion, actor=newcomer, markdown=SAID, submission=uuid4())

    assert isinstance(said, Post)


def test_who_waits(discussion, newcomer, facilitator, moderator, community, participant):
    elsewhere = PostFactory(author=newcomer)
    PostFactory(discussion=discussion, author=participant)
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    guest = UserFactory()
    let_in(guest, room, role=Role.GUEST, source="guest")
    here = discussion.space

    assert elsewhere.discussion.space.community_id != community.pk
    assert [waits_for_team(each, here) for each in (newcomer, facilitator, moderator, participant)] == [
        *(True, False, False, False)
    ]
    assert not waits_for_team(guest, room)


def test_what_stands_in_a_private_room_frees_nobody_elsewhere(discussion, newcomer, community):
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    let_in(newcomer, room, role=Role.PARTICIPANT, source="course")
    PostFactory(discussion=DiscussionFactory(space=room), author=newcomer)

    assert not waits_for_team(newcomer, room)
    assert waits_for_team(newcomer, discussion.space)


def test_whose_only_post_was_removed_waits_again(discussion, newcomer, moderator):
    post = PostFactory(discussion=discussion, author=newcomer)
    assert not waits_for_team(newcomer, discussion.space)

    actions.remove_post(post, actor=moderator, reason="Not to the point.")

    assert waits_for_team(newcomer, discussion.space)


def test_a_double_click_is_one(discussion, newcomer, moderator):
    submission = uuid4()

    first, second = (
        actions.reply(discussion, actor=newcomer, markdown=SAID, submission=submission) for _click in range(2)
    )

    assert first == second
    assert told(moderator) == ["post.kept_back"]


def test_let_through_it_stands_as_if_said_now(held, discussion, moderator, participant, newcomer):
    asked = PostFactory(discussion=discussion, author=participant)
    named = actions.reply(
        discussion, actor=newcomer, markdown=f"As @{participant.handle} says.", submission=uuid4(), parent=asked
    )

    post = actions.let_through(named, actor=moderator, version=0)

    named.refresh_from_db()
    discussion.refresh_from_db()
    assert (post.number, post.parent_id, post.author_id) == (3, asked.pk, newcomer.pk)
    assert (discussion.last_number, discussion.post_count, discussion.people_count) == (3, 3, 3)
    assert (named.state, named.post_id, named.decided_by_id, named.markdown) == (
        *("let_through", post.pk, moderator.pk),
        "",
    )
    assert told(participant) == ["post.mentioned"]
    assert told(newcomer) == ["post.let_through"]
    assert not waits_for_team(newcomer, discussion.space)


def test_who_has_been_let_through_waits_no_more(held, discussion, moderator, newcomer):
    actions.let_through(held, actor=moderator, version=0)

    assert isinstance(actions.reply(discussion, actor=newcomer, markdown="And more.", submission=uuid4()), Post)


def test_the_same_form_sent_again_gives_the_post(held, discussion, moderator, newcomer):
    post = actions.let_through(held, actor=moderator, version=0)

    again = actions.reply(discussion, actor=newcomer, markdown=SAID, submission=held.submission)

    assert (again, Post.objects.filter(author=newcomer).count()) == (post, 1)


def test_twice_let_through_is_one_post(held, moderator, leader):
    first = actions.let_through(held, actor=moderator, version=0)
    second = actions.let_through(held, actor=leader, version=0)

    assert first == second
    assert told(held.author) == ["post.let_through"]


def test_what_nobody_has_read_is_not_let_through(held, moderator, newcomer):
    actions.change_held(held, actor=newcomer, markdown="Buy my book.", version=0)

    with pytest.raises(HeldStale):
        actions.let_through(held, actor=moderator, version=0)

    assert not Post.objects.filter(author=newcomer).exists()


@pytest.mark.parametrize("who", ["newcomer", "participant", "facilitator", "outsider"])
def test_only_the_team_decides_and_never_about_its_own(request, who, held):
    actor = request.getfixturevalue(who)

    with pytest.raises(Refused):
        actions.let_through(held, actor=actor, version=0)
    with pytest.raises(Refused):
        actions.turn_down(held, actor=actor, words="No.")

    held.refresh_from_db()
    assert held.is_waiting


def test_turned_down_with_words_and_the_text_stays(held, moderator, newcomer):
    assert actions.turn_down(held, actor=moderator, words="Please leave the advertising out.")
    assert not actions.turn_down(held, actor=moderator, words="Again.")

    held.refresh_from_db()
    assert (held.state, held.words, held.markdown) == (
        *("turned_down", "Please leave the advertising out."),
        SAID,
    )
    assert told(newcomer) == ["post.turned_down"]
    assert not Post.objects.filter(author=newcomer).exists()


def test_a_decision_comes_too_late_for_another(held, moderator, leader, newcomer):
    actions.turn_down(held, actor=moderator, words="No.")

    with pytest.raises(HeldOver):
        actions.let_through(held, actor=leader, version=0)
    with pytest.raises(HeldOver):
        actions.take_back(held, actor=newcomer)
    with pytest.raises(HeldOver):
        actions.change_held(held, actor=newcomer, markdown="Otherwise.", version=0)


def test_its_author_changes_it_and_takes_it_back(held, newcomer, participant, moderator):
    changed = actions.change_held(held, actor=newcomer, markdown="I ask, then I tell.", version=0)
    assert (changed.markdown, changed.version) == ("I ask, then I tell.", 1)
    with pytest.raises(HeldStale):
        actions.change_held(held, actor=newcomer, markdown="From another window.", version=0)
    with pytest.raises(NothingSaid):
        actions.change_held(held, actor=newcomer, markdown="&nbsp;", version=1)
    with pytest.raises(Refused):
        actions.change_held(held, actor=moderator, markdown="Mine.", version=1)
    with pytest.raises(Refused):
        actions.take_back(held, actor=participant)

    assert actions.take_back(held, actor=newcomer)
    assert not actions.take_back(held, actor=newcomer)
    assert not Notification.objects.filter(recipient=moderator).unread().exists()
    assert not HeldPost.objects.visible_to(moderator).exists()


def test_a_discussion_that_closed_meanwhile_keeps_the_text(held, discussion, moderator):
    actions.close_discussion(discussion, actor=moderator, reason="Done")

    with pytest.raises(DiscussionClosed):
        actions.let_through(held, actor=moderator, version=0)

    held.refresh_from_db()
    assert (held.state, held.markdown) == ("waiting", SAID)


def test_who_has_left_says_nothing_more(held, moderator, newcomer):
    leave_community(held.community, actor=newcomer)

    with pytest.raises(AuthorGone):
        actions.let_through(held, actor=moderator, version=0)


def test_what_is_answered_may_be_gone_by_then(discussion, newcomer, moderator, participant):
    asked = PostFactory(discussion=discussion, author=participant)
    held = actions.reply(discussion, actor=newcomer, markdown=SAID, submission=uuid4(), parent=asked)
    actions.remove_post(asked, actor=moderator, reason="Not to the point.")

    assert actions.let_through(held, actor=moderator, version=0).parent_id == asked.pk
    assert "post.replied" not in told(participant)
    assert verbs()[-2:] == ["post.added", "post.let_through"]


@pytest.fixture
def planned(discussion, newcomer):
    return DiscussionFactory(space=discussion.space, planned_by=newcomer, state="planned", opened_at=None)


def test_a_first_discussion_is_opened_by_the_team(planned, newcomer, moderator):
    assert not actions.open_discussion(planned, actor=newcomer)
    assert not actions.open_discussion(planned, actor=newcomer)
    held = planned.held_posts.get()
    assert (held.is_opening, told(moderator)) == (True, ["post.kept_back"])

    post = actions.let_through(held, actor=moderator, version=0)

    planned.refresh_from_db()
    assert (planned.state, post.kind, post.author_id) == ("open", "prompt", newcomer.pk)
    assert told(newcomer) == ["post.let_through"]


def test_who_opens_it_by_hand_has_answered(planned, newcomer, moderator):
    actions.open_discussion(planned, actor=newcomer)

    assert actions.open_discussion(planned, actor=moderator)

    held = planned.held_posts.get()
    assert (held.state, held.decided_by_id, held.post.number) == ("let_through", moderator.pk, 1)


def test_turned_down_it_stays_planned_and_may_be_asked_for_again(planned, newcomer, moderator):
    actions.open_discussion(planned, actor=newcomer)
    actions.turn_down(planned.held_posts.get(), actor=moderator, words="There is one already.")

    assert not actions.open_discussion(planned, actor=newcomer)

    assert list(planned.held_posts.order_by("pk").values_list("state", flat=True)) == ["turned_down", "waiting"]
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_one_that_is_due_asks_the_team_instead(planned, moderator):
    Discussion.objects.filter(pk=planned.pk).update(opens_at=timezone.now() - timedelta(minutes=1))

    open_due()
    open_due()

    planned.refresh_from_db()
    assert (planned.state, planned.opens_at) == ("planned", None)
    assert told(moderator) == ["post.kept_back"]
