"""What the table of roles says holds for what is read as well: a line of it that changes, changes both."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from communities.effects import let_in
from communities.forms.settings import WHAT_TOOLS_ARE_FOR
from communities.models import (
    LEAST_ROLE,
    Announcement,
    Approval,
    Coach,
    CoachingRequest,
    Community,
    CommunityLink,
    FacilitationNote,
    Invitation,
    Role,
    SpaceGrant,
    Statement,
    Suggestion,
)
from communities.queries import DEEDS, standing_in
from tests.factories import CommunityLinkFactory, MembershipFactory, UserFactory


def a_draft(community, leader):
    Statement.objects.create(community=community, title="We begin", created_by=leader, submission=uuid4())
    return Statement.objects.visible_to


def an_announcement(community, leader):
    Announcement.objects.create(community=community, title="We move", created_by=leader, submission=uuid4())
    return Announcement.objects.visible_to


def a_suggestion(community, leader):
    about = {"text": "Shorter", "made_on": timezone.localdate(), "is_told": True}
    Suggestion.objects.create(community=community, submission=uuid4(), **about)
    return Suggestion.objects.visible_to


def a_note(community, leader):
    about = MembershipFactory(community=community)
    FacilitationNote.objects.create(membership=about, author=leader, text="Knows pumps", submission=uuid4())
    return FacilitationNote.objects.visible_to


def an_invitation(community, leader):
    Invitation.objects.create(
        community=community,
        email="ada@example.org",
        invited_by=leader,
        expires_at=timezone.now() + timedelta(days=1),
    )
    return Invitation.objects.visible_to


def a_link(community, leader):
    CommunityLinkFactory(upper=community, state=CommunityLink.State.PROPOSED)
    return CommunityLink.objects.tended_by


def a_coaching(community, leader):
    coach = Coach.objects.create(person=UserFactory())
    CoachingRequest.objects.create(community=community, coach=coach, asked_by=leader, message="How do we begin?")
    return CoachingRequest.objects.visible_to


def an_approval(community, leader):
    Approval.objects.create(community=community, asked_by=leader, wish=Community.Visibility.PUBLIC)
    return Approval.objects.visible_to


def a_guest(community, leader):
    let_in(UserFactory(), community.spaces.get(slug="team"), role=Role.GUEST, source="guest")
    return SpaceGrant.objects.in_rooms_led_by


@pytest.mark.parametrize(
    ("verb", "give", "least"),
    [
        ("draft_statements", a_draft, Role.MODERATOR),
        ("announce", an_announcement, Role.FACILITATOR),
        ("answer_suggestions", a_suggestion, Role.FACILITATOR),
        ("know_members", a_note, Role.FACILITATOR),
        ("invite_many", an_invitation, Role.FACILITATOR),
        ("lead", a_link, Role.LEADER),
        ("lead", a_coaching, Role.LEADER),
        ("change_settings", an_approval, Role.LEADER),
        ("lead", a_guest, Role.LEADER),
    ],
)
def test_who_reads_it_follows_the_table(community, leader, monkeypatch, verb, give, least):
    team = [MembershipFactory(community=community, role=role).person for role in Role if role >= Role.PARTICIPANT]
    shown_to = give(community, leader)
    reading = [person for person in team if shown_to(person).exists()]

    monkeypatch.setitem(LEAST_ROLE, verb, Role.MODERATOR if least == Role.LEADER else Role.LEADER)
    reading_then = [person for person in team if shown_to(person).exists()]

    assert reading == [person for person, role in zip(team, Role.values[1:], strict=True) if role >= least]
    assert reading_then == (team[2:] if least == Role.LEADER else team[3:])


def test_each_deed_and_each_tool_has_its_words():
    assert DEEDS.keys() == LEAST_ROLE.keys()
    assert WHAT_TOOLS_ARE_FOR.keys() == set(Community.Tool)


@pytest.mark.parametrize("verb", LEAST_ROLE)
def test_a_standing_says_what_the_table_says(community, verb):
    for role in Role:
        if role >= Role.PARTICIPANT:
            person = MembershipFactory(community=community, role=role).person
            assert standing_in(community, person).may(verb) == (role >= LEAST_ROLE[verb])


def test_a_standing_lets_nobody_do_anything_where_it_has_ended_or_without_the_tool(community, leader, outsider):
    plan = Community.Tool.PLAN
    community.tools = [plan]
    assert standing_in(community, leader).may("plan_actions", tool=plan)
    assert not standing_in(community, outsider).may("take_part")

    community.tools = []
    assert not standing_in(community, leader).may("plan_actions", tool=plan)

    community.phase = Community.Phase.CONCLUDED
    standing = standing_in(community, leader)
    assert standing.holds("lead")
    assert not standing.may("lead")
