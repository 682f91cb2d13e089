"""What the team notes of a member (P47)."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.effects import erase_person
from activity.models import Entry
from communities import actions, effects
from communities.actions.notes import change_note, delete_note, note_of_member
from communities.models import FacilitationNote, Membership, Role
from core import seams
from core.errors import Gone
from notifications.models import Notification
from tests.factories import MembershipFactory

TEXT = "Knows ward simulation; would like to write."


def own(person):
    return Membership.objects.select_related("community").get(person=person)


def noted(person, actor, text=TEXT):
    return note_of_member(own(person), text=text, submission=uuid4(), actor=actor)


@pytest.fixture
def note(participant, facilitator):
    return noted(participant, facilitator)


def url(name, person, *more):
    membership = own(person)
    return reverse(f"communities:{name}", args=[membership.community.slug, membership.pk, *more])


def test_a_double_click_is_one_note_and_nobody_is_told(participant, facilitator):
    submission = uuid4()
    for _ in range(2):
        note_of_member(own(participant), text=TEXT, submission=submission, actor=facilitator)

    assert FacilitationNote.objects.count() == 1
    assert Entry.objects.filter(verb="facilitationnote.written").count() == 1
    assert not Notification.objects.exists()


def test_the_team_reads_them_and_nobody_those_on_themselves(
    note, participant, facilitator, moderator, leader, outsider, admin
):
    seen = {
        person: FacilitationNote.objects.visible_to(person).exists()
        for person in (participant, facilitator, moderator, leader, outsider, admin)
    }
    on_leader = noted(leader, facilitator)

    assert [person for person, sees in seen.items() if sees] == [facilitator, moderator, leader]
    assert on_leader not in FacilitationNote.objects.visible_to(leader)
    assert on_leader in FacilitationNote.objects.visible_to(moderator)


def test_a_team_elsewhere_does_not_read_them(note):
    elsewhere = MembershipFactory(role=Role.LEADER).person

    assert not FacilitationNote.objects.visible_to(elsewhere).exists()


def test_who_writes_changes_and_deletes(note, participant, facilitator, moderator, leader, outsider):
    for person in (participant, outsider):
        with pytest.raises(PermissionDenied):
            noted(facilitator, person)
    with pytest.raises(PermissionDenied):
        noted(facilitator, facilitator)
    for person in (moderator, leader):
        with pytest.raises(PermissionDenied):
            change_note(note, text="No.", actor=person)
    with pytest.raises(PermissionDenied):
        delete_note(note, actor=moderator)

    change_note(note, text="Knows debriefing too.", actor=facilitator)
    note.refresh_from_db()
    assert (note.text, note.changed_at is not None) == ("Knows debriefing too.", True)
    delete_note(note, actor=leader)
    assert not FacilitationNote.objects.exists()


def test_what_is_gone_is_deleted_once_and_not_changed(note, facilitator, leader):
    again = FacilitationNote.objects.select_related("membership__community").get(pk=note.pk)

    assert delete_note(note, actor=facilitator)

    assert not delete_note(again, actor=leader)
    with pytest.raises(Gone):
        change_note(again, text="Otherwise.", actor=facilitator)


def test_the_same_words_again_change_nothing(note, facilitator):
    change_note(note, text=TEXT, actor=facilitator)

    note.refresh_from_db()
    assert note.changed_at is None


def test_who_left_the_team_changes_nothing_any_more(note, facilitator, leader):
    actions.change_role(own(facilitator), role=Role.PARTICIPANT, actor=leader)

    for deed in (
        lambda: change_note(note, text="No.", actor=facilitator),
        lambda: delete_note(note, actor=facilitator),
    ):
        with pytest.raises(PermissionDenied):
            deed()


@pytest.mark.parametrize("how", ["leave", "remove", "remove once suspended", "erase"])
def test_notes_go_with_the_membership(note, community, participant, leader, how):
    if how == "leave":
        actions.leave_community(community, actor=participant)
    elif how == "erase":
        erase_person(participant)
    else:
        if how == "remove once suspended":
            actions.suspend_member(own(participant), reason="A rest.", actor=leader)
            assert FacilitationNote.objects.exists(), "a suspension ends"
        actions.remove_member(own(participant), reason="Adverts.", actor=leader)

    assert not FacilitationNote.objects.exists()


def test_notes_go_where_whoever_was_suspended_finds_nobody_who_leads(note, participant, leader):
    actions.suspend_member(own(participant), reason="A rest.", actor=leader)
    leader.is_active = False
    leader.save(update_fields=["is_active"])

    effects.lift_exclusion(own(participant).exclusions.in_force().get(), by=None)

    assert own(participant).state == "left"
    assert not FacilitationNote.objects.exists()


def test_when_its_author_is_erased_the_note_stays_without_a_name(client, note, facilitator, participant, leader):
    erase_person(facilitator)
    client.force_login(leader)

    page = client.get(url("notes", participant)).content.decode()

    assert TEXT in page
    assert "Former member" in page


def test_it_comes_with_the_own_data_of_both(note, participant, facilitator):
    on_them = seams.person_export.ask(participant)["communities"]
    by_them = seams.person_export.ask(facilitator)["communities"]

    assert [each["text"] for each in on_them["notes_on_me"]] == [TEXT] == [e["text"] for e in by_them["notes_by_me"]]
    assert on_them["notes_by_me"] == by_them["notes_on_me"] == []
    assert facilitator.display_name not in str(on_them["notes_on_me"])


def test_the_way_through_the_pages(client, participant, facilitator):
    client.force_login(facilitator)
    page = client.get(url("notes", participant)).content.decode()
    assert f"{participant.name} gets what is written here with their own data" in page

    response = client.post(url("notes", participant), {"text": TEXT, "submission": uuid4()}, follow=True)
    assert TEXT in response.content.decode()
    note = FacilitationNote.objects.get()
    assert TEXT in client.get(url("member", participant)).content.decode()
    assert TEXT in client.get(url("note", participant, note.pk)).content.decode()
    client.post(url("note", participant, note.pk), {"text": "Otherwise."})
    note.refresh_from_db()
    assert note.text == "Otherwise."
    client.post(url("note-delete", participant, note.pk))
    assert not FacilitationNote.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_what_cannot_be_kept_stays_in_the_form(client, participant, facilitator, note, text):
    client.force_login(facilitator)

    for address in (url("notes", participant), url("note", participant, note.pk)):
        response = client.post(address, {"text": text, "submission": uuid4()})

        assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])


def test_nobody_opens_those_on_themselves(client, leader, facilitator):
    note = noted(leader, facilitator)
    client.force_login(leader)

    response = client.get(url("notes", leader))

    assert response.status_code == 403
    assert "It comes with your own data" in response.content.decode()
    assert TEXT not in client.get(url("member", leader)).content.decode()
    assert client.get(url("note", leader, note.pk)).status_code == 403
    assert client.post(url("note-delete", leader, note.pk)).status_code == 403


def test_pages_are_for_the_team(client, note, participant, outsider, moderator):
    for person, status in ((participant, 403), (outsider, 404)):
        client.force_login(person)
        assert client.get(url("notes", participant)).status_code == status
        assert client.post(url("notes", participant), {"text": "x", "submission": uuid4()}).status_code == status
        assert client.post(url("note-delete", participant, note.pk)).status_code == status
    client.force_login(moderator)
    assert client.get(url("note", participant, note.pk)).status_code == 403


def test_a_note_of_another_member_is_not_here(client, note, moderator, facilitator):
    client.force_login(facilitator)

    assert client.get(url("note", moderator, note.pk)).status_code == 404


def test_where_it_has_ended_they_are_read_and_not_written(client, note, community, participant, facilitator):
    type(community).objects.filter(pk=community.pk).update(phase="concluded")
    client.force_login(facilitator)

    page = client.get(url("notes", participant)).content.decode()

    assert TEXT in page
    assert "Keep the note" not in page
    assert client.post(url("notes", participant), {"text": "x", "submission": uuid4()}).status_code == 403


@pytest.mark.parametrize("number", [1, 40])
def test_queries_stay_few(client, participant, facilitator, number, django_assert_max_num_queries):
    for each in range(number):
        noted(participant, facilitator, text=f"Note {each}")
    client.force_login(facilitator)

    with django_assert_max_num_queries(10):
        client.get(url("notes", participant))
    with django_assert_max_num_queries(10):
        client.get(url("member", participant))
