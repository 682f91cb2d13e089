import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from activity.effects import record
from communities.actions import change_role
from communities.effects import end_membership
from communities.models import Membership, Role
from core.permissions import Refused
from forums.actions import follow_discussion, reply
from notifications import actions
from notifications.effects import notify, set_volume
from notifications.models import Delivery, Notification, Volume
from notifications.queries import PAGE, unread_count
from notifications.rules import mute_token, restore_token
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory

LIST = reverse("notifications:list")
READ_ALL = reverse("notifications:read-all")


def lines(response):
    return re.findall(r'<div class="notice__text">\s*<p><a href="[^"]*">(.*?)\s*</a>', response.content.decode())


@pytest.fixture
def reader(client, participant):
    client.force_login(participant)
    return participant


def test_list_shows_ones_own_newest_first(client, reader, tell, outsider, leader, community):
    tell(reader)
    tell(outsider)
    change_role(Membership.objects.get(person=reader), role=Role.FACILITATOR, actor=leader)

    response = client.get(LIST)

    assert lines(response) == [
        "<b>Lea Leader</b> changed your role: you are now a facilitator in Virtual campus",
        "<b>Mo Moderator</b> told you about How do you say it?",
    ]
    assert response.content.decode().count("notice--new") == 2


def test_list_says_what_it_is_for_when_it_is_empty(client, reader):
    assert "Nothing yet" in client.get(LIST).content.decode()


def test_list_asks_a_stranger_to_sign_in(client, db):
    assert client.get(LIST).url == f"{reverse('account_login')}?next={LIST}"


def test_what_a_reader_may_no_longer_see_drops_out_of_list_and_count(client, reader, tell, leader, discussion):
    tell(reader)
    change_role(Membership.objects.get(person=reader), role=Role.FACILITATOR, actor=leader)
    assert unread_count(reader) == 2

    end_membership(Membership.objects.get(person=reader))

    assert lines(client.get(LIST)) == []
    assert unread_count(reader) == 0
    assert client.get(reverse("notifications:open", args=[Notification.objects.first().pk])).status_code == 404


def test_open_leads_to_the_thing_and_reads_all_that_is_about_it(client, reader, tell, discussion):
    tell(reader)
    tell(reader)

    response = client.get(reverse("notifications:open", args=[Notification.objects.first().pk]))

    assert response.url == discussion.get_absolute_url()
    assert unread_count(reader) == 0


def test_open_again_writes_nothing(client, reader, tell):
    tell(reader)
    address = reverse("notifications:open", args=[Notification.objects.get().pk])
    client.get(address)
    before = Notification.objects.values().get()

    client.get(address)

    assert Notification.objects.values().get() == before


def test_nobody_opens_what_was_told_to_others(client, reader, tell, moderator, leader):
    tell(leader)

    assert client.get(reverse("notifications:open", args=[Notification.objects.get().pk])).status_code == 404
    assert Notification.objects.unread().count() == 1


def test_read_all_reads_ones_own_alone(client, reader, tell, leader):
    tell(reader, leader)

    response = client.post(READ_ALL)

    assert response.url == LIST
    assert unread_count(reader) == 0
    assert unread_count(leader) == 1
    assert "Mark all as read" not in client.get(LIST).content.decode()


def test_list_pages_by_position(client, reader, tell):
    for _time in range(PAGE + 2):
        tell(reader, mail=False)

    first = client.get(LIST)
    second = client.get(LIST, {"after": first.context["page"].after})

    assert len(lines(first)) == PAGE
    assert len(lines(second)) == 2
    assert 'rel="next"' not in second.content.decode()
    assert lines(client.get(LIST, {"before": second.context["page"].before})) == lines(first)


def test_posts_in_one_discussion_stand_as_one_line(client, reader, discussion, moderator, leader):
    follow_discussion(discussion, actor=reader)
    own = reply(discussion, actor=reader, markdown="Yes?", submission=uuid4())
    first = reply(discussion, actor=moderator, markdown="Yes.", submission=uuid4())
    reply(discussion, actor=moderator, markdown="Yes, you.", submission=uuid4(), parent=own)
    for parent in (first, None):
        reply(discussion, actor=leader, markdown="Yes.", submission=uuid4(), parent=parent)

    response = client.get(LIST)

    assert lines(response) == [
        "<b>Lea Leader</b> wrote in “How do you say it?”",
        "<b>Mo Moderator</b> answered you in “How do you say it?”",
    ]
    assert response.content.decode().count("and 2 more posts") == 1
    assert unread_count(reader) == 4


