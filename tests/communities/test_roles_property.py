"""Whatever is done to roles, in whatever order: somebody leads, and nobody rises above whoever acts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.effects import erase_person
from communities import actions
from communities.actions.handover import (
    accept_hand_over,
    decline_hand_over,
    offer_leadership,
    withdraw_hand_over,
)
from communities.effects.terms import end_due_memberships
from communities.models import Community, HandOver, Membership, Role
from communities.rules import role_in_community
from core.errors import DomainError
from tests.factories import CommunityFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

PEOPLE = 4
ANSWERS = {"accept": accept_hand_over, "decline": decline_hand_over, "withdraw": withdraw_hand_over}
DEEDS = ("join", "leave", "role", "suspend", "remove", "lift", "term", "passes", "erase", "offer", *ANSWERS)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(DEEDS),
        st.integers(0, PEOPLE - 1),
        st.integers(0, PEOPLE - 1),
        st.sampled_from([Role.PARTICIPANT, Role.FACILITATOR, Role.MODERATOR, Role.LEADER]),
    ),
    max_size=25,
)


def do(deed, community, actor, person, role):
    membership = Membership.objects.filter(community=community, person=person).first()
    if deed == "join":
        actions.join_community(community, actor=actor)
    elif deed == "leave":
        actions.leave_community(community, actor=actor)
    elif deed == "passes":
        Membership.objects.exclude(until=None).update(until=timezone.now() - timedelta(minutes=1))
        end_due_memberships()
    elif deed == "erase":
        erase_person(person)
    elif deed == "offer":
        becoming = list(HandOver.Afterwards)[role // 10 - 1]
        offer_leadership(community, to=person, afterwards=becoming, actor=actor)
    elif deed in ANSWERS:
        for hand_over in HandOver.objects.filter(leader__community=community).order_by("-pk")[:1]:
            ANSWERS[deed](hand_over, actor=actor)
    elif membership is not None:
        of_others = {
            "role": lambda: actions.change_role(membership, role=role, actor=actor),
            "suspend": lambda: actions.suspend_member(membership, reason="A rest.", actor=actor),
            "remove": lambda: actions.remove_member(membership, reason="Adverts.", actor=actor),
            "lift": lambda: actions.lift_exclusion(membership, actor=actor),
            "term": lambda: actions.set_term(
                membership, until=timezone.now() + timedelta(days=9), reason="The course.", actor=actor
            ),
        }
        of_others[deed]()


def roles(community):
    live = Membership.objects.live().filter(community=community)
    return dict(live.values_list("person", "role"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_somebody_leads_and_nobody_rises_above_whoever_acts(steps):
    with transaction.atomic():
        community = CommunityFactory(admission="open")
        first = MembershipFactory(community=community, role=Role.LEADER).person
        team = [MembershipFactory(community=community, role=role).person for role in (Role.MODERATOR, Role.PARTICIPANT)]
        people = [first, *team, *UserFactory.create_batch(PEOPLE - len(team) - 1)]
        for deed, one, other, role in steps:
            actor, person = people[one], people[other]
            if deed not in {"passes", "erase"} and not actor.is_active:
                continue
            before, held = roles(community), role_in_community(actor, community)
            asked = set(HandOver.objects.standing().values_list("successor__person", flat=True))
            try:
                with transaction.atomic():
                    do(deed, community, actor, person, role)
            except (DomainError, PermissionDenied):
                assert roles(community) == before, (deed, "was refused and changed something")
            for each in people:
                each.refresh_from_db()
            after = roles(community)

            assert Role.LEADER in after.values() or not after, (deed, before, after)
            if deed in {"role", "lift", "join", "term", "suspend", "remove"}:
                risen = [now for pk, now in after.items() if now > before.get(pk, Role.PARTICIPANT)]
                assert all(held is not None and now <= held for now in risen), (deed, held, before, after)
            if deed in {"offer", *ANSWERS}:
                risen = {pk for pk, now in after.items() if now > before.get(pk, Role.PARTICIPANT)}
                assert risen <= asked & {actor.pk}, (deed, asked, before, after)
            standing = HandOver.objects.standing().values("pk")
            stale = HandOver.objects.filter(state=HandOver.State.OPEN).exclude(pk__in=standing)
            assert not stale.exists(), (deed, "left a hand-over open that nobody can accept")
            count = Community.objects.values_list("member_count", flat=True).get(pk=community.pk)
            assert count >= len(after)
        transaction.set_rollback(True)
