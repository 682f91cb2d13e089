"""Who comes late into a group, who reports for it, and its room after its report was removed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.effects import erase_person
from communities.actions import leave_community
from forums.actions import (
    close_discussion,
    deal_out,
    join_group,
    leave_group,
    name_rapporteur,
    open_discussion,
    place_people,
    plan_discussion,
    remove_post,
    reopen_discussion,
    restore_post,
    take_in,
)
from forums.effects import remind_groups_due
from forums.errors import GroupFull, NoGroups, NotInGroup, TooFewPeople
from forums.models import Post, SubgroupMember
from forums.queries.groups import resolve_groups
from tests.factories import MembershipFactory
from tests.facts import told
from tests.forums.groups import again, part, put, report, room_of


@pytest.fixture
def groups(discussion, moderator):
    return part(discussion, moderator, people_choose=True)


@pytest.fixture
def other(community):
    return MembershipFactory(community=community, person__display_name="Oda Other").person


def rapporteur_of(group):
    member = group.members.filter(reports=True).first()
    return member and member.person


def full(post):
    return Post.objects.select_related("discussion__space__community").get(pk=post.pk)


def test_nobody_is_dealt_out_where_a_group_would_stay_empty(discussion, moderator, participant, other, leader):
    groups = part(discussion, moderator, ["A", "B", "C"])
    people = [participant.pk, other.pk]

    with pytest.raises(TooFewPeople) as refusal:
        deal_out(groups[0].grouping, actor=moderator, people=people)

    assert str(refusal.value) == "There are 2 people for 3 empty groups, so some would stay empty."
    assert not SubgroupMember.objects.exists()
    deal_out(groups[0].grouping, actor=moderator, people=[*people, leader.pk])
    assert [group.members.count() for group in groups] == [1, 1, 1]
    assert deal_out(groups[0].grouping, actor=moderator, people=people) == {}


def test_who_comes_late_goes_where_the_fewest_are_and_is_told(groups, moderator, participant, other):
    put(groups[0], moderator, moderator)

    assert take_in(groups[0].grouping, actor=moderator, person=participant.pk) == groups[1]
    assert take_in(groups[0].grouping, actor=moderator, person=participant.pk) == groups[1]
    assert take_in(groups[0].grouping, actor=other) in groups

    assert told(participant) == ["subgroup.placed"]
    assert told(other) == []
    assert SubgroupMember.objects.count() == 3


def test_nobody_takes_in_others_but_the_team(groups, participant, other, outsider, moderator):
    with pytest.raises(PermissionDenied):
        take_in(groups[0].grouping, actor=participant, person=other.pk)

    assert take_in(groups[0].grouping, actor=moderator, person=outsider.pk) is None
    assert not SubgroupMember.objects.exists()


def test_nobody_comes_late_where_there_is_no_place(discussion, community, moderator, participant, other):
    wards, practices = part(discussion, moderator, people_choose=True, places=2)
    for group in (wards, practices):
        put(group, moderator, *(MembershipFactory(community=community).person for _each in range(2)))

    with pytest.raises(GroupFull):
        take_in(wards.grouping, actor=participant)
    for group in (wards, practices):
        report(again(group), moderator)
    with pytest.raises(NoGroups):
        take_in(wards.grouping, actor=participant)


def test_a_group_counts_on_one_of_them_who_is_told(groups, moderator, participant, other):
    put(groups[0], moderator, participant, other)

    name_rapporteur(groups[0], actor=participant, person=other.pk)
    name_rapporteur(groups[0], actor=participant, person=other.pk)
    first = rapporteur_of(groups[0])
    name_rapporteur(groups[0], actor=moderator, person=participant.pk)

    assert first == other
    assert rapporteur_of(groups[0]) == participant
    assert told(other) == told(participant) == ["subgroup.placed", "subgroup.rapporteur"]


def test_only_who_is_in_the_group_or_runs_it_says_who_reports(groups, moderator, participant, other):
    put(groups[0], moderator, participant)

    with pytest.raises(PermissionDenied):
        name_rapporteur(groups[0], actor=other, person=participant.pk)
    with pytest.raises(NotInGroup):
        name_rapporteur(groups[0], actor=moderator, person=other.pk)

    report(again(groups[0]), participant)
    with pytest.raises(PermissionDenied):
        name_rapporteur(again(groups[0]), actor=moderator, person=participant.pk)
    assert rapporteur_of(groups[0]) is None


def leave_it(group, person, _moderator):
    leave_group(group, actor=person)


def go_elsewhere(group, person, _moderator):
    join_group(again(group.grouping.groups.last()), actor=person)


def be_put_elsewhere(group, person, moderator):
    place_people(group.grouping, actor=moderator, places={person.pk: group.grouping.groups.last()})


def leave_the_community(group, person, _moderator):
    leave_community(group.discussion.space.community, actor=person)


def be_forgotten(_group, person, _moderator):
    erase_person(person)


@pytest.mark.parametrize("go", [leave_it, go_elsewhere, be_put_elsewhere, leave_the_community, be_forgotten])
def test_when_they_leave_the_group_counts_on_the_next(groups, moderator, participant, other, community, go):
    last = MembershipFactory(community=community).person
    for person in (participant, other, last):
        put(groups[0], moderator, person)
    name_rapporteur(groups[0], actor=participant, person=participant.pk)
    before = room_of(groups[0]).version

    go(again(groups[0]), participant, moderator)

    assert rapporteur_of(groups[0]) == other
    assert told(other) == ["subgroup.placed", "subgroup.rapporteur"]
    assert not SubgroupMember.objects.filter(person=participant, reports=True).exists()
    assert room_of(groups[0]).version > before


def test_nobody_follows_on_whom_has_reported_or_where_all_is_closed(discussion, groups, moderator, participant, other):
    for group, person in zip(groups, (participant, other), strict=True):
        put(group, moderator, person, moderator) if group == groups[0] else put(group, moderator, person)
        name_rapporteur(group, actor=moderator, person=person.pk)
    report(again(groups[0]), participant)

    leave_community(discussion.space.community, actor=participant)
    close_discussion(discussion, actor=moderator, reason="Done")
    leave_community(discussion.space.community, actor=other)

    assert not SubgroupMember.objects.filter(reports=True).exists()
    assert told(moderator).count("subgroup.rapporteur") == 0


def test_before_the_rooms_open_nobody_is_told_that_they_report(members_room, moderator, participant):
    plan = {"title": "Marks", "question": "Do they harm?", "submission": "00000000-0000-4000-8000-000000000001"}
    planned = plan_discussion(members_room, actor=moderator, **plan)
    wards, _practices = part(planned, moderator)
    put(wards, moderator, participant)
    name_rapporteur(wards, actor=moderator, person=participant.pk)
    before = told(participant)

    open_discussion(planned, actor=moderator)

    assert before == []
    assert told(participant) == ["subgroup.placed", "subgroup.rapporteur", "discussion.opened"]


def test_the_reminder_says_on_whom_the_group_counts(discussion, moderator, participant, other):
    wards, _practices = part(discussion, moderator, reports_by=timezone.now() + timedelta(days=1))
    put(wards, moderator, participant, other)
    name_rapporteur(wards, actor=participant, person=participant.pk)

    remind_groups_due()

    assert told(participant)[-1] == told(other)[-1] == "subgroup.due"
    assert [resolve_groups([wards.pk], person)[wards.pk].obj.counts_on_me for person in (participant, other)] == [
        True,
        False,
    ]


def test_the_room_goes_on_where_its_report_was_removed_and_closes_when_that_is_back(groups, moderator, participant):
    put(groups[0], moderator, participant)
    post = full(report(again(groups[0]), participant))

    remove_post(post, actor=participant)
    without = room_of(groups[0])
    restore_post(full(post), actor=participant)

    assert (without.state, without.locked_at) == ("open", None)
    assert room_of(groups[0]).state == "closed"


def test_of_two_reports_the_one_that_is_back_closes_nothing(groups, moderator, participant):
    put(groups[0], moderator, participant)
    first = full(report(again(groups[0]), participant))
    remove_post(first, actor=participant)
    second = full(report(again(groups[0]), participant, "On second thoughts."))
    remove_post(second, actor=participant)

    restore_post(full(first), actor=participant)

    assert room_of(groups[0]).is_open


def test_where_all_is_closed_a_removed_report_opens_nothing(discussion, groups, moderator):
    post = full(report(groups[0], moderator))
    close_discussion(discussion, actor=moderator, reason="Done")

    remove_post(full(post), actor=moderator, reason="Names a patient.")
    closed = room_of(groups[0]).state
    reopen_discussion(discussion, actor=moderator, reason="More to say")

    assert closed == "closed"
    assert room_of(groups[0]).is_open
