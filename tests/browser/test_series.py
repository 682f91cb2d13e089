"""A series is planned from a rhythm, one of its dates moves, and somebody books all of them."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Meeting
from tests.browser.steps import MANNERS
from tests.browser.test_axe import Walk


@MANNERS
def test_a_series_is_planned_moved_and_booked(visit, community, facilitator, participant, manner):
    first = timezone.localdate() + timedelta(days=10)
    host = visit("/c/campus/meetings/", person=facilitator, **manner)
    host.get_by_role("link", name="Plan a series").click()
    host.get_by_label("Title").fill("Debriefing clinic")
    host.get_by_label("Weekday").select_option(str(first.weekday()))
    host.get_by_label("Weeks apart").fill("2")
    host.get_by_label("From", exact=True).fill(first.isoformat())
    host.get_by_label("How many").fill("3")
    host.get_by_label("Begins").first.fill("16:00")
    host.get_by_label("Ends").first.fill("17:00")
    host.get_by_role("button", name="Propose dates").click()
    expect(host.get_by_label("Day", exact=True)).to_have_count(3)
    expect(host.get_by_label("Day", exact=True).nth(1)).to_have_value((first + timedelta(days=14)).isoformat())
    expect(host.get_by_label("Begins").nth(2)).to_have_value("16:00")

    host.get_by_label("Day", exact=True).nth(2).fill(first.isoformat())
    host.get_by_role("button", name="Plan the series").click()
    expect(host.get_by_text("This day is there twice.").first).to_be_visible()
    assert not Meeting.objects.exists()
    host.get_by_label("Day", exact=True).nth(2).fill((first + timedelta(days=35)).isoformat())
    host.get_by_role("button", name="Plan the series").click()
    expect(host.get_by_text("The series is planned, and you host each of its dates.")).to_be_visible()
    address = host.url

    host.get_by_role("main").get_by_role("link", name="Debriefing clinic").nth(1).click()
    expect(host.get_by_text("2 of 3 of “Debriefing clinic”")).to_be_visible()
    host.get_by_role("link", name="Move it").click()
    host.get_by_label("Begins").fill("18:00")
    host.get_by_label("Ends").fill("19:00")
    host.get_by_role("button", name="Move it").click()
    expect(host.get_by_text("It is moved, and those with a seat are told.")).to_be_visible()
    assert sorted(Meeting.objects.values_list("sequence", flat=True)) == [0, 0, 1]

    member = visit(address, person=participant, **manner)
    member.get_by_role("button", name="I come to all 3 dates").click()
    expect(member.get_by_text("You have a seat at 3 dates.")).to_be_visible()
    expect(member.get_by_text("you have a seat", exact=True)).to_have_count(3)

    host.goto(address)
    host.get_by_role("link", name="Call off what is ahead").click()
    expect(host.get_by_text("1 person with a seat or in a queue is told, once.")).to_be_visible()
    host.get_by_label("Why").fill("The room is flooded.")
    host.get_by_role("button", name="Call them off").click()
    expect(host.get_by_text("3 dates are called off.")).to_be_visible()


def test_axe_finds_nothing_in_planning_a_series(visit, community, facilitator):
    page = visit("/c/campus/meetings/series/new/", person=facilitator)
    walk = Walk(page, [])
    walk.look("planning a series")
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    page.get_by_label("Title").fill("Clinic")
    page.get_by_role("button", name="Add a date").click()
    expect(page.get_by_label("Day", exact=True)).to_have_count(2)
    for at in range(2):
        page.get_by_label("Day", exact=True).nth(at).fill(day)
        page.get_by_label("Begins").nth(at).fill("09:00")
        page.get_by_label("Ends").nth(at).fill("10:00")
    page.get_by_role("button", name="Plan the series").click()
    expect(page.get_by_text("This day is there twice.").first).to_be_visible()

    walk.look("planning a series with notes")

    assert not walk.trouble, "\n".join(walk.trouble)
