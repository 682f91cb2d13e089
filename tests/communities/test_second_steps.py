"""What cannot be taken back takes a second press, without JavaScript too."""

import re

import pytest

from communities.models import Invitation, JoinRequest
from tests.factories import InvitationFactory


def is_folded(page, words):
    """Whether the button with these `words` stands within a closed fold, and its verb leads there."""
    folds = re.findall(r"<details class=\"second-step\">.*?</details>", page, re.DOTALL)
    inside = [fold for fold in folds if re.search(rf"<button [^>]*>{words}", fold)]
    return len(inside) == 1 and len(re.findall(rf"<button [^>]*>{words}", page)) == 1


@pytest.fixture
def invitation(community, leader):
    return InvitationFactory(community=community, email="ana@copse.example", invited_by=leader)


def test_declining_requests(client, community, outsider, moderator):
    community.admission = "request"
    community.save(update_fields=["admission"])
    JoinRequest.objects.create(community=community, person=outsider)
    client.force_login(moderator)

    page = client.get("/c/campus/requests/").content.decode()

    assert is_folded(page, "Decline them")
    assert "can ask again after a week" in page


def test_declining_an_invitation(client, invitation):
    assert is_folded(client.get(invitation.get_absolute_url()).content.decode(), "Decline the invitation")


def test_taking_an_invitation_back(client, invitation, leader):
    client.force_login(leader)

    assert is_folded(client.get("/c/campus/invitations/").content.decode(), "Take it back")


def test_where_its_address_is_forgotten_nobody_is_said_to_have_taken_it_back(client, invitation, leader):
    Invitation.objects.update(email="", state="revoked", answered_at=invitation.sent_at)
    client.force_login(leader)

    page = client.get("/c/campus/invitations/").content.decode()

    assert "no longer open" in page
    assert "taken back" not in page
