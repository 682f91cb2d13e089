import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from activity.models import Entry
from communities.models import Community, Role, SpaceGrant
from core.markdown import MAX_LENGTH, TextTooLong
from forums.actions import (
    close_discussion,
    publish_closing,
    redraft_closing,
    reopen_discussion,
    reply,
    save_closing,
)
from forums.effects import draft_due
from forums.errors import ClosingStale, DiscussionClosed, DoneMeanwhile, NotBegun
from forums.models import Citation, Discussion
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.closings import deeds, drafted, edit, hearers, mailed

State = Discussion.State


@pytest.fixture
def discussion(commons, moderator):
    found = DiscussionFactory(space=commons, title="Feedback on the day", planned_by=moderator)
    PostFactory(discussion=found, author=moderator, kind="prompt", markdown="What would have to change?")
    return found


@pytest.fixture
def closing(discussion, moderator, participant):
    PostFactory(discussion=discussion, author=participant, markdown="Ask the trainee first what they noticed.")
    return drafted(discussion, moderator)


def test_closing_locks_the_discussion_and_keeps_the_reason(discussion, moderator):
    before = discussion.version

    close_discussion(discussion, actor=moderator, reason="The time is up.")

    discussion.refresh_from_db()
    assert (discussion.state, discussion.close_reason) == (State.CLOSING, "The time is up.")
    assert discussion.locked_at is not None
    assert discussion.version == before + 1
    assert deeds() == [("discussion.locked", "Mo Moderator")]


def test_closing_twice_is_harmless(discussion, moderator, leader):
    for person in (moderator, leader):
        close_discussion(discussion, actor=person, reason="First")
    with pytest.raises(DoneMeanwhile, match="with this reason: “First”"):
        close_discussion(discussion, actor=leader, reason="Second")

    discussion.refresh_from_db()
    assert discussion.close_reason == "First"
    assert deeds() == [("discussion.locked", "Mo Moderator")]


def test_a_planned_discussion_is_not_closed(commons, moderator):
    planned = DiscussionFactory(space=commons, state=State.PLANNED, opened_at=None)

    with pytest.raises(NotBegun):
        close_discussion(planned, actor=moderator, reason="No")


@pytest.mark.parametrize("who", ["outsider", "participant", "facilitator", "admin"])
def test_only_moderators_and_leaders_run_a_closing(who, request, discussion, closing):
    person = request.getfixturevalue(who)

    for act in (
        lambda: close_discussion(discussion, actor=person, reason="No"),
        lambda: save_closing(closing, actor=person, **edit(closing)),
        lambda: publish_closing(closing, actor=person, **edit(closing)),
        lambda: redraft_closing(closing, actor=person, version=closing.version),
        lambda: reopen_discussion(discussion, actor=person, reason="No"),
    ):
        with pytest.raises(PermissionDenied):
            act()

    closing.refresh_from_db()
    assert (closing.version, closing.published_at) == (1, None)


def test_nothing_is_closed_in_a_community_that_has_concluded(discussion, moderator, community):
    Community.objects.filter(pk=community.pk).update(phase=Community.Phase.CONCLUDED)
    found = Discussion.objects.get(pk=discussion.pk)

    with pytest.raises(PermissionDenied):
        close_discussion(found, actor=moderator, reason="No")


def test_nobody_writes_while_it_is_being_closed(closing, participant):
    with pytest.raises(DiscussionClosed):
        reply(closing.discussion, actor=participant, markdown="One more.", submission=uuid.uuid4())


def test_save_keeps_text_html_result_and_citations(closing, moderator):
    saved = save_closing(closing, actor=moderator, **edit(closing, summary="Ask first [#2], **then** tell [#1, #2]."))

    post = closing.discussion.posts.get(number=2)
    assert saved.result == "lesson"
    assert saved.edited_by == moderator
    assert saved.version == 2
    assert f'<a class="cite" dir="ltr" href="/p/{post.pk}/">#2</a>' in saved.summary_html
    assert "<strong>then</strong>" in saved.summary_html
    assert list(saved.citations.order_by("post__number").values_list("post__number", flat=True)) == [1, 2]


def test_save_cites_no_post_of_another_discussion(closing, moderator, commons):
    other = DiscussionFactory(space=commons)
    for _ in range(3):
        PostFactory(discussion=other)

    saved = save_closing(closing, actor=moderator, **edit(closing, summary="Somebody said [#3] and [#99]."))

    assert saved.summary_html == '<p dir="auto">Somebody said #3 and #99.</p>'
    assert not saved.citations.exists()


def test_a_stale_save_changes_nothing(closing, moderator, leader):
    save_closing(closing, actor=leader, **edit(closing, summary="Hers"))

    with pytest.raises(ClosingStale):
        save_closing(closing, actor=moderator, **edit(closing, summary="His", version=1))

    closing.refresh_from_db()
    assert (closing.summary, closing.edited_by) == ("Hers", leader)


