from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from activity.models import Entry
from communities.models import Community
from core.seams import resolve
from forums.actions import change_plan, close_discussion, save_closing
from forums.drafting import Contribution
from forums.effects import close_due, draft_due
from forums.effects.drafts import Draft
from forums.models import Closing, Discussion, ImportedSender
from forums.models.closing import MOST_TRIES
from forums.queries.closings import contributions
from forums.tasks import wake_discussions
from notifications.models import Notification
from tests.factories import DiscussionFactory, PostFactory, UserFactory

State = Discussion.State


@pytest.fixture
def discussion(commons, moderator, participant):
    found = DiscussionFactory(space=commons, title="Feedback on the day")
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What would have to change?")
    PostFactory(discussion=found, author=participant, markdown="Ask the trainee first what they noticed.")
    return found


@pytest.fixture
def broken(monkeypatch):
    """Discussions whose title says so cannot be drafted: a fault planted where the drafter is called."""
    from forums.effects import closings

    def draft(title, *args):
        if title == "Broken":
            raise RecursionError("planted")
        return whole(title, *args)

    whole = closings.draft_closing
    monkeypatch.setattr(closings, "draft_closing", draft)


def be_closing(**fields):
    return DiscussionFactory(state=State.CLOSING, locked_at=timezone.now(), **fields)


def told():
    return sorted(
        Notification.objects.filter(entry__verb="closing.drafted").values_list("recipient__display_name", flat=True)
    )


def test_close_due_closes_what_is_due_in_the_name_of_copse(discussion, commons):
    later = DiscussionFactory(space=commons, closes_at=timezone.now() + timedelta(hours=1))
    Discussion.objects.filter(pk=discussion.pk).update(closes_at=timezone.now() - timedelta(seconds=1))

    close_due()
    close_due()

    discussion.refresh_from_db()
    later.refresh_from_db()
    assert (discussion.state, discussion.close_reason) == (State.CLOSING, "")
    assert later.state == State.OPEN
    assert list(Entry.objects.values_list("verb", "actor", "object_id")) == [("discussion.locked", None, discussion.pk)]


def test_close_due_leaves_a_concluded_community_alone(discussion, community):
    Discussion.objects.filter(pk=discussion.pk).update(closes_at=timezone.now())
    Community.objects.filter(pk=community.pk).update(phase=Community.Phase.CONCLUDED)

    close_due()

    discussion.refresh_from_db()
    assert discussion.state == State.OPEN


def test_a_new_closing_date_in_the_plan_holds_the_closing_off(discussion, moderator):
    Discussion.objects.filter(pk=discussion.pk).update(closes_at=timezone.now())
    change_plan(discussion, actor=moderator, plan_version=0, closes_at=timezone.now() + timedelta(days=1))

    close_due()

    discussion.refresh_from_db()
    assert discussion.state == State.OPEN


def test_draft_due_writes_one_draft_that_cites_its_posts(discussion, moderator, leader):
    close_discussion(discussion, actor=moderator, reason="Done")

    draft_due()
    draft_due()

    closing = discussion.closings.get()
    assert closing.drafted_at is not None
    assert (closing.version, closing.tries, closing.edited_by, closing.published_at) == (1, 0, None, None)
    assert "“Ask the trainee first what they noticed.” [#2]" in closing.summary
    assert 'class="cite"' in closing.summary_html
    assert set(closing.citations.values_list("post__number", flat=True)) == {1, 2}
    assert told() == ["Lea Leader", "Mo Moderator"]


def test_the_draft_speaks_the_language_of_its_community(discussion, moderator, community):
    Community.objects.filter(pk=community.pk).update(language="en")
    close_discussion(discussion, actor=moderator, reason="Done")

    draft_due()

    assert "What was asked" in discussion.closings.get().summary


def test_nothing_but_a_closing_discussion_is_drafted(discussion):
    draft_due()

    assert not Closing.objects.exists()


def test_the_task_publishes_nothing(discussion):
    Discussion.objects.filter(pk=discussion.pk).update(closes_at=timezone.now())

    for _ in range(MOST_TRIES + 2):
        wake_discussions()

    discussion.refresh_from_db()
    assert discussion.state == State.CLOSING
    assert discussion.closings.get().published_at is None


