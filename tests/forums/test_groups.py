"""Groups of a discussion: their rooms, who is in them, and what they report (P35)."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communities.actions import leave_community
from forums.actions import (
    change_plan,
    close_discussion,
    deal_out,
    edit_post,
    join_group,
    leave_group,
    move_discussion,
    open_discussion,
    place_people,
    plan_discussion,
    remove_post,
    reopen_discussion,
    reply,
)
from forums.effects import close_due, draft_due, remind_groups_due
from forums.errors import DiscussionClosed, GroupedAlready, GroupFull, ReportedAlready, WrongGroups
from forums.models import Discussion, Grouping, Post, SubgroupMember
from forums.queries import discussion_list, unseen_posts
from forums.queries.people import ids_concerned
from tests.factories import MembershipFactory
from tests.facts import told, verbs
from tests.forums.groups import TASK, again, change, part, put, report, room_of


@pytest.fixture
def groups(discussion, moderator):
    return part(discussion, moderator)


@pytest.fixture
def other(community):
    return MembershipFactory(community=community, person__display_name="Oda Other").person


def say(room, actor, text="I try it tomorrow."):
    return reply(room, actor=actor, markdown=text, submission=uuid4())


def states(discussion):
    return list(Discussion.objects.filter(part_of=discussion).order_by("pk").values_list("state", flat=True))


def test_each_group_of_an_open_discussion_has_a_room_that_begins_with_the_task(discussion, groups, moderator):
    room = room_of(groups[0])

    assert [group.name for group in groups] == ["Wards", "Practices"]
    assert (room.part_of, room.space, room.state) == (discussion, discussion.space, "open")
    assert room.title == "Wards · Feedback on the day"
    assert room.posts.get().markdown == TASK
    assert verbs() == ["discussion.parted"]


def test_rooms_of_a_planned_discussion_open_with_it_and_then_people_are_told(members_room, moderator, participant):
    plan = {"title": "Marks", "question": "Do they harm?", "submission": uuid4()}
    planned = plan_discussion(members_room, actor=moderator, **plan)
    wards, _practices = part(planned, moderator)
    put(wards, moderator, participant)
    before = (again(wards).room, told(participant))

    open_discussion(planned, actor=moderator)

    assert before == (None, [])
    assert room_of(wards).is_open
    assert told(participant) == ["subgroup.placed", "discussion.opened"]


def test_only_the_team_parts_and_only_what_is_whole(discussion, groups, moderator, participant):
    with pytest.raises(PermissionDenied):
        part(discussion, participant)
    with pytest.raises(PermissionDenied):
        part(room_of(groups[0]), moderator)


def test_a_discussion_is_parted_once(discussion, groups, moderator, leader):
    assert part(discussion, moderator) == groups
    with pytest.raises(GroupedAlready):
        part(discussion, leader, ["A", "B", "C"])

    assert Grouping.objects.count() == 1


def test_nobody_else_s_task_is_dropped_where_the_names_are_the_same(discussion, groups, moderator, leader):
    for terms in ({"task": "Bring back one point."}, {"tasks": {"Wards": "Ask the night shift."}}):
        with pytest.raises(GroupedAlready):
            part(discussion, leader, **terms)

    assert Grouping.objects.get().task == TASK


def test_a_group_is_added_once_and_its_task_never_dropped(groups, moderator):
    terms = {"names": ["Schools"]}
    grouping, ask = groups[0].grouping, {"Schools": "Ask the pupils."}
    for _click in (1, 2):
        change(grouping, moderator, tasks=ask, **terms)

    for other in ({"Schools": "Ask the teachers."}, {}):
        with pytest.raises(WrongGroups, match="There is a group called “Schools” already"):
            change(grouping, moderator, tasks=other, **terms)

    assert list(grouping.groups.values_list("name", "task")) == [("Wards", ""), ("Practices", ""), *ask.items()]


@pytest.mark.parametrize("names", [["One"], ["One", "one"], [str(n) for n in range(21)]])
def test_there_are_two_to_twenty_groups_with_names_of_their_own(discussion, moderator, names):
    with pytest.raises(WrongGroups):
        part(discussion, moderator, names)


def test_those_who_are_in_a_group_write_in_its_room_and_the_others_read(groups, moderator, participant, other):
    put(groups[0], moderator, participant)
    room = room_of(groups[0])

    say(room, participant)
    say(room, moderator)
    with pytest.raises(PermissionDenied):
        say(room, other)

    assert Discussion.objects.visible_to(other).filter(pk=room.pk).exists()
    assert told(participant) == ["subgroup.placed", "post.added"]
    assert told(other) == []


def test_of_a_room_hears_who_is_in_it_and_who_wrote(groups, moderator, participant, other):
    put(groups[0], moderator, participant)
    room = room_of(groups[0])
    post = say(room, moderator)

    assert set(ids_concerned(room)) == {participant.pk, moderator.pk}
    assert unseen_posts([post.pk], participant) == {post.pk: f"forums.discussion.{room.pk}"}
    assert unseen_posts([post.pk], other) == {}


def test_rooms_stand_in_no_list_of_discussions(discussion, groups, participant):
    listed = discussion_list(participant, discussion.space.community)

    assert [each.row.pk for each in listed.rows] == [discussion.pk]


def test_a_report_is_a_post_of_the_discussion_and_closes_the_room(discussion, groups, moderator, participant, other):
    put(groups[0], moderator, participant, other)

    post = report(groups[0], participant)

    assert (post.discussion, post.kind, post.markdown) == (discussion, "group_report", "We would ask first.")
    assert again(groups[0]).has_reported
    assert states(discussion) == ["closed", "open"]
    assert told(other) == ["subgroup.placed", "subgroup.reported"]
    with pytest.raises(DiscussionClosed):
        say(room_of(groups[0]), participant)


def test_a_group_reports_once(discussion, groups, moderator, participant):
    put(groups[0], moderator, participant)
    same = {"submission": uuid4()}

    first = report(groups[0], participant, **same)

    assert report(groups[0], participant, **same) == first
    with pytest.raises(ReportedAlready):
        report(groups[0], moderator)
    assert discussion.posts.filter(kind="group_report").count() == 1


def test_where_a_report_was_removed_there_may_be_another(groups, moderator, participant):
    put(groups[0], moderator, participant)
    remove_post(report(groups[0], participant), actor=participant)

    second = report(groups[0], participant, "On second thoughts.")

    assert again(groups[0]).report == second


def test_a_report_is_edited_as_posts_are(groups, moderator, participant):
    put(groups[0], moderator, participant)
    post = report(groups[0], participant)

    assert edit_post(post, actor=participant, markdown="Ask, then tell.", version=0).markdown == "Ask, then tell."
    with pytest.raises(PermissionDenied):
        edit_post(post, actor=moderator, markdown="Better.", version=1)


def test_who_is_not_in_the_group_does_not_report(groups, moderator, participant, other):
    put(groups[0], moderator, participant)

    with pytest.raises(PermissionDenied):
        report(groups[0], other)

    assert not again(groups[0]).has_reported


def test_rooms_close_and_open_with_the_discussion_around_them(discussion, groups, moderator):
    report(groups[0], moderator)
    close_discussion(discussion, actor=moderator, reason="Done")
    closed = states(discussion)
    draft_due()

    reopen_discussion(discussion, actor=moderator, reason="More to say")

    assert closed == ["closed", "closed"]
    assert states(discussion) == ["closed", "open"]
    assert not room_of(groups[1]).closings.exists()


def test_the_clock_closes_rooms_as_well(discussion, groups):
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        Discussion.objects.filter(pk=discussion.pk).update(closes_at=timezone.now())
        close_due()

    assert states(discussion) == ["closed", "closed"]


def test_a_room_closes_with_its_report_alone_and_has_no_plan_of_its_own(groups, moderator):
    room = room_of(groups[0])

    with pytest.raises(PermissionDenied):
        change_plan(room, actor=moderator, plan_version=0, title="Something else", kind="question")
    with pytest.raises(PermissionDenied):
        close_discussion(room, actor=moderator, reason="Enough")
    assert (room_of(groups[0]).state, room_of(groups[0]).title) == ("open", "Wards · Feedback on the day")


def test_rooms_go_where_the_discussion_goes_and_are_called_by_it(discussion, groups, commons, leader):
    move_discussion(discussion, source_id=discussion.space_id, target=commons, actor=leader, is_confirmed=True)
    moved = Discussion.objects.select_related("space__community").get(pk=discussion.pk)
    change_plan(moved, actor=leader, plan_version=moved.plan_version, title="Marks")

    room = room_of(groups[0])
    assert (room.space, room.title) == (commons, "Wards · Marks")
    with pytest.raises(PermissionDenied):
        move_discussion(room, source_id=commons.pk, target=discussion.space, actor=leader, is_confirmed=True)


def test_people_are_dealt_out_evenly_and_by_the_same_seed_the_same_way(discussion, community, moderator):
    groups = part(discussion, moderator, ["A", "B", "C"])
    people = [MembershipFactory(community=community).person for _each in range(8)]
    put(groups[0], moderator, people[0])
    ids = [person.pk for person in people]

    first = deal_out(groups[0].grouping, actor=moderator, people=ids, seed=7)
    sizes = sorted(group.members.count() for group in groups)
    SubgroupMember.objects.exclude(person=people[0]).delete()
    second = deal_out(groups[0].grouping, actor=moderator, people=ids, seed=7)

    assert (sizes, first) == ([2, 3, 3], second)
    assert people[0].pk not in first


def test_who_may_not_write_there_is_put_into_no_group(groups, moderator, outsider):
    put(groups[0], moderator, outsider)
    deal_out(groups[0].grouping, actor=moderator, people=[outsider.pk])

    assert not SubgroupMember.objects.exists()


def test_people_go_into_one_group_where_they_may_choose(discussion, moderator, participant, other):
    wards, practices = part(discussion, moderator, people_choose=True, places=2)

    join_group(wards, actor=participant)
    join_group(practices, actor=participant)
    join_group(practices, actor=participant)

    assert SubgroupMember.objects.get().subgroup == practices
    leave_group(practices, actor=participant)
    assert not SubgroupMember.objects.exists()


def test_a_full_group_takes_nobody(discussion, community, moderator, participant):
    wards, _practices = part(discussion, moderator, people_choose=True, places=2)
    put(wards, moderator, *(MembershipFactory(community=community).person for _each in range(2)))

    with pytest.raises(GroupFull):
        join_group(wards, actor=participant)


def test_nobody_goes_out_of_a_group_that_has_reported_into_another(discussion, moderator, participant):
    wards, practices = part(discussion, moderator, people_choose=True)
    join_group(wards, actor=participant)
    report(again(wards), participant)

    with pytest.raises(ReportedAlready):
        join_group(again(practices), actor=participant)

    assert SubgroupMember.objects.get().subgroup == wards


def test_where_the_team_says_it_nobody_joins(groups, participant):
    with pytest.raises(PermissionDenied):
        join_group(groups[0], actor=participant)


def test_groups_are_added_and_another_day_reminds_anew(discussion, groups, moderator, participant):
    put(groups[0], moderator, participant)
    for day in (1, 2):
        change(groups[0].grouping, moderator, reports_by=timezone.now() + timedelta(days=day))
        remind_groups_due()
        remind_groups_due()
    report(groups[0], participant)
    change(groups[0].grouping, moderator, reports_by=timezone.now(), names=["Schools"])

    assert told(participant) == ["subgroup.placed", "subgroup.due", "subgroup.due"]
    assert states(discussion) == ["closed", "open", "open"]


def test_who_leaves_the_community_is_in_no_group(groups, moderator, participant):
    put(groups[0], moderator, participant)

    leave_community(groups[0].discussion.space.community, actor=participant)

    assert not SubgroupMember.objects.exists()
    with pytest.raises(PermissionDenied):
        say(room_of(groups[0]), participant)


def test_nothing_moves_in_a_closed_discussion(discussion, closing, moderator):
    with pytest.raises(DiscussionClosed):
        part(discussion, moderator)


def test_taking_somebody_out_changes_the_pages_of_both(discussion, groups, moderator, participant):
    put(groups[0], moderator, participant)
    before = room_of(groups[0]).version

    place_people(groups[0].grouping, actor=moderator, places={participant.pk: None})

    assert not SubgroupMember.objects.exists()
    assert room_of(groups[0]).version > before
    assert Post.objects.filter(discussion=discussion).count() == 2
