"""Links that let several people in: made, used, taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.actions import leave_community, make_link, remove_member, suspend_member, take_link_back, use_link
from communities.errors import AnswerMissing, InvitationOver, TooManyInvitations
from communities.models import Community, InvitationLink, LinkUse, Membership, Role
from tests.factories import InvitationLinkFactory, MembershipFactory

WISH = {"label": "Spring meeting", "days": 14, "use_limit": 30}


@pytest.fixture
def link(community, leader):
    return InvitationLinkFactory(community=community, made_by=leader)


def role_of(person, community):
    return Membership.objects.live_of(person).get(community=community).role


def test_the_same_submission_makes_one_link(community, facilitator):
    submission = uuid4()

    links = {make_link(community, actor=facilitator, submission=submission, **WISH) for _ in range(2)}

    assert len(links) == InvitationLink.objects.count() == 1


def test_only_the_team_makes_links_and_none_above_its_own_role(community, participant, facilitator, outsider):
    for person in (participant, outsider):
        with pytest.raises(PermissionDenied):
            make_link(community, actor=person, **WISH)
    with pytest.raises(PermissionDenied):
        make_link(community, actor=facilitator, role=Role.MODERATOR, **WISH)
    assert not InvitationLink.objects.exists()


def test_a_link_into_the_team_is_for_few(community, leader):
    with pytest.raises(TooManyInvitations):
        make_link(community, actor=leader, role=Role.FACILITATOR, label="All", days=1, use_limit=21)


def test_there_is_a_measure_to_open_links(community, leader):
    for _ in range(20):
        make_link(community, actor=leader, **WISH)

    with pytest.raises(TooManyInvitations):
        make_link(community, actor=leader, **WISH)
    InvitationLink.objects.filter(pk__in=InvitationLink.objects.values("pk")[:1]).update(uses=30)
    assert make_link(community, actor=leader, **WISH)


def test_one_person_counts_once(community, link, outsider):
    first = use_link(link, actor=outsider)
    assert use_link(link, actor=outsider) == first
    leave_community(community, actor=outsider)
    use_link(link, actor=outsider)

    link.refresh_from_db()
    assert (link.uses, LinkUse.objects.count(), role_of(outsider, community)) == (1, 1, Role.PARTICIPANT)


def test_a_member_stays_what_they_are_and_does_not_count(link, moderator, community):
    use_link(link, actor=moderator)

    link.refresh_from_db()
    assert (link.uses, role_of(moderator, community)) == (0, Role.MODERATOR)


@pytest.mark.parametrize(
    "over",
    [
        {"uses": 10},
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now()},
    ],
)
def test_what_is_over_lets_nobody_in(link, outsider, over):
    InvitationLink.objects.update(**over)

    with pytest.raises(InvitationOver):
        use_link(link, actor=outsider)

    assert not LinkUse.objects.exists()
    assert not Membership.objects.filter(person=outsider).exists()


def test_a_concluded_community_lets_nobody_in(link, outsider):
    Community.objects.update(phase="concluded")

    with pytest.raises(InvitationOver):
        use_link(link, actor=outsider)


@pytest.mark.parametrize("state", ["suspended", "removed"])
def test_who_was_shut_out_stays_out(community, link, outsider, state):
    ended_at = timezone.now() if state == "removed" else None
    Membership.objects.create(community=community, person=outsider, state=state, ended_at=ended_at)

    with pytest.raises(PermissionDenied):
        use_link(link, actor=outsider)

    link.refresh_from_db()
    assert link.uses == 0


@pytest.mark.parametrize(
    ("now", "given"),
    [
        (Role.LEADER, Role.MODERATOR),
        (Role.MODERATOR, Role.MODERATOR),
        (Role.FACILITATOR, Role.FACILITATOR),
        (Role.PARTICIPANT, Role.PARTICIPANT),
    ],
)
def test_it_gives_no_more_than_its_maker_may_give_now(community, link, leader, outsider, now, given):
    MembershipFactory(community=community, role=Role.LEADER)
    InvitationLink.objects.update(role=Role.MODERATOR)
    link.refresh_from_db()
    Membership.objects.filter(person=leader).update(role=now)

    use_link(link, actor=outsider)

    assert role_of(outsider, community) == given


def test_it_gives_participants_when_its_maker_has_left(community, link, leader, outsider):
    MembershipFactory(community=community, role=Role.LEADER)
    InvitationLink.objects.update(role=Role.MODERATOR)
    link.refresh_from_db()
    Membership.objects.filter(person=leader).update(state="left", ended_at=timezone.now())

    use_link(link, actor=outsider)

    assert role_of(outsider, community) == Role.PARTICIPANT


@pytest.mark.parametrize("shut_out", [remove_member, suspend_member])
def test_whoever_is_shut_out_takes_their_links_along(community, leader, shut_out):
    facilitator = MembershipFactory(community=community, role=Role.FACILITATOR)
    link = make_link(community, actor=facilitator.person, **WISH)

    shut_out(facilitator, reason="It did not work out.", actor=leader)

    link.refresh_from_db()
    assert link.revoked_at is not None


def test_taking_back(link, moderator, participant, outsider):
    with pytest.raises(PermissionDenied):
        take_link_back(link, actor=participant)

    assert take_link_back(link, actor=moderator)
    assert not take_link_back(link, actor=moderator)
    with pytest.raises(InvitationOver):
        use_link(link, actor=outsider)


def test_what_has_to_be_answered_is_answered_first(community, link, outsider):
    question = community.registration_questions.create(position=1, text="Where?", is_required=True)

    with pytest.raises(AnswerMissing), transaction.atomic():
        use_link(link, actor=outsider)
    link.refresh_from_db()
    assert (link.uses, LinkUse.objects.count()) == (0, 0)
    use_link(link, actor=outsider, answers={question.pk: "In Lyon"})

    assert question.answers.get().text == "In Lyon"


def test_the_database_counts_along(link):
    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationLink.objects.update(uses=11)


def test_it_runs_out_by_its_own_clock(link):
    assert InvitationLink.objects.valid(link.expires_at - timedelta(seconds=1)).exists()
    assert not InvitationLink.objects.valid(link.expires_at).exists()


def test_the_team_alone_sees_links(link, facilitator, participant, outsider):
    assert [InvitationLink.objects.visible_to(one).count() for one in (facilitator, participant, outsider)] == [1, 0, 0]