def test_save_refuses_what_is_too_long(closing, moderator):
    with pytest.raises(TextTooLong):
        save_closing(closing, actor=moderator, **edit(closing, summary="a" * (MAX_LENGTH + 1)))


def test_redraft_replaces_what_was_edited(closing, moderator):
    save_closing(closing, actor=moderator, **edit(closing, summary="Mine"))

    redraft_closing(closing, actor=moderator, version=2)
    draft_due()

    closing.refresh_from_db()
    assert "Ask the trainee first" in closing.summary
    assert closing.edited_by is None
    assert closing.version == 4


def test_redraft_refuses_a_stale_wish_and_a_published_closing(closing, moderator):
    with pytest.raises(ClosingStale):
        redraft_closing(closing, actor=moderator, version=7)
    publish_closing(closing, actor=moderator, **edit(closing))
    with pytest.raises(ClosingStale):
        redraft_closing(closing, actor=moderator, version=2)


def test_reopening_keeps_what_was_published_as_history(closing, moderator, participant):
    discussion = closing.discussion
    publish_closing(closing, actor=moderator, **edit(closing))
    discussion.refresh_from_db()

    reopen_discussion(discussion, actor=moderator, reason="A new question came up.")

    discussion.refresh_from_db()
    assert (discussion.state, discussion.closing, discussion.close_reason) == (State.OPEN, None, "")
    assert discussion.reopenings.get().reason == "A new question came up."
    assert discussion.closings.published().count() == 1
    assert hearers("discussion.reopened") == ["Pia Participant"]
    assert mailed("discussion.reopened") == []
    assert reply(discussion, actor=participant, markdown="Here it is.", submission=uuid.uuid4()).number == 3


def test_closing_again_makes_a_new_version(closing, moderator):
    discussion = closing.discussion
    publish_closing(closing, actor=moderator, **edit(closing))
    reopen_discussion(discussion, actor=moderator, reason="More")

    second = drafted(discussion, moderator)
    publish_closing(second, actor=moderator, **edit(second, summary="And more."))

    discussion.refresh_from_db()
    assert second.pk != closing.pk
    assert discussion.closing == second
    assert discussion.closings.published().count() == 2


def test_reopening_before_anything_was_published_drops_an_untouched_draft(closing, moderator):
    discussion = closing.discussion

    reopen_discussion(discussion, actor=moderator, reason="Too soon")

    closing.refresh_from_db()
    assert (closing.summary, closing.drafted_at) == ("", None)
    assert "Ask the trainee" in drafted(discussion, moderator).summary


def test_reopening_keeps_a_draft_that_somebody_edited(closing, moderator):
    save_closing(closing, actor=moderator, **edit(closing, summary="Half a night’s work"))

    reopen_discussion(closing.discussion, actor=moderator, reason="Too soon")
    kept = drafted(closing.discussion, moderator)

    assert kept.summary == "Half a night’s work"
    assert Entry.objects.filter(verb="closing.drafted").count() == 2


def test_reopening_twice_is_once_and_drops_a_date_that_has_passed(closing, moderator, leader):
    Discussion.objects.filter(pk=closing.discussion_id).update(closes_at=timezone.now())

    for person in (moderator, leader):
        reopen_discussion(closing.discussion, actor=person, reason="First")
    with pytest.raises(DoneMeanwhile, match="with this reason: “First”"):
        reopen_discussion(closing.discussion, actor=leader, reason="Second")

    discussion = Discussion.objects.get(pk=closing.discussion_id)
    assert discussion.closes_at is None
    assert [row.reason for row in discussion.reopenings.all()] == ["First"]


def test_readers_agree_with_the_one_access_rule(community, request):
    from accounts.models import User
    from communities.effects import let_in
    from communities.models import Space

    cast = ("outsider", "participant", "facilitator", "moderator", "leader", "admin")
    people = [request.getfixturevalue(name) for name in cast]
    private = Space.objects.create(community=community, slug="room", name="Room", access=Space.Access.PRIVATE)
    let_in(people[0], private, role=Role.MODERATOR, source="guest")
    let_in(people[1], private, role=Role.GUEST, source="guest", until=timezone.now())
    assert SpaceGrant.objects.count() == 2

    for visibility in Community.Visibility:
        Community.objects.filter(pk=community.pk).update(visibility=visibility)
        for space in Space.objects.filter(community=community).select_related("community"):
            reading = {person for person in people if Space.objects.visible_to(person).filter(pk=space.pk).exists()}
            assert set(space.readers()) & set(people) == reading
            running = {p for p in people if p in set(space.people_holding(Role.MODERATOR))}
            found = DiscussionFactory(space=space)
            assert running == {p for p in people if Discussion.objects.run_by(p).filter(pk=found.pk).exists()}
    assert User.objects.count() == len(people)


def test_citations_of_a_draft_follow_its_text(closing, moderator):
    assert Citation.objects.filter(closing=closing).exists()

    save_closing(closing, actor=moderator, **edit(closing, summary="No marks any more."))

    assert not Citation.objects.filter(closing=closing).exists()
