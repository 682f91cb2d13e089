"""What a digest holds, for whom, and when."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from activity.effects import record
from activity.models import Entry
from communities.actions import ask_to_join
from communities.effects import end_membership, let_in
from communities.models import Membership, Role, Space
from forums.actions import close_discussion, follow_discussion, mark_read, publish_closing, reply
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Closing, Discussion, Post
from notifications import digests
from notifications.effects import (
    make_due_digests,
    mark_all_read,
    notify,
    send_due_digests,
    send_due_mail,
    set_delivery,
    set_rhythm,
    set_volume,
)
from notifications.effects.digests import next_digest_of
from notifications.models import MailRhythm, OutboxMessage
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, UserFactory
from tests.factories.forums import PostFactory

CANARY = "xylocanary"


@pytest.fixture(autouse=True)
def everyone_begins_now(cast):
    make_due_digests()


@pytest.fixture
def cast(participant, facilitator, moderator, leader, outsider):
    return [participant, facilitator, moderator, leader, outsider]


def write(discussion, actor, text="I asked before I told.", parent=None):
    return reply(discussion, actor=actor, markdown=text, submission=uuid4(), parent=parent)


def open_in(space, actor, **fields):
    discussion = DiscussionFactory(space=space, planned_by=actor, **fields)
    PostFactory(discussion=discussion, author=actor, kind="prompt")
    notify(
        record("discussion.opened", actor=actor, target=discussion),
        space.people_holding(Role.GUEST),
        scope=(Discussion.SCOPE, discussion.pk),
    )
    discussion.refresh_from_db()
    return discussion


def come_due(*people):
    """Let the hour of these people, or of everyone, come."""
    rows = MailRhythm.objects.exclude(next_digest_at=None)
    for row in rows.filter(person__in=people) if people else rows:
        row.next_digest_at = next_digest_of(row, timezone.now() - timedelta(days=8))
        row.save()


def digests_of(*people):
    """Send what is due; returns {address: body} of the digests that left, to these people or to everyone."""
    before = len(mail.outbox)
    come_due(*people)
    make_due_digests()
    send_due_digests()
    return {message.to[0]: message.body for message in mail.outbox[before:]}


def shown(reader):
    """{community: {thread: (verbs of its lines, count of new posts)}} of the digest as it is now."""
    return {
        group.name: {
            thread.about.title: ([line.entry.verb for line in thread.lines], thread.new_count)
            for thread in group.threads
        }
        for group in digests.preview(reader).groups
    }


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


def test_what_one_may_not_read_is_in_no_digest(community, cast, team_room, moderator):
    """A word that stands in the team's and in a private room is mailed to those who read there alone."""
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    for space in (team_room, room):
        discussion = open_in(space, moderator, title=f"{CANARY} {space.slug}", excerpt=CANARY)
        write_as_guest = PostFactory(discussion=discussion, author=moderator, markdown=CANARY, html=f"<p>{CANARY}</p>")
        record("post.added", actor=moderator, target=write_as_guest)
    for person in cast:
        set_volume(person, scope_kind="communities.community", scope_id=community.pk, level="all")

    letters = digests_of()

    team = {person.email for person in cast if Membership.objects.filter(person=person).team().exists()}
    told = {address for address, body in letters.items() if CANARY in body}
    assert told == team - {moderator.email}
    assert not any(f"{CANARY} room" in body for body in letters.values())
    assert not any(CANARY in str(message.message()) for message in mail.outbox if message.to[0] not in team)


def test_who_leaves_before_it_is_sent_reads_nothing(members_room, participant, moderator):
    open_in(members_room, moderator, title=CANARY)
    come_due(participant)
    make_due_digests()
    assert OutboxMessage.objects.filter(recipient=participant).count() == 1

    end_membership(Membership.objects.get(person=participant))
    send_due_digests()

    assert mail.outbox == []
    assert OutboxMessage.objects.get(recipient=participant).state == "dropped"


def test_who_joins_before_it_is_sent_reads_what_they_may(members_room, community, outsider, moderator):
    open_in(members_room, moderator)
    MembershipFactory(community=community, person=outsider)

    assert list(digests_of(outsider)) == [outsider.email]


def test_each_post_is_counted_once_in_consecutive_digests(commons, participant, moderator, leader):
    discussion = open_in(commons, moderator)
    counts = []
    for written in (2, 3, 0, 1):
        for _time in range(written):
            write(discussion, leader)
        body = digests_of(participant).get(participant.email, "")
        counts += [line for line in body.splitlines() if "new post" in line]

    assert counts == ["- 2 new posts", "- 3 new posts", "- 1 new post"]


def test_an_empty_digest_is_not_sent_and_the_cursor_moves_on(commons, participant, moderator):
    before = MailRhythm.objects.get(person=participant)
    write(open_in(commons, moderator), participant)
    set_delivery(participant, "opened", "here")

    assert digests_of(participant) == {}

    after = MailRhythm.objects.get(person=participant)
    assert after.cursor > before.cursor
    assert after.next_digest_at > timezone.now()


def test_nothing_is_written_for_whom_nothing_happened(participant):
    assert digests_of() == {}
    assert not OutboxMessage.objects.exists()
    assert not Entry.objects.filter(verb="digest.made").exists()


