"""From the question whether one may join to the welcome, and out again, through real processes."""

from playwright.sync_api import expect

from communities.models import Community, Membership
from tests.browser.steps import MANNERS


@MANNERS
def test_somebody_asks_is_welcomed_and_is_suspended(visit, letter_to, community, outsider, moderator, leader, manner):
    Community.objects.update(admission="request")
    page = visit("/c/campus/", person=outsider, **manner)
    page.get_by_role("link", name="Ask to join").click()
    page.get_by_label("Say in a sentence what brings you").fill("I teach on wards.")
    page.get_by_role("button", name="Ask to join").click()
    expect(page.get_by_text("You asked to join on")).to_be_visible()

    desk = visit("/c/campus/requests/", person=moderator, **manner)
    expect(desk.get_by_text("I teach on wards.")).to_be_visible()
    desk.get_by_label("A word to them").fill("Meet us on Friday.")
    desk.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Olu Outsider is a member now.")).to_be_visible()
    expect(desk.get_by_role("heading", name="Nobody waits")).to_be_visible()

    letter = letter_to(outsider.email, "Welcome to Virtual campus")
    assert "Meet us on Friday." in letter.get_body(("plain",)).get_content()
    page.goto(page.url)
    expect(page.get_by_text("You are a participant")).to_be_visible()

    desk.locator(".tabs").get_by_role("link", name="People").click()
    desk.get_by_role("link", name="Manage Olu Outsider").click()
    desk.get_by_text("Suspend", exact=True).first.click()
    desk.locator("#suspend_reason").fill("A rest.")
    desk.get_by_role("button", name="Suspend").click()
    expect(desk.get_by_text("Olu Outsider is suspended, and told why.")).to_be_visible()

    assert "A rest." in letter_to(outsider.email, "is suspended").get_body(("plain",)).get_content()
    page.goto(page.url)
    expect(page.get_by_text("Your membership here is suspended.")).to_be_visible()
    assert not Membership.objects.live_of(outsider).exists()
