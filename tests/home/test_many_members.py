"""Pages of members ask the database as often for 5,000 people as for ten, and never more than ten times."""

from datetime import timedelta
from itertools import cycle
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from communities.effects.levels import place_members
from communities.models import FacilitationNote, Membership, Role, RoleChange
from tests.factories import UserFactory
from tests.statements import know_the_sizes

MOST = 10


@pytest.fixture(params=[10, 5_000])
def number(request):
    return request.param


@pytest.fixture
def crowd(community, number):
    """That many members who joined long ago, each with a profession and something that they help with."""
    professions = cycle(User.Profession.values)
    people = User.objects.bulk_create(
        UserFactory.build(
            email=f"p{each}@copse.example",
            handle=f"p{each}",
            display_name=f"Ana {each}",
            profession=next(professions),
            can_help_with="Simulation on the ward",
        )
        for each in range(number)
    )
    long_ago = timezone.now() - timedelta(days=200)
    members = Membership.objects.bulk_create(
        Membership(community=community, person=person, joined_at=long_ago) for person in people
    )
    community.member_count += number
    community.save(update_fields=["member_count"])
    place_members()
    know_the_sizes()
    return members


@pytest.fixture
def busy_member(crowd, leader):
    """With a history and notes as long as they ever get."""
    member = crowd[3]
    RoleChange.objects.bulk_create(
        RoleChange(membership=member, by=leader, before=10, after=20, note="Again.") for _each in range(50)
    )
    FacilitationNote.objects.bulk_create(
        FacilitationNote(membership=member, author=leader, text="Knows.", submission=uuid4()) for _each in range(50)
    )
    return member


def pages(community, member, person):
    members = reverse("communities:members", args=[community.slug])
    levels = reverse("communities:levels", args=[community.slug])
    of_member = [reverse(f"communities:{name}", args=[community.slug, member.pk]) for name in ("member", "notes")]
    people = reverse("home:people")
    return [
        members,
        f"{members}?name=ana&helps=simulation",
        f"{members}?profession=nursing&after={member.pk}",
        f"{members}?show=former",
        f"{reverse('communities:members-found', args=[community.slug])}?to=ana",
        *of_member,
        levels,
        f"{levels}?level=quiet",
        reverse("communities:hand-over", args=[community.slug]),
        people,
        f"{people}?profession=nursing",
        reverse("home:person", args=[person.handle]),
    ]


@pytest.mark.parametrize("role", [Role.LEADER, Role.FACILITATOR])
def test_ten_queries_are_enough(client, community, busy_member, leader, facilitator, role):
    reader = leader if role == Role.LEADER else facilitator
    client.force_login(reader)
    asked = {}
    for address in pages(community, busy_member, busy_member.person):
        client.get(address)  # what a process keeps is kept by now
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        wanted = 403 if "hand-over" in address and role < Role.LEADER else 200
        assert response.status_code == wanted, address
        asked[address] = len(queries)

    assert {address: count for address, count in asked.items() if count > MOST} == {}