def test_nobody_gets_one_who_wants_none(commons, participant, facilitator, moderator):
    set_rhythm(participant, rhythm="never")
    open_in(commons, moderator)

    assert participant.email not in digests_of()
    assert MailRhythm.objects.get(person=participant).next_digest_at is None


def test_who_stops_it_before_it_is_sent_gets_none(commons, participant, moderator):
    open_in(commons, moderator)
    come_due(participant)
    make_due_digests()

    set_rhythm(participant, rhythm="never")
    send_due_digests()

    assert mail.outbox == []


def test_who_wants_it_again_hears_of_what_happens_from_then_on(commons, participant, moderator):
    set_rhythm(participant, rhythm="never")
    open_in(commons, moderator, title="While it was stopped")
    set_rhythm(participant, rhythm="")
    open_in(commons, moderator, title="Afterwards")

    assert list(shown(participant)["Virtual campus"]) == ["Afterwards"]


def test_a_weekly_digest_comes_once_a_week_with_all_of_it(commons, participant, moderator, time_machine):
    participant.time_zone = "America/New_York"
    participant.save()
    time_machine.move_to(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False)  # a Monday
    set_rhythm(participant, rhythm="weekly", weekday=3, hour=18)
    due = []
    for day in range(1, 15):
        time_machine.move_to(datetime(2026, 3, 2, 23, 30, tzinfo=UTC) + timedelta(days=day), tick=False)
        open_in(commons, moderator, title=f"Day {day}")
        make_due_digests()
        send_due_digests()
        due += [
            (day, message.body.count("opened this")) for message in mail.outbox if message.to == [participant.email]
        ]
        mail.outbox.clear()

    # 18:00 in New York is 23:00 UTC in winter and 22:00 in summer time, which begins on 8 March.
    assert due == [(3, 3), (10, 7)]


def test_who_moves_to_another_zone_gets_it_by_their_new_clock(commons, participant, moderator, time_machine):
    time_machine.move_to(datetime(2026, 6, 1, 12, tzinfo=UTC), tick=False)
    set_rhythm(participant, hour=7)
    participant.time_zone = "America/Los_Angeles"
    participant.save()
    open_in(commons, moderator)

    time_machine.move_to(datetime(2026, 6, 2, 7, 1, tzinfo=UTC), tick=False)
    make_due_digests()
    assert not OutboxMessage.objects.filter(recipient=participant).exists()
    assert MailRhythm.objects.get(person=participant).next_digest_at == datetime(2026, 6, 2, 14, tzinfo=UTC)
    time_machine.move_to(datetime(2026, 6, 2, 14, 1, tzinfo=UTC), tick=False)
    make_due_digests()

    assert OutboxMessage.objects.filter(recipient=participant).count() == 1


def test_a_digest_that_was_missed_comes_once(commons, participant, moderator, time_machine):
    open_in(commons, moderator)
    time_machine.move_to(timezone.now() + timedelta(days=5), tick=False)

    make_due_digests()
    make_due_digests()

    assert OutboxMessage.objects.filter(recipient=participant).count() == 1
    assert MailRhythm.objects.get(person=participant).next_digest_at > timezone.now()


def test_it_says_why_it_came_and_stops_with_one_click(client, commons, participant, moderator, settings):
    open_in(commons, moderator)
    digests_of(participant)

    message = mail.outbox[-1].message()
    assert message["List-Id"] == f"<digest.{settings.SITE_HOST}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = mail.outbox[-1].alternatives[0].content
    for part in (mail.outbox[-1].body, html):
        assert "You get this digest once a day, because you belong to these communities" in part
        assert f"{settings.SITE_URL}/notifications/settings/" in part
        assert "Stop the digest" in part
    assert 'href="/' not in html
    address = message["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)

    assert "Stop the digest?" in client.get(address).content.decode()
    response = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    row = MailRhythm.objects.get(person=participant)
    assert (row.rhythm, row.next_digest_at) == ("never", None)


def test_the_same_queries_serve_a_day_of_much_and_of_little(
    commons, participant, moderator, leader, django_assert_max_num_queries
):
    for _time in range(30):
        discussion = open_in(commons, moderator)
        write(discussion, leader)

    with django_assert_max_num_queries(13):
        found = digests.preview(participant)

    (group,) = found.groups
    assert (len(group.threads), group.more_count) == (digests.MOST_THREADS, 30 - digests.MOST_THREADS)


def test_more_communities_ask_no_more_queries(participant, moderator, commons, django_assert_max_num_queries):
    open_in(commons, moderator)
    for _community in range(5):
        elsewhere = MembershipFactory(person=participant).community
        opener = MembershipFactory(community=elsewhere, role=Role.MODERATOR).person
        open_in(elsewhere.spaces.get(slug="commons"), opener)

    with django_assert_max_num_queries(13):
        found = digests.preview(participant)

    assert len(found.groups) == 6


def test_everyone_is_given_the_usual_rhythm_once(participant):
    newcomer = UserFactory(time_zone="Asia/Tokyo")
    gone = UserFactory(is_active=False)

    make_due_digests()
    make_due_digests()

    row = MailRhythm.objects.get(person=newcomer)
    assert (row.rhythm, row.hour, row.weekday) == ("", None, None)
    assert row.next_digest_at.hour == 22  # 07:00 in Tokyo
    assert not MailRhythm.objects.filter(person=gone).exists()


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
