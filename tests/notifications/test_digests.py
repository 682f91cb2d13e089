"""What a digest holds, for whom, and when."""

import pytest
from django.core import mail
from django.utils import timezone

from activity.effects import record
from communities.actions import ask_to_join
from communities.effects import let_in
from communities.models import Membership, Role, Space
from forums.actions import close_discussion, follow_discussion, mark_read, publish_closing, react
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Closing, Post
from notifications import digests
from notifications.effects import (
    mark_all_read,
    notify,
    send_due_mail,
    set_delivery,
    set_volume,
)
from notifications.models import OutboxMessage
from tests.factories import CommunityFactory, MembershipFactory
from tests.notifications.digesting import digests_of, open_in, shown, write

pytestmark = pytest.mark.usefixtures("everyone_begins_now")


def test_a_digest_says_what_opened_and_counts_what_was_written(commons, participant, moderator, leader):
    discussion = open_in(commons, moderator, title="Asking first", excerpt="Do you ask before you tell?")
    for _time in range(3):
        write(discussion, leader)

    letters = digests_of(participant)

    assert list(letters) == [participant.email]
    body = letters[participant.email]
    assert "Virtual campus\n--------------" in body
    assert "Asking first\nhttp" in body
    assert "- Mo Moderator opened this: Do you ask before you tell?" in body
    assert "- 3 new posts" in body
    assert mail.outbox[-1].subject == "New in Virtual campus"


def test_nobody_hears_of_what_they_did_themselves(commons, moderator, leader):
    discussion = open_in(commons, moderator)
    write(discussion, leader)

    assert shown(moderator) == {"Virtual campus": {discussion.title: ([], 1)}}
    assert shown(leader) == {"Virtual campus": {discussion.title: (["discussion.opened"], 0)}}


def test_what_was_read_on_the_site_is_not_told_again(commons, participant, moderator, leader):
    discussion = open_in(commons, moderator)
    write(discussion, leader)
    write(discussion, leader)
    discussion.refresh_from_db()

    mark_read(discussion, actor=participant, before=None, shown=[1, 2])
    assert shown(participant)["Virtual campus"][discussion.title] == (["discussion.opened"], 1)
    mark_all_read(participant)
    assert shown(participant)["Virtual campus"][discussion.title] == ([], 1)
    mark_read(discussion, actor=participant, before=2, shown=[3])

    assert shown(participant) == {}
    assert digests_of(participant) == {}


def test_that_one_s_own_post_was_received_is_told_though_one_has_seen_it(commons, participant, moderator, leader):
    discussion = open_in(commons, moderator)
    post = write(discussion, participant)
    discussion.refresh_from_db()
    mark_read(discussion, actor=participant, before=None, shown=[1, 2])
    mark_all_read(participant)

    react(post, kind="helpful", actor=leader)

    assert shown(participant) == {"Virtual campus": {discussion.title: (["post.reacted"], 0)}}
    assert discussion.title in digests_of(participant)[participant.email]


@pytest.fixture
def closed(commons, participant, moderator, leader):
    """A discussion in which the participant wrote, and which was closed."""
    discussion = open_in(commons, moderator)
    write(discussion, participant, "I asked for permission first, and she listened.")
    close_discussion(discussion, actor=moderator, reason="")
    draft_due()
    closing = Closing.objects.get()
    publish_closing(closing, Draft("Ask before you tell.", "ideas"), actor=moderator, version=closing.version)
    return discussion


def test_a_closing_stands_on_top_with_its_first_words(closed, commons, facilitator, moderator):
    for _time in range(5):
        write(open_in(commons, moderator, title="A livelier one"), moderator)

    body = digests_of(facilitator)[facilitator.email]

    assert body.index(closed.title) < body.index("A livelier one")
    assert "- Mo Moderator closed this: Ask before you tell." in body


def test_who_was_mailed_at_once_is_not_told_again(closed, participant):
    send_due_mail()
    assert [message.to for message in mail.outbox] == [[participant.email]]

    verbs, _count = shown(participant)["Virtual campus"][closed.title]
    assert "discussion.closed" not in verbs


def test_a_closing_says_to_each_why_they_got_it(commons, participant, facilitator, leader, moderator):
    discussion = open_in(commons, moderator)
    write(discussion, participant, "I asked for permission first, and she listened.")
    follow_discussion(discussion, actor=facilitator)
    close_discussion(discussion, actor=moderator, reason="")
    draft_due()
    closing = Closing.objects.get()
    publish_closing(closing, Draft("Ask before.", "ideas"), actor=moderator, version=closing.version)
    send_due_mail()

    why = {message.to[0]: message.body.partition("\n-- \n")[2].partition("\n")[0] for message in mail.outbox}
    assert why == {
        participant.email: "You get this because you wrote in this discussion in Virtual campus.",
        facilitator.email: "You get this because you follow this discussion in Virtual campus.",
    }


