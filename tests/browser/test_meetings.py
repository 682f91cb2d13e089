"""A meeting is planned, fills up, and a seat that is given back goes to whoever waits."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.steps import MANNERS
from tests.browser.test_axe import Walk
from tests.factories import MembershipFactory


@MANNERS
def test_a_meeting_fills_and_a_seat_goes_to_the_next(visit, community, facilitator, participant, moderator, manner):
    other = MembershipFactory(community=community).person
    host = visit("/c/campus/meetings/", person=facilitator, **manner)
    host.get_by_role("link", name="Plan the first").click()
    host.get_by_label("Title").fill("Debriefing clinic")
    host.get_by_label("Day").fill((timezone.now() + timedelta(days=8)).date().isoformat())
    host.get_by_label("Begins").fill("16:00")
    host.get_by_label("Ends").fill("15:50")
    host.get_by_label("Video link").fill("https://meet.example.org/clinic")
    host.get_by_label("Seats").fill("1")
    host.get_by_role("button", name="Plan it").click()
    expect(host.get_by_text("It ends before it begins").first).to_be_visible()
    host.get_by_label("Ends").fill("17:00")
    host.get_by_role("button", name="Plan it").click()
    expect(host.get_by_text("The meeting is planned, and you host it.")).to_be_visible()
    address = host.url

    first = visit(address, person=participant, **manner)
    expect(first.get_by_role("link", name="Join by video")).to_have_count(0)
    first.get_by_role("button", name="I come").click()
    expect(first.get_by_text("You have a seat.").first).to_be_visible()
    expect(first.get_by_role("link", name="Join by video")).to_be_visible()

    second = visit(address, person=moderator, **manner)
    second.get_by_role("button", name="Wait for a seat").click()
    expect(second.get_by_text("You wait for a seat, and are next.")).to_be_visible()
    third = visit(address, person=other, **manner)
    third.get_by_role("button", name="Wait for a seat").click()
    expect(third.get_by_text("your place in the queue is 2")).to_be_visible()

    first.get_by_role("link", name="I cannot come").click()
    expect(first.get_by_text("Somebody waits for it")).to_be_visible()
    first.get_by_label("Why you cannot come").fill("On call.")
    first.get_by_role("button", name="Give it back").click()
    expect(first.get_by_text("You said that you do not come.")).to_be_visible()
    second.reload()
    expect(second.get_by_text("You have a seat.")).to_be_visible()
    third.reload()
    expect(third.get_by_text("You wait for a seat, and are next.")).to_be_visible()

    host.reload()
    host.get_by_role("link", name="Who comes, and who waits").click()
    expect(host.get_by_text("On call.")).to_be_visible()
    host.goto(address)
    host.get_by_role("link", name="Move it").click()
    host.get_by_label("Begins").fill("18:00")
    host.get_by_label("Ends").fill("19:00")
    host.get_by_role("button", name="Move it").click()
    expect(host.get_by_text("It is moved, and those with a seat are told.")).to_be_visible()
    second.reload()
    expect(second.get_by_text("It was moved.")).to_be_visible()
    host.get_by_role("link", name="Call it off").click()
    host.get_by_label("Why").fill("The room is flooded.")
    host.get_by_role("button", name="Call it off").click()
    third.reload()
    expect(third.get_by_text("The room is flooded.")).to_be_visible()
    expect(third.get_by_role("button", name="Wait for a seat")).to_have_count(0)


def test_planning_is_for_everybody(visit, community, facilitator):
    walk = Walk(visit("/c/campus/meetings/new/", person=facilitator), [])

    walk.look("planning a meeting")

    assert not walk.trouble
