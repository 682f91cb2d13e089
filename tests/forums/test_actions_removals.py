import uuid

import pytest

from accounts.effects import erase_person
from core.permissions import Refused
from core.seams import person_export, resolve
from forums import actions
from forums.errors import DiscussionClosed, PostRemoved, QuestionStays
from forums.models import Citation, Closing, Discussion, PostRevision
from forums.queries.closings import contributions, read_summary
from forums.queries.readers import find_discussion
from notifications.effects import send_due_mail
from notifications.models import Notification, OutboxMessage
from notifications.queries import notices, unread_count
from tests.factories import DiscussionFactory, PostFactory


@pytest.fixture
def discussion(commons, leader):
    found = DiscussionFactory(space=commons)
    PostFactory(discussion=found, author=leader, kind="prompt")
    return found


@pytest.fixture
def post(discussion, participant):
    return PostFactory(discussion=discussion, author=participant, markdown="What nobody should read.")


def counts(discussion):
    discussion.refresh_from_db()
    return discussion.post_count, discussion.people_count, discussion.last_number


def test_an_author_withdraws_and_brings_back(discussion, post, participant):
    version = discussion.version

    removed = actions.remove_post(post, actor=participant)
    assert (removed.is_withdrawn, removed.delete_reason) == (True, "")
    assert counts(discussion) == (1, 1, 2)
    assert discussion.version == version + 1

    restored = actions.restore_post(post, actor=participant)
    assert (restored.is_removed, restored.deleted_by, restored.markdown) == (False, None, "What nobody should read.")
    assert counts(discussion) == (2, 2, 2)
    assert discussion.version == version + 2


def test_removing_and_bringing_back_twice_is_once(discussion, post, participant):
    actions.remove_post(post, actor=participant)
    actions.remove_post(post, actor=participant)
    assert counts(discussion) == (1, 1, 2)

    actions.restore_post(post, actor=participant)
    actions.restore_post(post, actor=participant)
    assert counts(discussion) == (2, 2, 2)


def test_somebody_with_another_post_still_counts(discussion, post, participant, leader):
    PostFactory(discussion=discussion, author=participant)

    actions.remove_post(post, actor=participant)
    assert counts(discussion) == (2, 2, 3)

    actions.reply(discussion, actor=participant, markdown="Again.", submission=uuid.uuid4())
    assert counts(discussion) == (3, 2, 4)


def test_whoever_comes_back_after_withdrawing_everything_counts_again(discussion, post, participant):
    actions.remove_post(post, actor=participant)

    actions.reply(discussion, actor=participant, markdown="Better.", submission=uuid.uuid4())

    assert counts(discussion) == (2, 2, 3)


def test_a_moderator_removes_with_a_reason_that_the_author_gets(post, participant, moderator):
    removed = actions.remove_post(post, actor=moderator, reason="It names a patient.")

    assert (removed.is_withdrawn, removed.delete_reason) == (False, "It names a patient.")
    [notice] = notices(participant).rows
    assert notice.entry.verb == "post.removed"
    assert OutboxMessage.objects.filter(recipient=participant, entry__verb="post.removed").exists()


def test_the_letter_to_the_author_gives_the_reason_and_not_the_text(post, participant, moderator, mailoutbox):
    actions.remove_post(post, actor=moderator, reason="It names a <patient>.")

    send_due_mail()

    [mail] = mailoutbox
    assert mail.to == [participant.email]
    assert "It names a <patient>." in mail.body
    assert "It names a &lt;patient&gt;." in mail.alternatives[0].content
    assert "nobody should read" not in mail.body + mail.alternatives[0].content


@pytest.mark.parametrize("who", ["outsider", "facilitator"])
def test_others_remove_nothing(post, who, request):
    with pytest.raises(Refused):
        actions.remove_post(post, actor=request.getfixturevalue(who))


def test_an_author_does_not_undo_a_moderator_nor_a_moderator_an_author(post, participant, moderator):
    actions.remove_post(post, actor=moderator, reason="No.")
    post.refresh_from_db()
    with pytest.raises(Refused):
        actions.restore_post(post, actor=participant)
    actions.restore_post(post, actor=moderator)

    actions.remove_post(post, actor=participant)
    post.refresh_from_db()
    with pytest.raises(Refused):
        actions.restore_post(post, actor=moderator)


