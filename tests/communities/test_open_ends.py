"""What is still open before a community is concluded."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.actions import add_item, move_item
from communities.actions.progress import confirm_result
from communities.models import Community, Invitation, JoinRequest
from communities.queries.life import open_ends
from tests.communities.life import in_phase, take
from tests.factories import DiscussionFactory, InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db

LIFE = reverse("communities:life", args=["campus"])
CONCLUDE = reverse("communities:life-step", args=["campus", "conclude"])
KEYS = ["summaries", "results", "plan", "invitations", "requests"]


@pytest.fixture
def ending(community, commons, leader):
    """One that has begun to conclude, with one thing of each kind open."""
    in_phase(community, "active")
    DiscussionFactory(space=commons)
    add_item(community, actor=leader, submission=uuid.uuid4(), title="Collect examples")
    InvitationFactory(community=community)
    JoinRequest.objects.create(community=community, person=UserFactory())
    community.results.update(looked_at=timezone.now() - timedelta(days=1))
    take(community, "wind-down", leader)
    community.refresh_from_db()
    return community


def is_open(community):
    return [check.key for check in open_ends(community) if not check.is_done]


def test_all_that_is_open_is_named(ending):
    assert is_open(ending) == KEYS


def test_what_was_seen_to_is_done(ending, leader):
    confirm_result(ending.results.get(), actor=leader)
    move_item(ending.action_items.get(), actor=leader, state="dropped")
    Invitation.objects.update(state="revoked", answered_at=timezone.now())
    JoinRequest.objects.update(state="withdrawn", decided_at=timezone.now())

    assert is_open(ending) == ["summaries"]


def test_a_plan_that_is_not_kept_holds_nothing_open(ending):
    Community.objects.update(tools=["discussions"])
    ending.refresh_from_db()

    assert "plan" not in is_open(ending)


def test_it_stands_on_the_page_of_its_life_and_where_it_is_concluded(client, ending, leader, facilitator):
    client.force_login(leader)
    life, conclude = (client.get(url).content.decode() for url in (LIFE, CONCLUDE))

    assert "Ready to conclude?" in life
    assert "Ready to launch?" not in life
    assert "Day of the introductory meeting" not in life
    assert "What is still open" in conclude
    for words in ("One has none yet.", "One thing is still to be done.", "One is out", "One person waits."):
        assert words in life
        assert words in conclude
    assert client.get(reverse("communities:life-step", args=["campus", "go-on"])).context["lacking"] == []


def test_where_nothing_is_open_nothing_is_said(client, community, leader):
    in_phase(community, "concluding")
    community.results.update(state="reached")
    client.force_login(leader)

    assert "What is still open" not in client.get(CONCLUDE).content.decode()
