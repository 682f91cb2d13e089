"""In whose name the rooms of groups begin, and who is told of them."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from accounts.effects import erase_person
from communities.actions import leave_community
from communities.effects import let_in
from communities.models import Role, Space, SpaceGrant
from forums.actions import name_rapporteur, open_discussion, plan_discussion, reply
from forums.effects import open_due, remind_groups_due
from forums.models import Discussion, Post, SubgroupMember
from forums.queries.groups import export_groups, resolve_groups
from forums.queries.people import ids_concerned
from tests.factories import DiscussionFactory, MembershipFactory
from tests.facts import told
from tests.forums.groups import again, change, part, put, report, room_of


@pytest.fixture
def planned(members_room, leader):
    plan = {"title": "Marks", "question": "Do they harm?", "submission": uuid4()}
    return plan_discussion(members_room, actor=leader, **plan)


def forget(person, _community):
    erase_person(person)


def leave(person, community):
    leave_community(community, actor=person)


@pytest.mark.parametrize("go", [forget, leave])
def test_no_room_begins_in_the_name_of_who_is_gone(planned, community, moderator, go):
    opener = MembershipFactory(community=community, role=Role.LEADER).person
    wards, _practices = part(planned, moderator)
    go(moderator, community)

    open_discussion(Discussion.objects.select_related("space__community").get(pk=planned.pk), actor=opener)

    assert not Post.objects.filter(author=moderator).exists()
    assert room_of(wards).posts.get().author == room_of(wards).planned_by == opener


def test_by_the_clock_rooms_are_opened_by_who_planned_it(planned, community, moderator, leader):
    Discussion.objects.filter(pk=planned.pk).update(opens_at=timezone.now() + timedelta(days=1))
    wards, _practices = part(planned, moderator)
    leave(moderator, community)

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        open_due()

    assert room_of(wards).posts.get().author == leader


def test_whoever_made_the_groups_signs_their_rooms(planned, moderator, leader):
    wards, _practices = part(planned, moderator)

    open_discussion(planned, actor=leader)

    assert room_of(wards).posts.get().author == moderator


def test_whoever_added_a_group_signs_the_task_of_its_own(planned, moderator, leader, participant):
    both = {"A": "Ask the night shift."}
    groups = part(planned, moderator, names=("A", "B"), tasks=both)
    theirs = {"C": f"Ask @{participant.handle} first."}
    change(groups[0].grouping, leader, tasks=theirs, names=["C", "D"])

    open_discussion(planned, actor=leader)

    tasks = {group.name: group for group in groups[0].grouping.groups.select_related("room")}
    signed = {name: (group.room.posts.get().author, group.room.planned_by) for name, group in tasks.items()}
    assert signed == {name: (leader if name == "C" else moderator,) * 2 for name in "ABCD"}
    assert [row["task"] for row in export_groups(moderator)["groups_added"]] == ["Ask the night shift.", ""]
    assert export_groups(leader)["groups_added"] == [
        {"discussion": "Marks", "group": "C", "task": theirs["C"]},
        {"discussion": "Marks", "group": "D", "task": ""},
    ]
    assert export_groups(leader)["groups_made"] == []


def test_a_task_whose_writer_is_gone_is_signed_by_who_opens(planned, community, moderator, leader):
    writer = MembershipFactory(community=community, role=Role.MODERATOR).person
    grouping = part(planned, moderator)[0].grouping
    change(grouping, writer, tasks={"C": "Ask the night shift."}, names=["C"])
    leave(writer, community)

    open_discussion(planned, actor=leader)

    assert grouping.groups.get(name="C").room.posts.get().author == leader


def test_whom_the_task_names_is_told_once_and_in_the_room_of_their_own_group(
    planned, moderator, leader, participant, facilitator
):
    both = f"Ask @{participant.handle} and @{facilitator.handle} first."
    groups = part(planned, moderator, names=("A", "B", "C"), task=both)
    put(groups[1], moderator, participant)
    open_discussion(planned, actor=leader)
    change(groups[0].grouping, moderator, names=["D"])

    assert told(participant).count("post.mentioned") == told(facilitator).count("post.mentioned") == 1
    assert mentioned_in(participant) == [room_of(groups[1])]
    assert mentioned_in(facilitator) == [room_of(groups[0])]


def test_whom_the_own_task_of_a_group_names_is_told_whatever_group_they_are_in(
    planned, moderator, leader, participant, facilitator, community
):
    other = MembershipFactory(community=community).person
    own = {name: f"Ask @{participant.handle} and @{facilitator.handle} of {name}." for name in "AC"}
    shared = f"Ask @{other.handle} and @{facilitator.handle} first."
    groups = part(planned, moderator, names=("A", "B", "C", "D"), task=shared, tasks=own)
    put(groups[1], moderator, participant)
    put(groups[2], moderator, other)
    put(groups[3], moderator, facilitator)
    open_discussion(planned, actor=leader)
    change(groups[0].grouping, moderator, names=["E"], tasks={"E": f"Ask @{other.handle} again."})

    a, b, c, d = (room_of(group) for group in groups)
    e = groups[0].grouping.groups.get(name="E").room
    assert mentioned_in(participant) == [a, c]
    assert mentioned_in(facilitator) == [a, c, d]
    assert mentioned_in(other) == [b, e]


def test_the_task_of_all_is_told_once_a_room_begins_with_it(planned, moderator, leader, participant):
    own = {"A": "Ask the night shift.", "B": "Ask the day shift."}
    groups = part(planned, moderator, names=("A", "B"), task=f"Ask @{participant.handle}.", tasks=own)
    open_discussion(planned, actor=leader)
    before = mentioned_in(participant)
    change(groups[0].grouping, moderator, names=["C", "D"])

    assert before == []
    assert mentioned_in(participant) == [groups[0].grouping.groups.get(name="C").room]


def mentioned_in(person):
    """The discussions in which somebody was told that they are named."""
    posts = person.notifications.filter(entry__verb="post.mentioned").values("entry__object_id")
    return list(Discussion.objects.filter(posts__in=posts).order_by("pk"))


def test_whose_right_to_write_has_ended_hears_of_its_group_no_more(community, leader, outsider, participant):
    private = Space.objects.create(community=community, slug="private", name="Private", access="private")
    for person, role in ((leader, Role.LEADER), (outsider, Role.PARTICIPANT), (participant, Role.PARTICIPANT)):
        let_in(person, private, role=role, source="invitation")
    discussion = DiscussionFactory(space=private)
    wards, _practices = part(discussion, leader, reports_by=timezone.now() + timedelta(days=1))
    put(wards, leader, outsider, participant)
    SpaceGrant.objects.filter(user=outsider).update(until=timezone.now())

    reply(room_of(wards), actor=leader, markdown="Begin with rounds.", submission=uuid4())
    concerned = ids_concerned(room_of(wards))
    remind_groups_due()
    report(again(wards), leader)

    assert participant.pk in concerned
    assert outsider.pk not in concerned
    assert told(participant) == ["subgroup.placed", "post.added", "subgroup.due", "subgroup.reported"]
    assert told(outsider) == ["subgroup.placed"]


def test_who_may_not_write_any_more_is_replaced_when_the_day_of_the_report_is_near(
    community, leader, outsider, participant, facilitator
):
    private = Space.objects.create(community=community, slug="private", name="Private", access="private")
    for person, role in (
        (leader, Role.LEADER),
        (outsider, Role.PARTICIPANT),
        (participant, Role.PARTICIPANT),
        (facilitator, Role.PARTICIPANT),
    ):
        let_in(person, private, role=role, source="invitation")
    wards, practices = part(DiscussionFactory(space=private), leader, reports_by=timezone.now() + timedelta(days=1))
    for group, person, other in ((wards, outsider, participant), (practices, facilitator, None)):
        put(group, leader, *filter(None, (person, other)))
        name_rapporteur(group, actor=leader, person=person.pk)
    SpaceGrant.objects.filter(user=outsider).update(until=timezone.now())
    before = room_of(wards).version

    remind_groups_due()

    assert set(SubgroupMember.objects.filter(reports=True).values_list("person", flat=True)) == {
        participant.pk,
        facilitator.pk,
    }
    assert room_of(wards).version > before
    assert told(participant) == ["subgroup.placed", "subgroup.due"]
    assert "subgroup.due" not in told(outsider)
    assert resolve_groups([wards.pk], participant)[wards.pk].obj.counts_on_me
