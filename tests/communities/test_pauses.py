"""A member is left alone for a while; whoever leaves hears nothing more."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from activity.effects import record
from activity.models import Entry
from communities import actions
from communities.models import Membership, Role
from forums.actions import follow_discussion, mute_discussion
from notifications.digests import Edition, compose
from notifications.effects import notify, send_due_mail, set_volume
from notifications.models import Notification, OutboxMessage, Volume
from tests.factories import DiscussionFactory, MembershipFactory

SOON = timedelta(days=9)


def own(person):
    return Membership.objects.get(person=person)


def test_who_pauses_gets_no_mail_until_the_day_has_come(community, leader, participant, mailoutbox, time_machine):
    actions.pause(community, until=timezone.now() + SOON, actor=participant)
    item = community.action_items.create(submission=uuid4(), title="Slides", created_by=leader, owner=participant)

    notify(record("actionitem.assigned", actor=leader, target=item), [participant])
    send_due_mail()

    assert mailoutbox == []
    assert OutboxMessage.objects.get().state == "dropped"
    assert Notification.objects.filter(recipient=participant).count() == 1

    time_machine.move_to(timezone.now() + SOON + timedelta(minutes=1))
    notify(record("actionitem.assigned", actor=leader, target=item), [participant])
    send_due_mail()
    assert [mail.to for mail in mailoutbox] == [[participant.email]]


def test_what_is_about_ones_own_standing_arrives_anyhow(community, leader, participant, mailoutbox):
    actions.pause(community, until=timezone.now() + SOON, actor=participant)

    actions.change_role(own(participant), role=Role.FACILITATOR, actor=leader)
    send_due_mail()

    assert [mail.to for mail in mailoutbox] == [[participant.email]]


def test_other_communities_go_on(community, leader, participant, mailoutbox):
    other = MembershipFactory(person=participant).community
    actions.pause(other, until=timezone.now() + SOON, actor=participant)
    item = community.action_items.create(submission=uuid4(), title="Slides", created_by=leader, owner=participant)

    notify(record("actionitem.assigned", actor=leader, target=item), [participant])
    send_due_mail()

    assert len(mailoutbox) == 1


def test_the_digest_leaves_a_community_out_that_one_pauses(community, leader, participant):
    discussion = DiscussionFactory(space=community.spaces.get(slug="commons"))
    entry = record("discussion.opened", actor=leader, target=discussion)
    notify(entry, [participant])

    def groups():
        return compose(participant, Edition([participant.pk], after=entry.pk - 1, up_to=entry.pk)).groups

    assert len(groups()) == 1
    actions.pause(community, until=timezone.now() + SOON, actor=participant)
    assert groups() == []
    actions.pause(community, until=None, actor=participant)
    assert len(groups()) == 1


def test_pausing_twice_is_one(community, participant):
    until = timezone.now() + SOON
    for _ in range(2):
        actions.pause(community, until=until, actor=participant)

    assert own(participant).paused_until == until
    assert Entry.objects.filter(verb="membership.paused").count() == 1


def test_nobody_else_pauses(community, outsider):
    with pytest.raises(PermissionDenied):
        actions.pause(community, until=timezone.now() + SOON, actor=outsider)


def test_who_leaves_hears_nothing_more(community, leader, participant, mailoutbox):
    other = MembershipFactory(person=participant).community
    here, muted = DiscussionFactory.create_batch(2, space=community.spaces.get(slug="commons"))
    there = DiscussionFactory(space=other.spaces.get(slug="commons"))
    for discussion in (here, there):
        follow_discussion(discussion, actor=participant)
    mute_discussion(muted, actor=participant)
    set_volume(participant, scope_kind="communities.community", scope_id=community.pk, level="all")
    item = community.action_items.create(submission=uuid4(), title="Slides", created_by=leader, owner=participant)
    notify(record("actionitem.assigned", actor=leader, target=item), [participant])
    kept = other.action_items.create(submission=uuid4(), title="Slides", created_by=leader)
    notify(record("actionitem.assigned", actor=leader, target=kept), [participant])

    actions.leave_community(community, actor=participant)

    volumes = Volume.objects.filter(person=participant).values_list("scope_id", "level")
    assert sorted(volumes) == sorted([(there.pk, "all"), (muted.pk, "mute")])
    states = dict(OutboxMessage.objects.values_list("entry__community_id", "state"))
    assert states == {community.pk: "dropped", other.pk: "waiting"}
    unread = Notification.objects.unread().filter(recipient=participant)
    assert list(unread.values_list("entry__community_id", flat=True)) == [other.pk]
    item.refresh_from_db()
    assert item.owner is None
    send_due_mail()
    assert len(mailoutbox) == 1


def test_why_one_was_removed_is_told_all_the_same(community, moderator, participant, mailoutbox):
    actions.remove_member(own(participant), reason="Adverts.", actor=moderator)
    send_due_mail()

    assert "Adverts." in mailoutbox[0].body


def test_a_pause_ends_with_the_membership(community, participant):
    actions.pause(community, until=timezone.now() + SOON, actor=participant)

    actions.leave_community(community, actor=participant)

    assert own(participant).paused_until is None


def url(name, community):
    return reverse(f"communities:{name}", args=[community.slug])


def test_pausing_on_the_page_of_leaving(client, community, participant):
    client.force_login(participant)
    assert "You stay a member" in client.get(url("leave", community)).content.decode()
    day = timezone.localdate() + SOON

    page = client.post(url("pause", community), {"until": day}, follow=True).content.decode()

    assert "You are left alone until" in page
    assert own(participant).is_resting
    page = client.post(url("resume", community), follow=True).content.decode()
    assert "Everything is as before." in page
    assert own(participant).paused_until is None


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_pause_has_an_end_within_a_year(client, community, participant, days):
    client.force_login(participant)

    response = client.post(url("pause", community), {"until": timezone.localdate() + timedelta(days=days)})

    assert response.status_code == 422
    assert "within a year" in response.content.decode()
    assert own(participant).paused_until is None


def test_the_team_sees_who_pauses(client, community, leader, participant):
    actions.pause(community, until=timezone.now() + SOON, actor=participant)
    client.force_login(leader)

    page = client.get(reverse("communities:member", args=[community.slug, own(participant).pk])).content.decode()

    assert "pauses until" in page


def test_outsiders_do_not_pause(client, community, outsider):
    client.force_login(outsider)
    day = timezone.localdate() + SOON

    assert client.post(url("pause", community), {"until": day}).status_code == 404
    assert client.post(url("resume", community)).status_code == 404
