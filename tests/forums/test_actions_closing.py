import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.models import Entry
from communities.models import Community, Membership, Role, SpaceGrant
from core.markdown import MAX_LENGTH, TextTooLong
from forums.actions import (
    close_discussion,
    follow_discussion,
    mute_discussion,
    publish_closing,
    redraft_closing,
    reopen_discussion,
    reply,
    save_closing,
)
from forums.effects import draft_due
from forums.errors import ClosingEmpty, ClosingStale, DiscussionClosed, NotBegun
from forums.models import Citation, Closing, Discussion, ImportedSender
from forums.queries.closings import excerpt_of
from notifications.models import Notification, OutboxMessage
from notifications.queries import notices, unread_count
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.forums.closings import edit

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


def drafted(discussion, moderator, reason="The question is answered."):
    close_discussion(discussion, actor=moderator, reason=reason)
    draft_due()
    discussion.refresh_from_db()
    return discussion.closings.unpublished().get()


def mailed(verb):
    rows = OutboxMessage.objects.filter(entry__verb=verb)
    return sorted(rows.values_list("recipient__display_name", flat=True))


def told(verb):
    rows = Notification.objects.filter(entry__verb=verb)
    return sorted(rows.values_list("recipient__display_name", flat=True))


def verbs():
    return list(Entry.objects.order_by("pk").values_list("verb", "actor__display_name"))


def test_closing_locks_the_discussion_and_keeps_the_reason(discussion, moderator):
    before = discussion.version

    close_discussion(discussion, actor=moderator, reason="The time is up.")

    discussion.refresh_from_db()
    assert (discussion.state, discussion.close_reason) == (State.CLOSING, "The time is up.")
    assert discussion.locked_at is not None
    assert discussion.version == before + 1
    assert verbs() == [("discussion.locked", "Mo Moderator")]


def test_closing_twice_is_harmless(discussion, moderator, leader):
    close_discussion(discussion, actor=moderator, reason="First")
    close_discussion(discussion, actor=leader, reason="Second")

    discussion.refresh_from_db()
    assert discussion.close_reason == "First"
    assert verbs() == [("discussion.locked", "Mo Moderator")]


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


def test_publishing_closes_the_discussion(closing, moderator, leader):
    published = publish_closing(closing, actor=leader, **edit(closing))

    discussion = Discussion.objects.get(pk=closing.discussion_id)
    assert (discussion.state, discussion.closing) == (State.CLOSED, published)
    assert published.published_by == leader
    assert (published.post_count, published.people_count) == (2, 2)
    assert published.excerpt == "We agreed."
    entry = Entry.objects.get(verb="discussion.closed")
    assert (entry.actor, entry.kind, entry.object_id) == (leader, "forums.closing", published.pk)


def test_the_excerpt_is_what_was_said_not_what_was_asked(closing, moderator):
    summary = "## What was asked\n\n- Why? [#1]\n\n## What was said\n\n- **Ana**: “Ask first” [#2]\n- Then tell"

    published = publish_closing(closing, actor=moderator, **edit(closing, summary=summary))

    assert published.excerpt == "Ana: “Ask first” · Then tell"
    assert "<h3" in published.summary_html
    assert "<h4" not in published.summary_html


@pytest.mark.parametrize(
    ("lines", "excerpt"),
    [
        (
            [
                "- Ana: “I like it (mostly)” [#1] (answered by Lucía \\[x\\]; valued by 2 people)",
                "  - Bo: “So do I” [#2]",
            ],
            "Ana: “I like it (mostly)” · Bo: “So do I”",
        ),
        ([f"- “{'First ' * 30}” [#1]", f"- “{'Second ' * 30}” [#2]"], f"“{'First ' * 29}First ”"),
        (
            ["- Further lines of the discussion, not quoted here: [#1] [#2]", "- Ask first (always)"],
            "Ask first (always)",
        ),
        (["- Only this: [#2]"], ""),
        (["- Addresses stay. [#1]", "- “It works.” [#2]", "- Search"], "Addresses stay. “It works.” Search"),
    ],
)
def test_the_excerpt_is_whole_statements_that_can_be_read_alone(lines, excerpt):
    assert excerpt_of("\n".join(["## Asked", "- Why? [#1]", "## Said", *lines])) == excerpt


def test_whoever_wrote_or_follows_gets_the_closing_once_and_nobody_else(
    discussion, moderator, leader, participant, facilitator, community, outsider
):
    people = {name: MembershipFactory(community=community, person__display_name=name).person for name in PEOPLE}
    for name in ("Writes and follows", "Writes", "Writes, muted", "Wrote and left", "Erased"):
        PostFactory(discussion=discussion, author=people[name])
    for name in ("Writes and follows", "Follows", "Follows and left"):
        follow_discussion(discussion, actor=people[name])
    mute_discussion(discussion, actor=people["Writes, muted"])
    sender = ImportedSender.objects.create(space=discussion.space, name="From the list", address_hash="x")
    PostFactory(discussion=discussion, author=None, sender=sender)
    Community.objects.filter(pk=community.pk).update(visibility=Community.Visibility.LISTED)
    left = [people["Wrote and left"], people["Follows and left"]]
    Membership.objects.filter(person__in=left).update(state=Membership.State.LEFT, ended_at=timezone.now())
    erased = people["Erased"]
    erased.is_active, erased.erased_at = False, timezone.now()
    erased.save()

    closing = drafted(discussion, moderator)
    publish_closing(closing, actor=leader, **edit(closing))

    assert mailed("discussion.closed") == ["Follows", "Mo Moderator", "Writes", "Writes and follows"]
    assert told("discussion.closed") == ["Follows", "Mo Moderator", "Writes", "Writes and follows"]


