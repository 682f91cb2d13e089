"""What the database refuses, whatever the code above it does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.effects import let_in
from communities.models import Exclusion, HandOver, JoinRequest, Role, Space
from tests.factories import InvitationFactory, InvitationLinkFactory, MembershipFactory, UserFactory


@pytest.fixture
def rows(community):
    leader = MembershipFactory(community=community, role=Role.LEADER)
    room = Space.objects.create(community=community, slug="room", name="Room", access="private")
    successor = MembershipFactory(community=community)
    return {
        "hand-over": HandOver.objects.create(leader=leader, successor=successor, afterwards="leaves"),
        "invitation": InvitationFactory(community=community, invited_by=leader.person),
        "guest": InvitationFactory(community=community, invited_by=leader.person, room=room, role=Role.GUEST),
        "link": InvitationLinkFactory(community=community, made_by=leader.person),
        "request": JoinRequest.objects.create(community=community, person=UserFactory()),
        "exclusion": Exclusion.objects.create(membership=leader, by=leader.person, kind="removed", reason="…"),
        "grant": let_in(leader.person, room, role=Role.LEADER, source="founder"),
        "membership": leader,
        "room": room,
        "community": community,
    }


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("invitation", {"role": 99}),
        ("invitation", {"role": Role.GUEST}),
        ("invitation", {"state": "lost"}),
        ("invitation", {"state": "accepted", "person": "somebody"}),
        ("guest", {"until": None}),
        ("link", {"role": 99}),
        ("request", {"state": "declined"}),
        ("request", {"state": "approved"}),
        ("request", {"state": "lost", "decided_at": timezone.now()}),
        ("exclusion", {"lifted_by": "somebody"}),
        ("exclusion", {"kind": "lost"}),
        ("grant", {"role": 99}),
        ("hand-over", {"afterwards": "modrator"}),
        ("hand-over", {"state": "lost", "ended_at": timezone.now()}),
        ("membership", {"state": "lost"}),
        ("membership", {"role": 99}),
        ("room", {"access": "lost"}),
        ("room", {"starters": "lost"}),
        ("community", {"visibility": "lost"}),
        ("community", {"admission": "lost"}),
        ("community", {"phase": "lost"}),
    ],
)
def test_the_database_refuses(rows, row, wrong):
    wrong = {field: UserFactory() if value == "somebody" else value for field, value in wrong.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        type(rows[row]).objects.filter(pk=rows[row].pk).update(**wrong)
