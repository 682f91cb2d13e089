"""Somebody has their meetings in a calendar of their own, which asks Copse as calendars do."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Seat
from tests.browser.steps import MANNERS, is_missing
from tests.browser.test_axe import Walk
from tests.factories.meetings import MeetingFactory, SeatFactory
from tests.meetings.calendars import events


@pytest.fixture
def meeting(commons, facilitator, participant):
    begins = (timezone.now() + timedelta(days=9)).replace(hour=12, minute=0, second=0, microsecond=0)
    meeting = MeetingFactory(
        space=commons, title="Feedback clinic", starts_at=begins, time_zone="UTC", planned_by=facilitator
    )
    SeatFactory(meeting=meeting, person=facilitator, role=Seat.Role.HOST)
    return meeting


@MANNERS
def test_a_calendar_subscribes_and_a_move_arrives(visit, meeting, facilitator, participant, manner):
    page = visit("/agenda/", person=participant, **manner)
    page.get_by_role("link", name="Have it in your own calendar").click()
    page.get_by_role("button", name="Make my addresses").click()
    address = _path(page.get_by_label("The meetings you come to").input_value())
    of_all = _path(page.get_by_label("All meetings of Virtual campus").input_value())
    elsewhere = visit("/", **manner)  # nobody is signed in there
    calendar = elsewhere.request
    assert events(calendar.get(address).body()) == {}

    page.goto(f"/meetings/{meeting.pk}/")
    page.get_by_role("button", name="I come").click()
    expect(page.get_by_text("You have a seat.").first).to_be_visible()
    before = events(calendar.get(address).body())["Feedback clinic"]
    assert (before.dtstart.value, before.sequence.value) == (meeting.starts_at, "0")
    assert set(events(calendar.get(of_all).body())) == {"Feedback clinic"}
    file = page.request.get(page.get_by_role("link", name="Add to calendar").get_attribute("href"))
    assert events(file.body())["Feedback clinic"].uid.value == before.uid.value

    host = visit(f"/meetings/{meeting.pk}/move/", person=facilitator, **manner)
    host.get_by_label("Begins").fill("18:00")
    host.get_by_label("Ends").fill("19:00")
    host.get_by_role("button", name="Move it").click()
    expect(host.get_by_text("It is moved, and those with a seat are told.")).to_be_visible()

    after = events(calendar.get(address).body())["Feedback clinic"]
    assert (after.uid.value, after.sequence.value) == (before.uid.value, "1")
    assert after.dtstart.value == meeting.starts_at + timedelta(hours=6)

    page.goto("/account/feeds/")
    page.get_by_role("button", name="Close them").click()
    expect(page.get_by_text("Their addresses open nothing any more.")).to_be_visible()
    assert is_missing(elsewhere, address, of_all)


def _path(address):
    """Without the host, which is another one here."""
    return urlsplit(address).path


def test_the_addresses_are_for_everybody(visit, meeting, participant):
    page = visit("/account/feeds/", person=participant)
    page.get_by_role("button", name="Make my addresses").click()
    walk = Walk(page, [])

    walk.look("addresses of feeds and calendars")

    assert not walk.trouble
