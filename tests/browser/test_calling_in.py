"""A call for members: a hundred from a file, and whoever holds a link, through real processes."""

import re

from django.utils import timezone
from playwright.sync_api import expect

from accounts.limits import NEW_FOR
from accounts.models import User
from communities.models import Invitation, InvitationLink, Membership
from tests.browser.steps import MANNERS, link_in
from tests.factories import UserFactory
from tests.running import eventually

ODD = [
    "call Ana",
    "bo at copse.example",
    "cy@",
    "p1@copse.example",
    "d@copse.example, e@copse.example",
    "@copse.example",
    "—",
]


def spreadsheet():
    """A hundred people and seven lines that are none, as a spreadsheet writes them."""
    lines = [f'"Person, {number}";p{number}@copse.example' for number in range(100)]
    for place, odd in enumerate(ODD):
        lines.insert(10 * place + 7, f'"Odd";"{odd}"')
    return "\r\n".join(["Name;E-mail", *lines]).encode("utf-8-sig")


def with_the_file(page):
    page.get_by_role("link", name="From a list").click()
    page.get_by_label("A file").set_input_files([{"name": "ward.csv", "mimeType": "text/csv", "buffer": spreadsheet()}])
    page.get_by_label("Your message").fill("Do come.")
    page.get_by_role("button", name="Look through").click()


@MANNERS
def test_a_hundred_from_a_file_with_seven_lines_that_are_none(visit, letter_to, community, leader, manner):
    User.objects.update(date_joined=timezone.now() - NEW_FOR)
    comes = UserFactory(email="p3@copse.example", display_name="Nia Newcomer")
    page = visit("/c/campus/invitations/", person=leader, **manner)
    with_the_file(page)
    expect(page.get_by_text("This would go to 100 people. 7 lines are left out")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Line \d+$"))).to_have_count(7)
    expect(page.get_by_text("Line 9", exact=True)).to_be_visible()
    assert not Invitation.objects.exists()

    page.get_by_role("button", name="Send 100 invitations").click()
    expect(page.get_by_role("button", name="Send 100 invitations")).to_have_count(0)
    if not manner["javascript"]:
        letter_to("p99@copse.example", "invites you")
        said = page.get_by_text("100 invitations were sent.")
        eventually(lambda: said.is_visible() or not page.reload())  # the last letter comes before it is said
    expect(page.get_by_text("100 invitations were sent.")).to_be_visible()

    declined = visit(link_in(letter_to("p7@copse.example", "invites you"), "/invitations/"), **manner)
    declined.get_by_text("Decline …").click()
    declined.get_by_role("button", name="Decline the invitation").click()
    expect(declined.get_by_role("heading", name="You declined")).to_be_visible()
    accepted = visit(link_in(letter_to(comes.email, "invites you"), "/invitations/"), person=comes, **manner)
    expect(accepted.get_by_text("Do come.")).to_be_visible()
    accepted.get_by_role("button", name="Accept").click()
    expect(accepted.get_by_text("Welcome to Virtual campus.")).to_be_visible()
    late = link_in(letter_to("p11@copse.example", "invites you"), "/invitations/")
    Invitation.objects.filter(email="p11@copse.example").update(expires_at=timezone.now())
    over = visit(late, **manner)
    expect(over.get_by_role("heading", name="This invitation is no longer open")).to_be_visible()

    page.get_by_role("link", name="See what came of them").click()
    row = page.get_by_role("row", name="ward.csv")
    expect(row.get_by_role("cell")).to_have_text(["100", "2", "1", "0", "1", "97"])


@MANNERS
def test_a_link_that_is_passed_on(visit, community, leader, outsider, manner):
    question = community.registration_questions.create(position=1, text="Where do you teach?", is_required=True)
    page = visit("/c/campus/invitations/links/", person=leader, **manner)
    page.get_by_role("link", name="Make a link").click()
    page.get_by_label("What it is for").fill("Spring meeting")
    page.get_by_label("For how many people").fill("1")
    page.get_by_role("button", name="Make the link").click()
    address = page.get_by_label("Address of “Spring meeting”").input_value()

    newcomer = visit(address, person=outsider, **manner)
    newcomer.get_by_label("Where do you teach?").fill("In Lyon")
    newcomer.get_by_role("button", name="Join Virtual campus").click()
    expect(newcomer.get_by_text("Welcome to Virtual campus.")).to_be_visible()

    assert Membership.objects.live_of(outsider).exists()
    assert question.answers.get(person=outsider).text == "In Lyon"
    assert InvitationLink.objects.get().uses == 1
    assert page.request.get(address).status == 200  # a member is led in
    expect(visit(address, **manner).get_by_role("heading", name="This invitation is no longer open")).to_be_visible()
    page.reload()
    expect(page.get_by_text("used up")).to_be_visible()
