"""Handing in a list, looking through it, having it sent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from communities.actions import hand_in_list, send_list
from communities.effects import send_due_lists
from communities.forms.lists_reading import read_lines
from communities.models import Community, Invitation, InvitationList, Role
from communities.queries import LINES_PER_PAGE
from tests.factories import MembershipFactory

TERMS = {"role": "10", "days": "14"}
HTMX = {"hx-request": "true"}


def url(name, *more):
    return reverse(f"communities:{name}", args=["campus", *more])


@pytest.fixture
def one(community, leader):
    text = "ana@copse.example\nrubbish\n=cmd()\nana@copse.example\nbo@copse.example"
    return hand_in_list(community, lines=read_lines(text), actor=leader, message="Do come.")


def test_hand_in_a_file_and_look_through_it(client, leader):
    client.force_login(leader)
    assert "Up to 5000 lines" in client.get(url("lists")).content.decode().replace(",", "")
    file = SimpleUploadedFile("ward.csv", b"name;email\nAna;ana@copse.example\nBo;bo at copse\n")

    response = client.post(
        url("lists"), {"file": file, **TERMS, "message": "Do come.", "submission": uuid4()}, follow=True
    )

    page = response.content.decode()
    said = ["Nothing has been sent yet", "This would go to 1 person.", "Line 3", "Bo;bo at copse", "not an address"]
    assert [words for words in [*said, "Do come.", "ward.csv", "Send 1 invitation"] if words not in page] == []
    assert not Invitation.objects.exists()
    assert "ward.csv" in client.get(url("lists")).content.decode()


def test_what_was_pasted_is_kept_when_it_cannot_be_taken(client, leader):
    client.force_login(leader)
    text = "\n".join(f"a{number}@copse.example" for number in range(5001))

    response = client.post(url("lists"), {"addresses": text, **TERMS, "message": "Do come.", "submission": uuid4()})

    page = response.content.decode()
    assert response.status_code == 422
    assert "a5000@copse.example" in page
    assert "Do come." in page
    assert not InvitationList.objects.exists()


def test_a_measure_is_said_on_the_page(client, leader, monkeypatch):
    monkeypatch.setattr("communities.actions.lists.LINES_IN_A_DAY", 0)
    client.force_login(leader)

    response = client.post(url("lists"), {"addresses": "ana@copse.example", **TERMS, "submission": uuid4()})

    assert response.status_code == 422
    assert "at most 0 lines in a day" in response.content.decode()


def test_lines_by_kind_and_page_by_page(client, community, leader):
    text = "\n".join([f"rubbish {number}" for number in range(LINES_PER_PAGE + 1)] + ["ana@copse.example"])
    long = hand_in_list(community, lines=read_lines(text), actor=leader)
    client.force_login(leader)

    first = client.get(url("list", long.pk))
    second = client.get(url("list", long.pk), {"after": LINES_PER_PAGE})
    ready = client.get(url("list", long.pk), {"show": "ready"}).content.decode()
    odd = client.get(url("list", long.pk), {"show": "nonsense\x00", "after": "x"}).content.decode()

    assert [len(page.context["page"].rows) for page in (first, second)] == [LINES_PER_PAGE, 1]
    assert "ana@copse.example" in ready
    assert "rubbish 0" not in ready
    assert "rubbish 0" in odd


def test_the_lines_left_out_as_a_table(client, leader, one):
    client.force_login(leader)

    answer = client.get(url("list-left-out", one.pk))

    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert rows == [
        "Line,What stands there,Why",
        "2,rubbish,not an address",
        "3,'=cmd(),not an address",
        "4,ana@copse.example,stands further up too",
    ]
    assert answer["Content-Disposition"] == f'attachment; filename="left-out-{one.pk}.csv"'


def test_send_it_and_watch(client, leader, one):
    client.force_login(leader)

    page = client.post(url("list-send", one.pk), follow=True).content.decode()
    assert "2 invitations are on their way." in page
    assert "0 of 2 invitations are made." in page
    assert 'hx-trigger="every 2s"' in page
    again = client.post(url("list-send", one.pk), follow=True).content.decode()
    assert "are on their way." not in again
    progress = client.get(url("list", one.pk), headers=HTMX)
    assert progress.content.decode().lstrip().startswith('<section class="panel')
    send_due_lists()

    done = client.get(url("list", one.pk), headers=HTMX)
    assert done.headers["HX-Refresh"] == "true"
    assert "2 invitations were sent." in client.get(url("list", one.pk)).content.decode()
    assert Invitation.objects.count() == 2


def test_another_of_the_team_looks_and_drops_but_does_not_send(client, moderator, one):
    client.force_login(moderator)

    page = client.get(url("list", one.pk)).content.decode()
    assert "handed it in and alone can send it" in page
    assert url("list-send", one.pk) not in page
    assert client.post(url("list-send", one.pk)).status_code == 403
    page = client.post(url("list-drop", one.pk), follow=True).content.decode()

    assert "Nothing more of this list is sent." in page
    one.refresh_from_db()
    assert one.state == "dropped"


def test_a_list_of_another_community_is_not_there(client, leader, outsider):
    elsewhere = Community.objects.create(slug="elsewhere", name="Elsewhere")
    handed_in = elsewhere.invitation_lists.create(by=outsider, days=14)
    MembershipFactory(community=elsewhere, person=outsider, role=Role.LEADER)
    client.force_login(leader)

    for name in ("list", "list-left-out"):
        assert client.get(url(name, handed_in.pk)).status_code == 404
    for name in ("list-send", "list-drop"):
        assert client.post(url(name, handed_in.pk)).status_code == 404


@pytest.mark.parametrize("number", [10, 5000])
def test_queries_do_not_grow_with_the_lines(client, community, leader, number, django_assert_max_num_queries):
    text = "\n".join(f"rubbish {each}" for each in range(number))
    handed_in = hand_in_list(community, lines=read_lines(text), actor=leader)
    client.force_login(leader)

    with django_assert_max_num_queries(10):
        client.get(url("list", handed_in.pk))
    with django_assert_max_num_queries(10):
        client.get(url("lists"))


def test_participants_hand_in_no_lists(client, participant):
    client.force_login(participant)

    response = client.post(url("lists"), {"addresses": "ana@copse.example", **TERMS, "submission": uuid4()})

    assert response.status_code == 403


def test_a_sent_list_keeps_its_figures_when_its_lines_are_forgotten(client, leader, one):
    send_list(one, actor=leader)
    send_due_lists()
    one.lines.update(text="", email="")
    InvitationList.objects.update(done_at=timezone.now() - timedelta(days=40))
    client.force_login(leader)

    page = client.get(url("list", one.pk)).content.decode()

    assert "2 invitations were sent." in page
    assert "Line 2" in page
    assert "forgotten" in page
