"""When a digest leaves: to whom, how often, by whose clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from activity.effects import record
from activity.models import Entry
from communities.effects import end_membership
from communities.models import Membership, Role, Space
from forums.inbound.receiving import receive
from notifications import digests
from notifications.bounces import Bounce
from notifications.effects import (
    mail_again,
    make_due_digests,
    note_bounce,
    send_due_digests,
    set_delivery,
    set_rhythm,
    set_volume,
)
from notifications.models import MailRhythm, OutboxMessage
from tests.factories import MembershipFactory, UserFactory
from tests.factories.forums import PostFactory
from tests.forums.mailing import DOMAIN
from tests.notifications.digesting import CANARY, come_due, digests_of, open_in, shown, write
from tests.notifications.returning import report

pytestmark = pytest.mark.usefixtures("everyone_begins_now")


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


def test_while_letters_come_back_the_digest_keeps_its_place(commons, participant, moderator):
    title = open_in(commons, moderator, title="While it was stopped").title
    note_bounce(participant.email, Bounce(True, "5.1.1"))

    assert digests_of(participant) == {}
    assert not OutboxMessage.objects.filter(recipient=participant, channel="digest").exists()
    mail_again(participant)

    assert title in digests_of(participant)[participant.email]


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_digest_that_did_not_arrive_is_told_by_the_next(commons, participant, moderator, settings, is_sent):
    settings.INBOUND_DOMAIN = DOMAIN
    title = open_in(commons, moderator, title="It came back").title
    come_due(participant)
    make_due_digests()
    if is_sent:
        send_due_digests()
        receive(report(mail.outbox[-1].from_email))
    else:
        note_bounce(participant.email, Bounce(True, "5.1.1"))
        send_due_digests()
    assert OutboxMessage.objects.get(recipient=participant, channel="digest").state == (
        "sent" if is_sent else "dropped"
    )
    mail_again(participant)

    assert title in digests_of(participant)[participant.email]