@pytest.mark.parametrize(
    ("level", "verbs", "count", "words"),
    [
        ("mute", None, None, None),
        ("mentions", None, None, None),
        ("", ["discussion.opened"], 1, 0),
        ("normal", ["discussion.opened"], 1, 0),
        ("all", ["discussion.opened"], 1, 1),
    ],
)
def test_the_volume_of_a_community_decides(
    commons, community, participant, moderator, leader, level, verbs, count, words
):
    discussion = open_in(commons, moderator)
    write(discussion, leader, "First *words* of it.")
    set_volume(participant, scope_kind="communities.community", scope_id=community.pk, level=level)

    found = digests.preview(participant)

    if verbs is None:
        assert found.is_empty
        return
    (thread,) = found.groups[0].threads
    assert [line.entry.verb for line in thread.lines] == verbs
    assert (thread.new_count, len(thread.first_words)) == (count, words)
    assert ("- Lea Leader: First words of it." in digests_of(participant)[participant.email]) is bool(words)


def test_the_volume_of_a_discussion_goes_before_its_community_s(commons, community, participant, moderator, leader):
    loud, quiet = open_in(commons, moderator, title="Loud"), open_in(commons, moderator, title="Quiet")
    set_volume(participant, scope_kind="communities.community", scope_id=community.pk, level="mute")
    follow_discussion(loud, actor=participant)
    for discussion in (loud, quiet):
        write(discussion, leader)

    assert shown(participant) == {"Virtual campus": {"Loud": (["discussion.opened"], 1)}}


def test_what_is_addressed_to_the_reader_passes_a_muted_community(community, participant, leader):
    membership = Membership.objects.get(person=participant)
    set_volume(participant, scope_kind="communities.community", scope_id=community.pk, level="mute")
    set_delivery(participant, "standing", "digest")
    notify(record("membership.role_changed", actor=leader, target=membership), [participant])

    assert shown(participant) == {"Virtual campus": {"Virtual campus": (["membership.role_changed"], 0)}}


@pytest.mark.parametrize(("by", "is_in"), [("here", False), ("digest", True), ("mail", False)])
def test_the_way_of_a_kind_decides(commons, participant, moderator, by, is_in):
    set_delivery(participant, "opened", by)

    discussion = open_in(commons, moderator)

    assert (discussion.title in shown(participant).get("Virtual campus", {})) is is_in


def test_what_waits_for_a_decision_is_in_the_digest_of_those_who_decide(community, leader, participant, outsider):
    community.admission = "request"
    community.save()
    ask_to_join(community, actor=outsider, message="I teach.")

    letters = digests_of()

    assert leader.email in letters
    assert participant.email not in letters
    assert "Olu Outsider" in letters[leader.email]


def test_an_answer_that_waits_for_the_digest_is_said_not_counted(commons, participant, moderator, leader):
    set_delivery(participant, "answered", "digest")
    discussion = open_in(commons, moderator)
    own = write(discussion, participant)
    write(discussion, leader, "And what did she say?", parent=own)

    body = digests_of(participant)[participant.email]

    assert "- Lea Leader answered you: And what did she say?" in body
    assert "new post" not in body


def test_only_what_is_one_s_own_is_in_it(commons, participant, outsider, moderator):
    """Public pages are open to everyone, which is no reason to mail everyone about them."""
    open_in(commons, moderator)

    assert shown(outsider) == {}
    assert OutboxMessage.objects.count() == 0


def test_a_guest_hears_of_their_room_alone(community, commons, outsider, moderator):
    room = Space.objects.create(community=community, slug="room", name="Project group", access="private")
    let_in(outsider, room, role=Role.GUEST, source="guest")
    inside, outside = open_in(room, moderator, title="Inside"), open_in(commons, moderator, title="Outside")

    assert shown(outsider) == {"Virtual campus": {"Inside": (["discussion.opened"], 0)}}
    assert (inside.space_id, outside.space_id) == (room.pk, commons.pk)


def test_each_post_is_counted_once_in_consecutive_digests(commons, participant, moderator, leader):
    discussion = open_in(commons, moderator)
    counts = []
    for written in (2, 3, 0, 1):
        for _time in range(written):
            write(discussion, leader)
        body = digests_of(participant).get(participant.email, "")
        counts += [line for line in body.splitlines() if "new post" in line]

    assert counts == ["- 2 new posts", "- 3 new posts", "- 1 new post"]


def test_a_post_that_was_taken_back_is_not_counted(commons, participant, moderator, leader):
    discussion = open_in(commons, moderator)
    post = write(discussion, leader)
    write(discussion, leader)
    Post.objects.filter(pk=post.pk).update(deleted_at=timezone.now(), deleted_by=leader)

    assert shown(participant)["Virtual campus"][discussion.title][1] == 1


def test_two_communities_of_one_name_stand_apart(community, commons, participant, moderator):
    other = CommunityFactory(name=community.name)
    for person in (participant, moderator):
        MembershipFactory(community=other, person=person)
    open_in(commons, moderator, title="Here")
    open_in(other.spaces.get(slug="commons"), moderator, title="There")

    assert [group.name for group in digests.preview(participant).groups] == [community.name] * 2
