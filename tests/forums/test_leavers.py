"""Whoever belongs there no more hears nothing of what is written where they once wrote."""

from uuid import uuid4

import pytest

from communities import actions
from communities.effects import let_in
from communities.models import Membership, Role, SpaceGrant
from forums.actions import follow_discussion, reply
from forums.queries.people import ids_concerned
from notifications.models import Notification
from tests.factories import DiscussionFactory, PostFactory, UserFactory


@pytest.fixture
def discussion(community, moderator, participant):
    found = DiscussionFactory(space=community.spaces.get(slug="commons"), planned_by=moderator)
    PostFactory(discussion=found, author=participant)
    return found


def says(discussion, person):
    return reply(discussion, actor=person, markdown="And then?", submission=uuid4())


def told(person):
    return Notification.objects.filter(recipient=person, kind="posts").count()


@pytest.mark.parametrize("how", ["leaves", "is removed", "is suspended", "term is over"])
def test_who_is_no_member_any_more_hears_of_no_post(discussion, community, participant, moderator, how):
    says(discussion, moderator)
    assert told(participant) == 1
    membership = Membership.objects.get(person=participant)
    if how == "leaves":
        actions.leave_community(community, actor=participant)
    elif how == "is removed":
        actions.remove_member(membership, reason="Adverts.", actor=moderator)
    elif how == "is suspended":
        actions.suspend_member(membership, reason="A rest.", actor=moderator)
    else:
        Membership.objects.filter(pk=membership.pk).update(until=membership.joined_at)
    Notification.objects.all().delete()

    says(discussion, moderator)

    assert told(participant) == 0


def test_who_comes_back_hears_again(discussion, community, participant, moderator, leader):
    type(community).objects.filter(pk=community.pk).update(admission="open", visibility="public")
    actions.leave_community(community, actor=participant)
    actions.join_community(community, actor=participant)

    assert participant.pk in ids_concerned(discussion)


def test_a_guest_hears_as_long_as_they_are_let_in(community, leader):
    room = community.spaces.create(slug="room", name="Room", access="private")
    guest = UserFactory()
    let_in(guest, room, role=Role.GUEST, source="guest", given_by=leader)
    discussion = PostFactory(discussion=DiscussionFactory(space=room), author=guest).discussion

    assert ids_concerned(discussion) == [guest.pk]
    SpaceGrant.objects.all().delete()
    assert ids_concerned(discussion) == []


def test_a_visitor_who_follows_goes_on_hearing(discussion, community, outsider):
    type(community).objects.filter(pk=community.pk).update(visibility="public")
    discussion.refresh_from_db()

    follow_discussion(discussion, actor=outsider)

    assert outsider.pk in ids_concerned(discussion)
