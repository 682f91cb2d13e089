import uuid
from functools import partial

import pytest

from activity.models import Entry
from communities.models import Role
from forums import effects
from forums.actions import close_discussion, publish_closing, redraft_closing, reply, save_closing
from forums.effects.drafts import Draft
from forums.errors import ClosingStale, DiscussionClosed
from forums.models import Closing, Discussion
from notifications.models import OutboxMessage
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory
from tests.racing import SIZE, at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 4 * SIZE


def again(row):
    """The row as another process has it."""
    return type(row)._base_manager.get(pk=row.pk)


@pytest.fixture
def people():
    community = CommunityFactory()
    roles = (Role.MODERATOR, Role.LEADER, Role.PARTICIPANT)
    return community, [MembershipFactory(community=community, role=role).person for role in roles]


def make_discussion(community, author, **fields):
    discussion = DiscussionFactory(space=community.spaces.get(slug="commons"), **fields)
    PostFactory(discussion=discussion, author=author, kind="prompt")
    return discussion


def test_two_moderators_publish_at_once_and_one_closing_goes_out(people):
    community, (moderator, leader, participant) = people
    for _ in range(ROUNDS):
        discussion = make_discussion(community, participant)
        close_discussion(discussion, actor=moderator, reason="Done")
        effects.draft_due()
        closing = discussion.closings.get()

        outcomes = at_once(
            partial(publish_closing, closing, Draft("His", "lesson"), actor=moderator, version=1),
            partial(publish_closing, again(closing), Draft("Hers", "ideas"), actor=leader, version=1),
        )

        refusals = [outcome for outcome in outcomes if isinstance(outcome, ClosingStale)]
        published = Closing.objects.get(discussion=discussion)
        winner, text = (leader, "Hers") if outcomes[0] in refusals else (moderator, "His")
        assert len(refusals) == 1
        assert (published.published_by, published.summary) == (winner, text)
        entry = Entry.objects.get(verb="discussion.closed", object_id=closing.pk)
        mailed = set(OutboxMessage.objects.filter(entry=entry).values_list("recipient", flat=True))
        assert mailed == {participant.pk}


def test_a_double_click_on_publish_sends_once(people):
    community, (moderator, _leader, participant) = people
    for _ in range(ROUNDS):
        discussion = make_discussion(community, participant)
        close_discussion(discussion, actor=moderator, reason="Done")
        effects.draft_due()
        closing = discussion.closings.get()
        click = {"draft": Draft("Once", "lesson"), "actor": moderator, "version": 1}

        outcomes = at_once(
            partial(publish_closing, closing, **click), partial(publish_closing, again(closing), **click)
        )

        assert outcomes == [closing, closing]
        assert Entry.objects.filter(verb="discussion.closed", object_id=closing.pk).count() == 1


def test_a_reply_is_in_before_the_close_or_refused(people):
    community, (moderator, leader, participant) = people
    for _ in range(ROUNDS * 2):
        discussion = make_discussion(community, participant)
        submission = uuid.uuid4()

        outcomes = at_once(
            partial(reply, discussion, actor=participant, markdown="In time?", submission=submission),
            partial(close_discussion, again(discussion), actor=moderator, reason="Done"),
            partial(reply, again(discussion), actor=leader, markdown="And I?", submission=submission),
        )

        found = Discussion.objects.get(pk=discussion.pk)
        said = [outcome for outcome in (outcomes[0], outcomes[2]) if not isinstance(outcome, DiscussionClosed)]
        assert found.state == Discussion.State.CLOSING
        assert found.post_count == found.posts.count() == 1 + len(said)


def test_two_workers_make_one_draft(people, monkeypatch):
    community, (moderator, _leader, participant) = people
    drafts = []
    whole = effects.closings.draft_closing
    monkeypatch.setattr(effects.closings, "draft_closing", lambda *args: drafts.append(args[0]) or whole(*args))
    made = []
    for number in range(ROUNDS):
        discussion = make_discussion(community, participant, title=f"Number {number}")
        close_discussion(discussion, actor=moderator, reason="Done")
        made.append(discussion)

    at_once(effects.draft_due, effects.draft_due, effects.draft_due)
    effects.draft_due()

    assert sorted(drafts) == sorted(discussion.title for discussion in made)
    for discussion in made:
        closing = discussion.closings.get()
        assert (closing.version, closing.tries) == (1, 0)
        assert Entry.objects.filter(verb="closing.drafted", object_id=closing.pk).count() == 1


def test_of_several_edits_at_once_one_is_kept_and_the_others_are_told(people):
    community, (moderator, leader, participant) = people
    for _ in range(ROUNDS):
        discussion = make_discussion(community, participant)
        close_discussion(discussion, actor=moderator, reason="Done")
        effects.draft_due()
        closing = discussion.closings.get()

        outcomes = at_once(
            partial(save_closing, closing, Draft("Mine", "lesson"), actor=moderator, version=1),
            partial(save_closing, again(closing), Draft("Hers", "lesson"), actor=leader, version=1),
            partial(redraft_closing, again(closing), actor=leader, version=1),
        )

        assert len([outcome for outcome in outcomes if isinstance(outcome, ClosingStale)]) == 2
        assert again(closing).version == 2


def test_a_worker_that_comes_late_finds_the_draft_of_the_other(people, monkeypatch):
    """The row may be found, and be free, after another worker has finished with it."""
    community, (moderator, _leader, participant) = people
    discussion = make_discussion(community, participant)
    close_discussion(discussion, actor=moderator, reason="Done")
    is_first = iter((True, False))

    def overtaken(rows):
        found = rows.first()
        at_once(effects.draft_due)
        return found

    take = effects.closings.take
    monkeypatch.setattr(effects.closings, "take", lambda rows: (take if next(is_first, True) else overtaken)(rows))
    effects.draft_due()

    closing = discussion.closings.get()
    assert closing.version == 1
    assert Entry.objects.filter(verb="closing.drafted").count() == 1
