"""Somebody checks in by the code on the screen; the host marks the others, finishes, and puts a mark right."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Seat
from tests.browser.steps import MANNERS
from tests.browser.test_axe import Walk
from tests.factories import MeetingFactory, SeatFactory


@pytest.fixture
def meeting(commons, facilitator, participant, moderator):
    """Five minutes old."""
    starts = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=5)
    meeting = MeetingFactory(space=commons, title="Debriefing clinic", starts_at=starts, planned_by=facilitator)
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    SeatFactory(meeting=meeting, person=participant)
    SeatFactory(meeting=meeting, person=moderator)
    return meeting


@MANNERS
def test_checking_in_finishing_and_putting_right(visit, meeting, facilitator, participant, moderator, manner):
    host = visit(f"/meetings/{meeting.pk}/", person=facilitator, **manner)
    host.get_by_role("link", name="Attendance, and finish it").click()
    host.get_by_role("link", name="Show the code to check in").click()
    expect(host.locator("svg.qr")).to_be_visible()
    expect(host.get_by_text("0 of 3 are here.")).to_be_visible()

    comer = visit(f"/meetings/{meeting.pk}/", person=participant, **manner)
    comer.get_by_role("link", name="I am here: check in").click()
    comer.get_by_label("The code on the screen").fill("12")
    comer.get_by_role("button", name="I am here").click()
    expect(comer.get_by_text("That is not the code").first).to_be_visible()
    host.reload()  # the code changes each minute
    comer.get_by_label("The code on the screen").fill(host.locator(".screen__code").inner_text())
    comer.get_by_role("button", name="I am here").click()
    expect(comer.get_by_role("heading", name="You are marked as present.")).to_be_visible()

    host.get_by_role("link", name="To the list of who is here").click()
    row = host.locator(".comer", has_text=moderator.name)
    late = row.get_by_role("button", name="Late")
    late.dblclick() if manner["javascript"] else late.click()
    expect(row.get_by_role("button", name="Late")).to_have_attribute("aria-pressed", "true")
    expect(host.locator("#mark-counts")).to_contain_text("1 late")
    expect(host.locator("#mark-counts")).to_contain_text("1 present")

    host.get_by_role("link", name="Finish the meeting").click()
    expect(host.get_by_text("Not marked yet:")).to_contain_text(facilitator.name)
    host.get_by_label("they were present").check()
    host.get_by_role("button", name="Finish it").click()
    expect(host.get_by_text("Corrections stay possible")).to_be_visible()
    row = host.locator(".comer", has_text=moderator.name)
    row.locator("summary").click()
    row.get_by_label(f"{moderator.name} was").select_option("excused")
    row.get_by_label("Why you correct it").fill("She was on call.")
    row.get_by_role("button", name="Save").click()
    expect(host.locator("#mark-counts")).to_contain_text("1 excused")
    host.get_by_role("link", name="History of the marks").click()
    expect(host.get_by_text("“She was on call.”")).to_be_visible()
    assert Seat.objects.filter(meeting=meeting, attendance="excused").get().marks.count() == 2

    comer.goto("/c/campus/meetings/attendance/")
    expect(comer.get_by_text("you were there 1 of 1 times")).to_be_visible()


@MANNERS
def test_a_guest_who_came_without_a_yes_is_let_in_by_a_tap(visit, meeting, facilitator, manner):
    SeatFactory(meeting=meeting, is_guest=True, state="invited")
    host = visit(f"/meetings/{meeting.pk}/attendance/", person=facilitator, **manner)
    expect(host.get_by_text("was asked, and has not answered · from outside")).to_be_visible()
    if manner["javascript"]:
        walk = Walk(host, [])
        walk.look("attendance with somebody without a seat")
        assert not walk.trouble

    host.get_by_role("listitem").filter(has_text="Gil Guest").get_by_role("button", name="They are here").click()

    expect(host.get_by_text("Gil Guest was there.")).to_be_visible()
    row = host.locator(".comer", has_text="Gil Guest")
    expect(row.get_by_role("button", name="Present")).to_have_attribute("aria-pressed", "true")


def test_a_list_is_looked_through_by_everybody(visit, meeting, facilitator, participant):
    host = visit(f"/meetings/{meeting.pk}/attendance/list/", person=facilitator)
    shown = meeting.starts_at.astimezone(meeting.zone)
    rows = "".join(
        f"{name},{email},{shown:%Y-%m-%d %H:%M:%S},,30\n"
        for name, email in (("P. on a tablet", participant.email), ("Nobody we know", ""))
    )
    head = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
    file = {"name": "list.csv", "mimeType": "text/csv", "buffer": (head + rows).encode()}
    host.get_by_label("The list of participants").set_input_files(file)
    host.get_by_role("button", name="Look at it").click()
    expect(host.get_by_role("heading", name="Nothing is written yet")).to_be_visible()
    walk = Walk(host, [])

    walk.look("looking through a list")

    assert not walk.trouble
    host.get_by_role("button", name="Write the marks").click()
    expect(host.get_by_text("1 mark is new.")).to_be_visible()