def test_what_is_not_yet_read_can_be_seen_alone(client, reader, tell):
    tell(reader)
    client.post(READ_ALL)
    assert "All read" in client.get(LIST, {"show": "new"}).content.decode()
    for _time in range(PAGE + 1):
        tell(reader, mail=False)

    first = client.get(LIST, {"show": "new"})
    assert f'href="?show=new&amp;after={first.context["page"].after}"' in first.content.decode()
    second = client.get(LIST, {"show": "new", "after": first.context["page"].after})

    assert (len(lines(first)), len(lines(second))) == (PAGE, 1)


@pytest.mark.parametrize("position", ["", "x", "-1", "9" * 40, "٣"])
def test_a_strange_position_is_no_error(client, reader, tell, position):
    tell(reader)

    assert client.get(LIST, {"after": position}).status_code == 200


def test_queries_do_not_grow_with_the_rows(client, reader, leader, moderator, django_assert_max_num_queries):
    for _time in range(PAGE):
        community = MembershipFactory(person=reader, community=CommunityFactory()).community
        target = DiscussionFactory(space=community.spaces.get(slug="commons"))
        notify(record("discussion.told", actor=moderator, target=target), [reader])
        notify(record("membership.role_changed", actor=leader, target=reader.memberships.last()), [reader])

    with django_assert_max_num_queries(8):
        response = client.get(LIST)

    assert len(lines(response)) == PAGE


@pytest.fixture
def unsubscribe(participant, discussion):
    return reverse("notifications:unsubscribe", args=[mute_token(participant.pk, ("forums.discussion", discussion.pk))])


def test_the_link_of_a_mail_changes_nothing_by_itself(client, unsubscribe, discussion):
    response = client.get(unsubscribe)

    assert response.status_code == 200
    assert discussion.title in response.content.decode()
    assert not Volume.objects.exists()


def test_a_post_without_cookie_or_sign_in_mutes_and_twice_is_as_once(unsubscribe, participant):
    client = Client(enforce_csrf_checks=True)

    for _time in range(2):
        response = client.post(unsubscribe, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert list(Volume.objects.values_list("person", "level")) == [(participant.pk, "mute")]
    assert not response.cookies


@pytest.mark.parametrize("before", ["", "all"])
def test_undo_puts_back_what_was(unsubscribe, participant, discussion, before):
    client = Client(enforce_csrf_checks=True)
    set_volume(participant, scope_kind="forums.discussion", scope_id=discussion.pk, level=before)
    page = client.post(unsubscribe).content.decode()
    undo = re.search(r'action="(/notifications/resubscribe/[^"]+)"', page)[1]

    response = client.post(undo)

    assert response.status_code == 200
    assert list(Volume.objects.values_list("level", flat=True)) == ([before] if before else [])


def test_a_changed_link_leads_nowhere(client, unsubscribe, participant, discussion):
    scope = ("forums.discussion", discussion.pk)
    made_for_something_else = restore_token(participant.pk, scope, "all")

    for token in (unsubscribe.split("/")[-2] + "x", "x", "a:b", made_for_something_else):
        address = reverse("notifications:unsubscribe", args=[token])
        assert client.get(address).status_code == client.post(address).status_code == 404
    mute = mute_token(participant.pk, scope)
    assert client.post(reverse("notifications:resubscribe", args=[mute])).status_code == 404
    assert not Volume.objects.exists()


def test_the_link_names_nothing_that_its_person_may_no_longer_see(client, unsubscribe, participant, discussion):
    end_membership(Membership.objects.get(person=participant))

    response = client.get(unsubscribe)

    assert response.status_code == 200
    assert discussion.title not in response.content.decode()


def test_a_link_for_a_kind_that_is_no_more_still_opens(client, participant):
    scope = ("notifications.kind", "gone")
    mute = reverse("notifications:unsubscribe", args=[mute_token(participant.pk, scope)])
    restore = reverse("notifications:resubscribe", args=[restore_token(participant.pk, scope, "mail")])

    assert client.get(mute).status_code == 200
    assert client.post(mute).status_code == 200
    assert client.post(restore).status_code == 200
    assert not Delivery.objects.exists()


def test_nobody_reads_for_somebody_else(reader, tell, outsider):
    tell(reader)
    notification = Notification.objects.get(recipient=reader)

    with pytest.raises(Refused):
        actions.read_notification(notification, actor=outsider)
