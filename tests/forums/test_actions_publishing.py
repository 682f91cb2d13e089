"""Publishing a closing, and who hears of it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from activity.models import Entry
from communities.models import Community, Membership, Role
from forums.actions import (
    follow_discussion,
    mute_discussion,
    publish_closing,
    redraft_closing,
    reopen_discussion,
    save_closing,
)
from forums.effects import draft_due
from forums.errors import ClosingEmpty, ClosingStale
from forums.models import Closing, Discussion, ImportedSender
from forums.queries.closings import excerpt_of
from notifications.queries import notices, unread_count
from tests.factories import MembershipFactory, PostFactory
from tests.forums.closings import drafted, edit, hearers, mailed


def test_publishing_closes_the_discussion(closing, moderator, leader):
    published = publish_closing(closing, actor=leader, **edit(closing))

    discussion = Discussion.objects.get(pk=closing.discussion_id)
    assert (discussion.state, discussion.closing) == (Discussion.State.CLOSED, published)
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

    told = ["Follows", "Mo Moderator", "Pia Participant", "Writes", "Writes and follows"]
    assert mailed("discussion.closed") == told
    assert hearers("discussion.closed") == told


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


def test_those_who_may_publish_are_told_of_each_first_draft(closing, moderator):
    redraft_closing(closing, actor=moderator, version=closing.version)
    draft_due()
    assert hearers("closing.drafted") == ["Mo Moderator"]

    reopen_discussion(closing.discussion, actor=moderator, reason="Too soon")
    drafted(closing.discussion, moderator)

    assert hearers("closing.drafted") == ["Mo Moderator", "Mo Moderator"]


def listed_and_counted(person):
    return [notice.entry.verb for notice in notices(person).rows], unread_count(person)


def test_a_draft_that_is_gone_is_neither_listed_nor_counted(closing, moderator):
    assert listed_and_counted(moderator) == (["closing.drafted"], 1)

    reopen_discussion(closing.discussion, actor=moderator, reason="Too soon")

    assert listed_and_counted(moderator) == ([], 0)


def test_whoever_may_not_publish_any_more_hears_of_no_draft(closing, moderator):
    Membership.objects.filter(person=moderator).update(role=Role.PARTICIPANT)

    assert listed_and_counted(moderator) == ([], 0)
