from functools import partial

import pytest

from communities.actions import leave_community
from communities.models import Role
from forums.actions import deal_out, join_group, take_in
from forums.errors import GroupFull, ReportedAlready
from forums.models import Post, SubgroupMember
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory
from tests.forums.groups import again, part, put, report
from tests.racing import SIZE, at_once, meanwhile

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 3 * SIZE


def test_of_two_who_report_at_once_one_does_and_the_last_place_is_one_person_s():
    community = CommunityFactory(is_led=True)
    moderator = MembershipFactory(community=community, role=Role.MODERATOR).person
    first, second, *others = [MembershipFactory(community=community).person for _each in range(5)]
    for _round in range(ROUNDS):
        discussion = DiscussionFactory(space=community.spaces.get(slug="members"))
        wards, practices = part(discussion, moderator, people_choose=True, places=2)
        put(wards, moderator, first, second)

        said = at_once(partial(report, wards, first, "One."), partial(report, again(wards), second, "Two."))
        came = at_once(*(partial(join_group, practices, actor=person) for person in others))

        assert sorted(type(each) for each in said if not isinstance(each, Post)) == [ReportedAlready]
        assert Post.objects.filter(discussion=discussion, kind="group_report").count() == 1
        assert [type(each) for each in came if each is not None] == [GroupFull]
        assert SubgroupMember.objects.filter(subgroup=practices).count() == 2


def test_who_leaves_while_they_come_into_a_group_is_in_none():
    community = CommunityFactory(is_led=True)
    moderator = MembershipFactory(community=community, role=Role.MODERATOR).person
    discussion = DiscussionFactory(space=community.spaces.get(slug="members"))
    wards, practices = part(discussion, moderator, people_choose=True)
    put(practices, moderator, moderator)
    deeds = (
        lambda person: join_group(again(wards), actor=person),
        lambda person: put(again(wards), moderator, person),
        lambda person: deal_out(again(wards).grouping, actor=moderator, people=[person.pk]),
        lambda person: take_in(again(wards).grouping, actor=person),
    )
    for come in deeds:
        person = MembershipFactory(community=community).person

        meanwhile(partial(come, person), partial(leave_community, community, actor=person))

        assert not person.memberships.live().exists()
        assert not SubgroupMember.objects.filter(person=person).exists()
