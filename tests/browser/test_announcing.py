"""What a team tells many at once, mail that comes back, and what one is told: at a desk, and on a phone."""

import pytest
from playwright.sync_api import expect

from communities.models import Addressee, Announcement
from notifications.bounces import Bounce
from notifications.effects import note_bounce
from notifications.models import Delivery, Notification, Volume
from tests.browser.steps import MANNERS
from tests.factories import MembershipFactory
from tests.running import eventually


@pytest.fixture
def crowd(community):
    return [MembershipFactory(community=community).person for _ in range(6)]


def announce(page, whom):
    page.get_by_role("main").get_by_role("link", name="Announce something").click()
    page.get_by_label("To whom").select_option(label=whom)
    page.get_by_label("Title").fill("We move to Friday")
    page.get_by_label("Text", exact=True).fill("From **March** on.")
    page.get_by_role("button", name="See who gets it").click()
    expect(page.get_by_role("heading", name="Nothing has been sent yet")).to_be_visible()


@MANNERS
def test_announce_to_a_role_see_it_go_and_read_it(visit, community, crowd, facilitator, moderator, letter_to, manner):
    page = visit("/c/campus/announcements/", person=facilitator, **manner)
    announce(page, "Participants")
    expect(page.get_by_text("It would go to 6 people: participants, without you.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=crowd[0].display_name)).to_be_visible()

    page.get_by_role("button", name="Send it to 6 people").click()

    if not manner["javascript"]:
        eventually(lambda: Announcement.objects.filter(state="sent").exists())
        page.reload()
    expect(page.get_by_text("6 of 6 people were told.")).to_be_visible()
    letter = letter_to(crowd[0].email, "Virtual campus: We move to Friday")
    assert f"{facilitator.name} of its team wrote it for participants." in letter.get_body(("plain",)).get_content()
    assert not Notification.objects.filter(recipient=moderator, entry__verb="announcement.announced").exists()
    member = visit("/notifications/", person=crowd[0], **manner)
    member.get_by_role("link", name="announces in Virtual campus").click()
    expect(member.get_by_role("heading", name="We move to Friday")).to_be_visible()
    expect(member.locator("strong", has_text="March")).to_be_visible()
    expect(member.get_by_text("How far it is")).to_have_count(0)


@MANNERS
def test_stop_it_on_its_way(visit, site, community, crowd, facilitator, manner):
    page = visit("/c/campus/announcements/", person=facilitator, **manner)
    announce(page, "All members")
    site.worker.hold()
    page.get_by_role("button", name="Send it to 6 people").click()
    expect(page.get_by_text("It has reached 0 of 6 people.")).to_be_visible()
    expect(page.get_by_role("progressbar", name="People reached")).to_be_visible()

    page.get_by_role("button", name="Stop it").click()

    expect(page.get_by_text("Stopped. Nobody more is told.")).to_be_visible()
    site.worker.go_on()
    eventually(site.is_quiet)
    assert not Addressee.objects.exclude(told_at=None).exists()
    assert not Notification.objects.filter(entry__verb="announcement.announced").exists()


@MANNERS
def test_who_s_mail_comes_back_reads_it_on_the_next_visit(visit, community, participant, manner):
    note_bounce(participant.email, Bounce(True, "5.1.1"))

    page = visit("/", person=participant, **manner)
    page.get_by_role("link", name="What you can do").click()
    expect(page.get_by_role("heading", name="Your mail comes back")).to_be_visible()
    page.get_by_role("button", name="Mail me again").click()

    expect(page.get_by_text("Copse mails you again.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name="What you can do")).to_have_count(0)


def test_the_settings_on_a_phone_without_javascript(visit, community, participant):
    page = visit("/account/", person=participant, javascript=False, width=360)
    page.get_by_role("main").get_by_role("link", name="Notifications").click()
    row = page.locator(".setting", has=page.get_by_label("Somebody writes"))
    expect(row.get_by_text("Now: in the digest, as is usual")).to_be_visible()

    page.get_by_label("Somebody writes").select_option(label="Not at all")
    page.get_by_label("Virtual campus").select_option(label="Only mentions")
    page.get_by_role("main").get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(row.get_by_text("Now: not at all, as you chose")).to_be_visible()
    assert Delivery.objects.get().by == "off"
    assert Volume.objects.get().level == "mentions"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("main").get_by_role("link", name="Your account").click()
    expect(page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()
