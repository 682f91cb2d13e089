"""What people are told by mail about requests and memberships."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.effects import erase_person
from communities.actions import (
    approve_requests,
    ask_to_join,
    change_role,
    decline_requests,
    lift_exclusion,
    remove_member,
    suspend_member,
)
from communities.models import Community, Membership, Role
from notifications.effects import send_due_mail
from notifications.models import Delivery
from tests.factories import UserFactory


@pytest.fixture
def asked(community, leader):
    Community.objects.update(admission="request")
    community.refresh_from_db()
    return community


def letter_to(person):
    """The one letter that came to them just now: its subject, plain text and HTML."""
    send_due_mail()
    (letter,) = [one for one in mail.outbox if one.to == [person.email]]
    mail.outbox.clear()
    html = letter.alternatives[0].content
    assert "{{" not in letter.body + html
    return letter.subject, letter.body, html


def test_whoever_answers_reads_who_asks(asked, moderator):
    Delivery.objects.create(person=moderator, kind="decide", by="mail")
    person = UserFactory(display_name="Ana <Ruiz>", profession="nursing", organisation="Hospital Sur")

    ask_to_join(asked, actor=person, message="I teach on wards.\n<b>Really</b>")

    subject, text, html = letter_to(moderator)
    assert subject == "Ana <Ruiz> asks to join Virtual campus"
    assert "Nursing, Hospital Sur" in text
    assert "I teach on wards." in text
    assert "/c/campus/requests/" in text
    assert "I teach on wards.<br>&lt;b&gt;Really&lt;/b&gt;" in html


def test_a_welcome_says_what_to_do_first(asked, outsider, moderator):
    approve_requests(asked, [ask_to_join(asked, actor=outsider)], actor=moderator, reason="Meet us on Friday.")

    subject, text, html = letter_to(outsider)
    assert subject == "Welcome to Virtual campus"
    for part in (text, html):
        assert "Mo Moderator" in part
        assert "Meet us on Friday." in part
        assert "choose one open discussion" in part
        assert "/c/campus/" in part


def test_a_refusal_is_kind_and_leads_elsewhere(asked, outsider, moderator):
    decline_requests(asked, [ask_to_join(asked, actor=outsider)], actor=moderator, reason="We are full.")

    subject, text, html = letter_to(outsider)
    assert subject == "About your request to join Virtual campus"
    for part in (text, html):
        assert "Thank you for asking." in part
        assert "We are full." in part
        assert "You may ask again from" in part
        assert "/communities/" in part


@pytest.mark.usefixtures("leader")
@pytest.mark.parametrize("visibility", ["public", "hidden"])
def test_whoever_is_shut_out_reads_why(community, participant, moderator, visibility):
    Community.objects.update(visibility=visibility)
    membership = Membership.objects.get(person=participant)
    until = timezone.now() + timedelta(days=9)

    suspend_member(membership, reason="Three adverts.", until=until, actor=moderator)
    subject, text, _html = letter_to(participant)
    assert subject == "Your membership of Virtual campus is suspended"
    assert "Three adverts." in text
    assert f"It goes on by itself on {timezone.localtime(until).day} " in text

    lift_exclusion(membership, actor=moderator)
    assert letter_to(participant)[0] == "Your membership of Virtual campus goes on"

    remove_member(membership, reason="Patients’ names.", actor=moderator)
    subject, text, _html = letter_to(participant)
    assert subject == "Your membership of Virtual campus was ended"
    assert "Patients’ names." in text

    lift_exclusion(membership, actor=moderator)
    assert letter_to(participant)[0] == "You may join Virtual campus again"


def test_a_new_role_comes_with_its_note(community, participant, leader):
    membership = Membership.objects.get(person=participant)

    change_role(membership, role=Role.MODERATOR, actor=leader, note="You closed three threads.")

    _subject, text, html = letter_to(participant)
    for part in (text, html):
        assert "you are now a moderator in Virtual campus" in part
        assert "You closed three threads." in part


def test_who_follows_the_only_leader_reads_that_all_rests_on_them(community, leader, facilitator):
    erase_person(leader)

    for part in letter_to(facilitator):
        said = " ".join(part.replace("<b>", "").replace("</b>", "").split())
        assert "The only leader of Virtual campus has left Copse: you lead it now, and all of it rests on you" in said
        assert "Former member" not in said


def test_where_to_begin_and_to_hand_on_stands_there(community, leader, facilitator):
    erase_person(leader)

    _subject, text, html = letter_to(facilitator)
    for part in (text, html):
        assert "/c/campus/this-week/" in part
        assert "/c/campus/lead/hand-over/" in part


def test_who_was_made_a_leader_by_somebody_who_left_later_reads_just_that(community, leader, facilitator):
    change_role(community.memberships.get(person=facilitator), role=Role.LEADER, actor=leader)
    erase_person(leader)

    subject, text, _html = letter_to(facilitator)
    assert subject == "Former member changed your role: you are now a leader in Virtual campus"
    assert "hand-over" not in text
