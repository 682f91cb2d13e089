import pytest
from django.urls import reverse

from forums.models import InboundMail
from tests.factories import DiscussionFactory

LIST = reverse("admin:forums_inboundmail_changelist")


@pytest.fixture
def row(participant, members_room):
    discussion = DiscussionFactory(space=members_room, title="Feedback on the day")
    return InboundMail.objects.create(
        key="7" * 64, person=participant, discussion=discussion, outcome="refused", reason="DiscussionClosed"
    )


def test_staff_see_what_became_of_whose_mail_and_not_where_it_was_for(client, admin, row):
    client.force_login(admin)

    page = client.get(LIST).content.decode()

    assert "could not be added" in page
    assert "DiscussionClosed" in page
    assert "Pia Participant" in page
    assert "Feedback on the day" not in page
    assert row.key not in page


def test_nothing_can_be_opened_or_changed_there(client, admin, row):
    client.force_login(admin)

    for action in ("change", "delete", "history"):
        assert client.get(reverse(f"admin:forums_inboundmail_{action}", args=[row.pk])).status_code == 403
    assert client.get(reverse("admin:forums_inboundmail_add")).status_code == 403


def test_nobody_else_sees_it(client, leader):
    client.force_login(leader)

    assert client.get(LIST).status_code == 302
