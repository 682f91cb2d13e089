import pytest

from communities.actions import join_community, leave_community, start_community
from communities.errors import LastLeader
from communities.models import Community, Membership, Role


def test_start_community_makes_its_founder_the_leader(outsider):
    community = start_community(
        actor=outsider, name="Feedback that is heard", summary="…", visibility="hidden", admission="open"
    )

    assert community.slug.startswith("feedback-that-is-heard-")
    assert Membership.objects.get(community=community).role == Role.LEADER
    assert [space.access for space in community.spaces.all()] == ["open", "members", "team"]


def test_join_and_leave(community, outsider):
    join_community(community, actor=outsider)
    join_community(community, actor=outsider)

    assert Community.objects.get().member_count == 1

    leave_community(community, actor=outsider)
    leave_community(community, actor=outsider)

    assert Community.objects.get().member_count == 0
    assert Membership.objects.get().state == Membership.State.LEFT


def test_the_last_leader_stays(community, leader):
    with pytest.raises(LastLeader):
        leave_community(community, actor=leader)