def test_a_draft_that_fails_holds_up_no_other_and_is_left_to_a_person(broken, discussion, moderator, commons, caplog):
    bad = be_closing(space=commons, title="Broken")
    close_discussion(discussion, actor=moderator, reason="Done")

    for _ in range(MOST_TRIES):
        draft_due()
    assert discussion.closings.get().drafted_at
    assert bad.closings.get().drafted_at is None
    draft_due()
    draft_due()

    closing = bad.closings.get()
    assert closing.is_given_up
    assert closing.summary == ""
    assert len([record for record in caplog.records if f"discussion {bad.pk} " in record.message]) == MOST_TRIES
    assert told() == ["Mo Moderator", "Mo Moderator"]


def test_a_discussion_that_cannot_be_closed_holds_up_no_other(discussion, commons, monkeypatch):
    from forums.effects import closings

    other = DiscussionFactory(space=commons, title="Broken")
    Discussion.objects.update(closes_at=timezone.now())
    whole = closings.begin_closing

    def begin(found):
        if found.title == "Broken":
            raise RecursionError("planted")
        return whole(found)

    monkeypatch.setattr(closings, "begin_closing", begin)

    close_due()

    assert Discussion.objects.get(pk=discussion.pk).state == State.CLOSING
    assert Discussion.objects.get(pk=other.pk).state == State.OPEN


def test_a_step_that_fails_holds_up_no_other_and_is_known(discussion, moderator, monkeypatch):
    def fail():
        raise RecursionError("planted")

    monkeypatch.setattr("forums.effects.open_due", fail)
    close_discussion(discussion, actor=moderator, reason="Done")

    with pytest.raises(RecursionError):
        wake_discussions()

    assert discussion.closings.get().drafted_at is not None


def test_a_person_can_write_what_copse_could_not_draft(broken, commons, moderator):
    bad = be_closing(space=commons, title="Broken")
    for _ in range(MOST_TRIES + 1):
        draft_due()

    saved = save_closing(bad.closings.get(), Draft("By hand", "none"), actor=moderator, version=1)

    assert saved.summary == "By hand"


def test_a_draft_shows_itself_to_those_who_may_publish_it_alone(
    discussion, moderator, leader, participant, facilitator, outsider, admin
):
    close_discussion(discussion, actor=moderator, reason="Done")
    draft_due()
    closing = discussion.closings.get()

    seen = {
        person.display_name
        for person in (moderator, leader, participant, facilitator, outsider, admin)
        if resolve("forums.closing", [closing.pk], person)
    }

    assert seen == {"Mo Moderator", "Lea Leader"}
    found = resolve("forums.closing", [closing.pk], moderator)[closing.pk]
    assert found.url == f"/d/{discussion.pk}/closing/"


def test_contributions_name_members_senders_the_erased_and_nobody(discussion, facilitator, community):
    erased = UserFactory(display_name="Gone", erased_at=timezone.now(), is_active=False)
    sender = ImportedSender.objects.create(space=discussion.space, name="From the list", address_hash="x")
    parent = discussion.posts.get(number=2)
    at = datetime(2026, 3, 1, tzinfo=UTC)
    PostFactory(discussion=discussion, author=facilitator, parent=parent, markdown="A", created_at=at)
    PostFactory(discussion=discussion, author=erased, markdown="B", created_at=at)
    PostFactory(discussion=discussion, author=None, sender=sender, markdown="C", created_at=at)
    PostFactory(discussion=discussion, author=None, is_anonymous=True, markdown="D", created_at=at)

    assert contributions(discussion)[2:] == [
        Contribution(3, 2, "Fay Facilitator", f"person-{facilitator.pk}", "contribution", "A", at, is_team=True),
        Contribution(4, None, "Former member", f"person-{erased.pk}", "contribution", "B", at),
        Contribution(5, None, "From the list", f"sender-{sender.pk}", "contribution", "C", at),
        Contribution(6, None, "", "", "contribution", "D", at),
    ]


def test_contributions_cost_the_same_however_many_there_are(discussion, participant, django_assert_num_queries):
    for _ in range(30):
        PostFactory(discussion=discussion, author=participant)

    with django_assert_num_queries(3):
        assert len(contributions(discussion)) == 32


def test_drafts_of_any_number_of_discussions(commons, participant):
    for number in range(3):
        found = be_closing(space=commons, title=f"Number {number}")
        PostFactory(discussion=found, author=participant)

    draft_due()

    assert Closing.objects.unpublished().filter(drafted_at__isnull=False).count() == 3


def test_a_discussion_without_a_post_gets_an_empty_draft(commons):
    be_closing(space=commons)

    draft_due()

    closing = Closing.objects.get()
    assert (closing.summary, closing.is_given_up) == ("", False)
