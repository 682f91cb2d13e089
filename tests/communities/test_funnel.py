"""From the invitation to taking part."""

import csv
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.actions import accept_invitation, use_link
from communities.models import Invitation, Membership
from communities.queries import funnel_of, unanswered
from forums.models import Post, ReadingPosition
from tests.factories import DiscussionFactory, InvitationFactory, InvitationLinkFactory, PostFactory, UserFactory


def url(name):
    return reverse(f"communities:{name}", args=["campus"])


@pytest.fixture
def a_list(community, leader):
    return community.invitation_lists.create(by=leader, days=14, state="sent", file_name="ward.csv")


@pytest.fixture
def discussion(commons):
    return DiscussionFactory(space=commons)


def reads(person, discussion, days_ago=0):
    position = ReadingPosition.objects.create(person=person, discussion=discussion, last_read=1)
    ReadingPosition.objects.filter(pk=position.pk).update(changed_at=timezone.now() - timedelta(days=days_ago))


def accepted(community, leader, **more):
    person = UserFactory()
    accept_invitation(
        InvitationFactory(community=community, invited_by=leader, email=person.email, **more), actor=person
    )
    return person


def figures(stage):
    return (stage.invited, stage.opened, stage.accepted, stage.active, stage.declined, stage.waiting)


def test_by_list_and_one_by_one(community, leader, a_list, discussion):
    for state in ("sent", "opened", "declined", "revoked", "expired"):
        opened_at = timezone.now() if state == "opened" else None
        InvitationFactory(community=community, invited_by=leader, from_list=a_list, state=state, opened_at=opened_at)
    InvitationFactory(community=community, invited_by=leader, from_list=a_list, expires_at=timezone.now())
    reader, idler, gone = (accepted(community, leader, from_list=a_list) for _ in range(3))
    writer = accepted(community, leader)
    reads(reader, discussion)
    reads(gone, discussion)
    reads(idler, discussion, days_ago=31)
    PostFactory(discussion=discussion, author=writer)
    Membership.objects.filter(person=gone).update(state="left", ended_at=timezone.now())

    found = funnel_of(community)

    assert [(stage.kind, figures(stage)) for stage in found.stages] == [
        ("single", (1, 1, 1, 1, 0, 0)),
        ("list", (9, 5, 3, 1, 1, 2)),
    ]
    assert figures(found.total) == (10, 6, 4, 2, 1, 2)


def test_by_link(community, leader, discussion):
    link = InvitationLinkFactory(community=community, made_by=leader)
    people = UserFactory.create_batch(2)
    for person in people:
        use_link(link, actor=person)
    reads(people[0], discussion)

    found = funnel_of(community)

    assert [(stage.kind, stage.title, figures(stage)) for stage in found.stages] == [
        ("link", "Spring meeting", (None, None, 2, 1, None, None))
    ]
    assert (found.total.accepted, found.by_invitation, found.total.active, found.active_by_invitation) == (2, 0, 1, 0)


def test_taking_part_elsewhere_is_not_taking_part_here(community, leader):
    person = accepted(community, leader)
    reads(person, DiscussionFactory())

    assert funnel_of(community).total.active == 0


def test_what_was_written_long_ago_does_not_count(community, leader, discussion):
    person = accepted(community, leader)
    post = PostFactory(discussion=discussion, author=person)
    Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - timedelta(days=31))

    assert funnel_of(community).total.active == 0


def test_guests_are_not_counted(community, leader, members_room):
    InvitationFactory(community=community, invited_by=leader, room=members_room, role=5)

    assert funnel_of(community).stages == []
    assert not unanswered(community).exists()


def test_the_page(client, community, facilitator, leader, a_list):
    client.force_login(facilitator)
    assert "Nobody has been invited yet" in client.get(url("funnel")).content.decode()
    InvitationFactory(community=community, invited_by=leader, from_list=a_list)
    InvitationLinkFactory(community=community, made_by=leader)

    page = client.get(url("funnel")).content.decode()

    assert [
        words for words in ("ward.csv", "Spring meeting", "1 not answered yet", "All together") if words not in page
    ] == []


def rows_of(answer):
    return list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))


def test_as_a_table(client, community, facilitator, leader, a_list):
    InvitationFactory(community=community, invited_by=leader, from_list=a_list)
    InvitationLinkFactory(community=community, made_by=leader, label="=Spring")
    client.force_login(facilitator)

    assert rows_of(client.get(url("funnel-table"))) == [
        ["By", "What", "Invited", "Opened", "Accepted", "Active", "Declined", "Not answered"],
        ["list", "ward.csv", "1", "0", "0", "0", "0", "1"],
        ["link", "'=Spring", "", "", "0", "0", "", ""],
        ["", "All together", "1", "0", "0", "0", "0", "1"],
    ]


def test_those_who_have_not_answered(client, community, facilitator, leader):
    kept = InvitationFactory(community=community, invited_by=leader, email="ana@copse.example")
    for state in ("declined", "revoked"):
        InvitationFactory(community=community, invited_by=leader, state=state)
    client.force_login(facilitator)

    rows = rows_of(client.get(url("waiting-table")))

    assert rows[0] == ["E-mail address", "Invited by", "Sent", "Opened", "Open until"]
    day = kept.sent_at.date().isoformat()
    assert rows[1:] == [["ana@copse.example", "Lea Leader", day, "", kept.expires_at.date().isoformat()]]
    page = client.get(f"{url('invitations')}?state=unanswered").content.decode()
    assert page.count('id="invitation-') == 1


@pytest.mark.parametrize("number", [1, 30])
def test_queries_do_not_grow(client, community, leader, number, django_assert_max_num_queries):
    for _ in range(number):
        handed_in = community.invitation_lists.create(by=leader, days=14, state="sent")
        Invitation.objects.bulk_create(
            InvitationFactory.build(community=community, invited_by=leader, from_list=handed_in) for _ in range(10)
        )
        InvitationLinkFactory(community=community, made_by=leader)
    client.force_login(leader)

    with django_assert_max_num_queries(12):
        client.get(url("funnel"))