def test_the_reason_of_a_moderator_is_not_overwritten_by_a_late_click(post, participant, moderator):
    actions.remove_post(post, actor=moderator, reason="It names a patient.")
    stale = type(post).objects.select_related("discussion__space__community").get(pk=post.pk)

    assert actions.remove_post(stale, actor=participant).deleted_by == moderator


def test_the_opening_question_stays(discussion, leader):
    with pytest.raises(QuestionStays):
        actions.remove_post(discussion.posts.get(number=1), actor=leader)


def test_in_a_closed_discussion_authors_are_too_late_and_moderators_are_not(discussion, post, participant, moderator):
    actions.remove_post(post, actor=participant)
    Discussion.objects.filter(pk=discussion.pk).update(state="closing")
    post.refresh_from_db()
    post.discussion.refresh_from_db()
    with pytest.raises(DiscussionClosed):
        actions.restore_post(post, actor=participant)

    other = PostFactory(discussion=discussion, author=participant)
    with pytest.raises(DiscussionClosed):
        actions.remove_post(other, actor=participant)
    assert actions.remove_post(other, actor=moderator, reason="It names a patient.").is_removed


def test_what_people_were_told_of_it_drops_out_of_list_count_and_mail(
    discussion, post, participant, leader, mailoutbox
):
    answer = actions.reply(discussion, actor=leader, markdown="Secret.", submission=uuid.uuid4(), parent=post)
    assert unread_count(participant) == 1

    actions.remove_post(answer, actor=leader)
    send_due_mail()

    assert (unread_count(participant), list(notices(participant).rows)) == (0, [])
    assert mailoutbox == []
    assert Notification.objects.filter(recipient=participant).count() == 1


def test_a_removed_post_is_not_answered(discussion, post, participant, leader):
    actions.remove_post(post, actor=participant)

    with pytest.raises(PostRemoved):
        actions.reply(discussion, actor=leader, markdown="Why?", submission=uuid.uuid4(), parent=post)


def test_a_removed_post_is_found_by_its_author_alone(post, participant, moderator, leader):
    actions.remove_post(post, actor=moderator, reason="No.")

    assert resolve("forums.post", [post.pk], leader) == {}
    assert list(resolve("forums.post", [post.pk], participant)) == [post.pk]


def test_it_is_neither_drafted_from_nor_cited(discussion, post, participant):
    actions.remove_post(post, actor=participant)

    assert [each.number for each in contributions(discussion)] == [1]
    assert read_summary(discussion, "So [#2] and [#1]").post_ids == (discussion.posts.get(number=1).pk,)


def test_a_closing_that_builds_on_it_is_stale_until_it_is_back(discussion, post, moderator, leader):
    closing = Closing.objects.create(
        discussion=discussion, published_at="2026-01-01T00:00Z", published_by=leader, summary="[#2]"
    )
    Citation.objects.create(closing=closing, post=post)
    Discussion.objects.filter(pk=discussion.pk).update(state="closed", closing=closing)
    assert not find_discussion(discussion.pk, leader).closing_is_stale

    actions.remove_post(post, actor=moderator, reason="It names a patient.")
    assert find_discussion(discussion.pk, leader).closing_is_stale

    post.refresh_from_db()
    actions.restore_post(post, actor=moderator)
    assert not find_discussion(discussion.pk, leader).closing_is_stale


def test_what_was_removed_is_not_new_to_anybody(client, discussion, post, participant, facilitator):
    client.force_login(facilitator)
    client.get(discussion.get_absolute_url())
    other = PostFactory(discussion=discussion, author=participant)

    actions.remove_post(other, actor=participant)

    assert find_discussion(discussion.pk, facilitator).new_count == 0


def test_an_erased_author_s_removed_posts_go_for_good(discussion, post, participant, moderator):
    actions.edit_post(post, actor=participant, markdown="What nobody should read either.", version=0)
    actions.remove_post(post, actor=moderator, reason="No.")

    erase_person(participant)

    post.refresh_from_db()
    assert (post.markdown, post.html, PostRevision.objects.count()) == ("", "", 0)
    with pytest.raises(PostRemoved):
        actions.restore_post(post, actor=moderator)


def test_an_author_gets_why_a_post_was_removed(post, participant, moderator):
    actions.remove_post(post, actor=moderator, reason="It names a patient.")

    (given,) = person_export.ask(participant)["forums"]["posts"]
    assert given["removed_because"] == "It names a patient."
