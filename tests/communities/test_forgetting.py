"""Whom an invitation went to that came to nothing is not kept for ever."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.effects import decline_invitation, forget_old_addresses
from communities.models import Invitation
from communities.tasks import wake_memberships
from tests.factories import InvitationFactory

pytestmark = pytest.mark.django_db

State = Invitation.State
DAYS = Invitation.REMEMBERED_FOR.days


@pytest.mark.parametrize(
    ("state", "days", "is_kept"),
    [
        (State.DECLINED, DAYS + 1, False),
        (State.REVOKED, DAYS + 1, False),
        (State.EXPIRED, DAYS + 1, False),
        (State.DECLINED, DAYS - 1, True),
        (State.EXPIRED, DAYS - 1, True),
        (State.ACCEPTED, DAYS + 1, True),
        (State.OPENED, DAYS + 1, True),
    ],
)
def test_whom_it_went_to_is_forgotten_after_it_came_to_nothing(community, leader, outsider, state, days, is_kept):
    ended = timezone.now() - timedelta(days=days)
    answered = state in (State.DECLINED, State.REVOKED, State.ACCEPTED)
    times = {"answered_at": ended} if answered else {"expires_at": ended}
    person = outsider if state == State.ACCEPTED else None
    invitation = InvitationFactory(
        community=community, invited_by=leader, message="Dear Ana", state=state, person=person, **times
    )
    before = invitation.email, invitation.message

    forget_old_addresses()

    invitation.refresh_from_db()
    assert (invitation.email, invitation.message) == (before if is_kept else ("", ""))
    assert invitation.state == state


def test_several_are_forgotten_at_once_and_the_list_says_so(client, community, leader):
    ended = timezone.now() - timedelta(days=DAYS + 1)
    for email in ("ana@copse.example", "ben@copse.example"):
        InvitationFactory(community=community, email=email, state=State.DECLINED, answered_at=ended)
    client.force_login(leader)

    wake_memberships()

    page = client.get(reverse("communities:invitations", args=[community.slug])).content.decode()
    assert page.count("address forgotten") == 2


def test_a_notice_of_a_forgotten_address_still_reads_as_a_sentence(client, community, leader):
    invitation = InvitationFactory(community=community, invited_by=leader)
    decline_invitation(invitation, None)
    Invitation.objects.update(email="")
    client.force_login(leader)

    page = client.get(reverse("notifications:list")).content.decode()

    assert "<b>somebody</b> declined your invitation" in page
