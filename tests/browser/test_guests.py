"""Somebody from outside is asked to a meeting, and answers by the link in their letter."""

from playwright.sync_api import expect

from meetings.models import Seat
from notifications.effects import send_due_mail
from tests.browser.steps import MANNERS
from tests.browser.test_axe import Walk
from tests.factories import MeetingFactory, SeatFactory


def ask(visit, commons, facilitator, **manner):
    """Ask Gil by the page of who comes; returns their page, as they open it without an account."""
    meeting = MeetingFactory(space=commons, title="Grand round", capacity=1, link="https://meet.example.org/grand")
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    host = visit(f"/meetings/{meeting.pk}/people/", person=facilitator, **manner)
    asking = host.locator("#ask-guests")
    asking.get_by_label("Who, one on each line").fill("Gil Guest gil@elsewhere.example")
    asking.get_by_role("button", name="Send the letters").click()
    expect(host.get_by_text("1 letter is on its way.")).to_be_visible()
    expect(host.get_by_text("Were asked, and have not answered")).to_be_visible()
    return host, visit(Seat.objects.get(email="gil@elsewhere.example").guest_url, **manner)


@MANNERS
def test_a_guest_answers_by_their_link(visit, mailoutbox, community, commons, facilitator, manner):
    host, guest = ask(visit, commons, facilitator, **manner)
    send_due_mail()

    expect(guest.get_by_role("heading", name="Grand round")).to_be_visible()
    expect(guest.get_by_text("You have not answered yet.")).to_be_visible()
    guest.get_by_role("button", name="Yes, I come").click()
    expect(guest.get_by_text("You have a seat.").last).to_be_visible()
    expect(guest.get_by_role("link", name="Join by video")).to_be_visible()
    guest.get_by_text("Show the time by another clock").click()
    guest.get_by_label("Time zone").select_option("Asia/Kolkata")
    guest.get_by_role("button", name="Show", exact=True).click()
    expect(guest.get_by_text("IST").first).to_be_visible()
    guest.get_by_text("No, I cannot come").click()
    guest.get_by_label("Why you cannot come").fill("On call.")
    guest.get_by_role("button", name="Give my seat back").click()
    expect(guest.get_by_text("You said that you do not come.")).to_be_visible()
    expect(guest.get_by_role("link", name="Join by video")).to_have_count(0)
    expect(guest.get_by_text("IST").first).to_be_visible()

    host.reload()
    expect(host.get_by_text("On call.")).to_be_visible()
    assert guest.request.get(guest.url.replace("/guest/", "/guest/x")).status == 404


def test_axe_finds_nothing_on_the_page_of_a_guest(visit, community, commons, facilitator):
    host, guest = ask(visit, commons, facilitator)

    walks = [Walk(guest, []), Walk(host, [])]
    walks[0].look("the page of a guest")
    walks[1].look("asking guests")

    assert not [*walks[0].trouble, *walks[1].trouble]