PEOPLE = [
    "Writes and follows",
    "Writes",
    "Writes, muted",
    "Follows",
    "Reads only",
    "Wrote and left",
    "Follows and left",
    "Erased",
]


def test_the_person_who_publishes_is_not_mailed_their_own(closing, moderator):
    publish_closing(closing, actor=moderator, **edit(closing))

    assert mailed("discussion.closed") == ["Pia Participant"]


def test_publishing_twice_is_once(closing, moderator):
    first = publish_closing(closing, actor=moderator, **edit(closing, version=1))
    again = publish_closing(closing, actor=moderator, **edit(closing, version=1))

    assert again.published_at == first.published_at
    assert Entry.objects.filter(verb="discussion.closed").count() == 1
    assert mailed("discussion.closed") == ["Pia Participant"]


def test_a_second_moderator_who_publishes_learns_of_the_first(closing, moderator, leader):
    publish_closing(closing, actor=leader, **edit(closing, summary="Hers", version=1))

    with pytest.raises(ClosingStale):
        publish_closing(closing, actor=moderator, **edit(closing, summary="His", version=1))

    closing.refresh_from_db()
    assert (closing.summary, closing.published_by) == ("Hers", leader)


@pytest.mark.parametrize("change", [{"summary": "Better"}, {"result": "ideas"}])
def test_publishing_another_text_afterwards_is_refused(closing, moderator, change):
    publish_closing(closing, actor=moderator, **edit(closing, version=1))
    was = (closing.summary, closing.result)

    with pytest.raises(ClosingStale, match="already published"):
        publish_closing(closing, actor=moderator, **edit(closing, version=1, **change))

    closing.refresh_from_db()
    assert (closing.summary, closing.result) == was


@pytest.mark.parametrize("summary", ["", "  \n", "# \n", "\u200b"])
def test_an_empty_closing_is_not_published(closing, moderator, summary):
    with pytest.raises(ClosingEmpty):
        publish_closing(closing, actor=moderator, **edit(closing, summary=summary))

    closing.refresh_from_db()
    assert (closing.version, closing.published_at) == (1, None)


def test_a_closing_is_not_published_after_the_discussion_was_reopened(closing, moderator, leader):
    save_closing(closing, actor=moderator, **edit(closing))
    reopen_discussion(closing.discussion, actor=leader, reason="There is more to say.")

    with pytest.raises(ClosingStale):
        publish_closing(closing, actor=moderator, **edit(closing, version=2))

    assert not Closing.objects.published().exists()


def test_the_database_refuses_a_closing_that_no_person_published(closing):
    with pytest.raises(IntegrityError, match="closing_published_by_a_person"), transaction.atomic():
        Closing.objects.filter(pk=closing.pk).update(published_at=timezone.now())


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
    assert told("discussion.reopened") == ["Pia Participant"]
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


def test_those_who_may_publish_are_told_of_each_first_draft(closing, moderator):
    redraft_closing(closing, actor=moderator, version=closing.version)
    draft_due()
    assert told("closing.drafted") == ["Mo Moderator"]

    reopen_discussion(closing.discussion, actor=moderator, reason="Too soon")
    drafted(closing.discussion, moderator)

    assert told("closing.drafted") == ["Mo Moderator", "Mo Moderator"]


def listed_and_counted(person):
    return [notice.entry.verb for notice in notices(person).rows], unread_count(person)


def test_a_draft_that_is_gone_is_neither_listed_nor_counted(closing, moderator):
    assert listed_and_counted(moderator) == (["closing.drafted"], 1)

    reopen_discussion(closing.discussion, actor=moderator, reason="Too soon")

    assert listed_and_counted(moderator) == ([], 0)


def test_whoever_may_not_publish_any_more_hears_of_no_draft(closing, moderator):
    Membership.objects.filter(person=moderator).update(role=Role.PARTICIPANT)

    assert listed_and_counted(moderator) == ([], 0)


def test_reopening_keeps_a_draft_that_somebody_edited(closing, moderator):
    save_closing(closing, actor=moderator, **edit(closing, summary="Half a night’s work"))

    reopen_discussion(closing.discussion, actor=moderator, reason="Too soon")
    kept = drafted(closing.discussion, moderator)

    assert kept.summary == "Half a night’s work"
    assert Entry.objects.filter(verb="closing.drafted").count() == 2


def test_reopening_twice_is_once_and_drops_a_date_that_has_passed(closing, moderator, leader):
    Discussion.objects.filter(pk=closing.discussion_id).update(closes_at=timezone.now())

    reopen_discussion(closing.discussion, actor=moderator, reason="First")
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
