"""Who reads what of a group: its people by name or as a number, and what it came to, as that stands now."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import change_profile
from communities.effects import let_in
from communities.models import Role, Space, SpaceGrant
from forums.actions import close_discussion, join_group, remove_post, reply, split_line
from forums.errors import GroupFull, ReportedAlready
from forums.models import Discussion, Post
from forums.queries.groups import groups_of
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.forums.groups import again, change, part, put, report, room_of
from tests.forums.moving import move
from tests.masking import body_of


@pytest.fixture
def public(commons, leader):
    """A discussion that visitors read."""
    found = DiscussionFactory(space=commons)
    PostFactory(discussion=found, author=leader, kind="prompt")
    return found


@pytest.fixture
def quiet(community):
    hidden = {"person__display_name": "Quin Quiet", "person__profile_audience": "nobody"}
    return MembershipFactory(community=community, **hidden).person


@pytest.fixture
def private(community, leader):
    room = Space.objects.create(community=community, slug="private", name="Private", access="private")
    let_in(leader, room, role=Role.LEADER, source="member")
    return room


def full(post):
    return Post.objects.select_related("discussion__space__community").get(pk=post.pk)


def pages_of(group):
    """The addresses at which it stands who is in a group."""
    return [reverse("forums:groups", args=[group.discussion.pk]), room_of(group).get_absolute_url()]


def changes(client, address, deed):
    """Whether a page that a browser has kept is another one after `deed`."""
    client.get(address)  # which moves their reading position on
    tag = client.get(address)["ETag"]
    deed()
    return client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_visitors_learn_how_many_are_in_a_group_and_the_names_of_those_who_wrote(
    client, public, leader, participant, quiet
):
    wards, _practices = part(public, leader)
    put(wards, leader, participant, quiet)
    reply(room_of(wards), actor=participant, markdown="I try it.", submission=uuid4())

    for address in pages_of(wards):
        page = body_of(client.get(address))
        assert "Quin Quiet" not in page
        assert "<bdi>Pia Participant</bdi>, 1 other" in page


def test_members_see_names_as_elsewhere(client, discussion, moderator, facilitator, participant, quiet):
    wards, _practices = part(discussion, moderator)
    put(wards, moderator, facilitator, quiet)
    client.force_login(participant)

    for address in pages_of(wards):
        page = body_of(client.get(address))
        assert "Quin Quiet" not in page
        assert "<bdi>Fay Facilitator</bdi>, 1 other" in page


def test_the_page_of_a_room_changes_when_somebody_is_not_to_be_seen_any_more(
    client, discussion, moderator, facilitator, participant
):
    wards, _practices = part(discussion, moderator)
    put(wards, moderator, facilitator)
    client.force_login(participant)

    def hide():
        facilitator.profile_audience = "nobody"
        facilitator.save(update_fields=["profile_audience"])

    assert changes(client, room_of(wards).get_absolute_url(), hide)


def test_what_went_to_a_private_space_is_not_read_in_the_room(client, public, leader, private, participant):
    wards, _practices = part(public, leader)
    put(wards, leader, participant)
    post = report(again(wards), leader, "Dr Secret did it.")
    client.force_login(participant)
    address = room_of(wards).get_absolute_url()
    before = body_of(client.get(address))

    def take_elsewhere():
        wish = {"title": "Elsewhere", "question": "And?", "submission": uuid4()}
        new = split_line(full(post), source_id=post.discussion_id, actor=leader, **wish)
        move(Discussion.objects.select_related("space__community").get(pk=new.pk), private, leader, is_confirmed=True)

    assert changes(client, address, take_elsewhere)
    assert "Dr Secret did it." in before
    page = body_of(client.get(address))
    assert "Dr Secret did it." not in page
    assert "What it came to is not shown here." in page
    for address in (public.get_absolute_url(), reverse("forums:groups", args=[public.pk])):
        assert post.get_absolute_url() not in body_of(client.get(address))


def test_the_page_of_a_room_changes_with_the_day_of_its_report(client, discussion, moderator, participant):
    wards, _practices = part(discussion, moderator, reports_by=timezone.now() + timedelta(days=5))
    client.force_login(participant)
    another = timezone.now() + timedelta(days=9)

    assert changes(
        client, room_of(wards).get_absolute_url(), lambda: change(wards.grouping, moderator, reports_by=another)
    )


def test_the_page_of_a_room_changes_with_a_name_in_its_report(client, discussion, moderator, participant, leader):
    wards, _practices = part(discussion, moderator)
    report(again(wards), moderator, f"Thanks to @{leader.handle}")
    client.force_login(participant)
    address = room_of(wards).get_absolute_url()
    leader.display_name = "Lea Newname"

    assert changes(client, address, lambda: change_profile(leader, actor=leader, fields=["display_name"]))
    assert "Lea Newname" in body_of(client.get(address))


def test_where_a_report_was_removed_the_room_says_so_and_offers_another(client, discussion, moderator, participant):
    wards, _practices = part(discussion, moderator)
    put(wards, moderator, participant)
    remove_post(full(report(again(wards), participant)), actor=moderator, reason="Names a patient.")
    client.force_login(participant)
    address = room_of(wards).get_absolute_url()
    page = body_of(client.get(address))

    assert "What the group had reported was removed. It may go on here and report once more." in page
    assert reverse("forums:group-report", args=[wards.pk]) in page
    assert "closed with the discussion around it" not in page

    assert changes(client, address, lambda: close_discussion(discussion, actor=moderator, reason="Done"))
    assert reverse("forums:group-report", args=[wards.pk]) not in body_of(client.get(address))


def test_a_hidden_report_is_not_replaced_and_not_shown(client, discussion, moderator, participant):
    wards, _practices = part(discussion, moderator)
    put(wards, moderator, participant)
    first = report(again(wards), participant, "It was Dr Secret.")
    Post.objects.filter(pk=first.pk).update(deleted_at=timezone.now())  # until the team has looked at it

    with pytest.raises(ReportedAlready):
        report(again(wards), moderator, "Mine.")

    client.force_login(participant)
    page = body_of(client.get(room_of(wards).get_absolute_url()))
    assert "Dr Secret" not in page
    assert "What it came to is not shown here." in page


def test_whose_right_to_write_has_ended_counts_no_more(client, leader, private, participant, outsider):
    discussion = DiscussionFactory(space=private)
    PostFactory(discussion=discussion, author=leader, kind="prompt")
    for person in (outsider, participant):
        let_in(person, private, role=Role.PARTICIPANT, source="invitation")
    wards, _practices = part(discussion, leader, people_choose=True, places=2)
    put(wards, leader, outsider, leader)
    with pytest.raises(GroupFull):
        join_group(again(wards), actor=participant)

    SpaceGrant.objects.filter(user=outsider).update(until=timezone.now())

    assert [group.size for group in groups_of(discussion, leader).groups] == [1, 0]
    client.force_login(leader)
    for address in pages_of(wards):
        assert "Olu Outsider" not in body_of(client.get(address))
    join_group(again(wards), actor=participant)
    assert [group.size for group in groups_of(discussion, leader).groups] == [2, 0]
