"""The lead of a community goes from one person to another, and never to nobody."""

from playwright.sync_api import expect

from communities.models import Membership, Role
from tests.browser.steps import MANNERS, link_in


@MANNERS
def test_the_only_leader_hands_over_and_leaves(visit, letter_to, community, leader, moderator, manner):
    page = visit("/c/campus/leave/", person=leader, **manner)
    expect(page.get_by_role("heading", name="You are the only leader here")).to_be_visible()
    expect(page.get_by_role("button", name="Leave", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Hand over the lead").click()
    expect(page.get_by_label("I leave the community")).to_be_checked()
    page.get_by_label("Who shall lead").fill("Nobody Known")
    page.get_by_label("A word to them").fill("You have done it for a year already.")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_label("A word to them")).to_have_value("You have done it for a year already.")
    page.get_by_label("Who shall lead").fill(moderator.display_name)
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("No answer so far.")).to_be_visible()

    asked = visit(link_in(letter_to(moderator.email, "lead"), "/lead/hand-over/"), person=moderator, **manner)
    expect(asked.get_by_text("You have done it for a year already.")).to_be_visible()
    expect(asked.get_by_text(f"{leader.display_name} leaves the community once you accept.")).to_be_visible()
    asked.get_by_role("button", name="Accept and lead").click()

    roles = dict(Membership.objects.live().filter(community=community).values_list("person", "role"))
    assert roles.get(moderator.pk) == Role.LEADER
    assert leader.pk not in roles
    asked.goto("/c/campus/roles/")
    expect(asked.get_by_role("main").get_by_text(moderator.display_name).first).to_be_visible()
    page.goto("/c/campus/lead/hand-over/")
    expect(page.get_by_role("button", name="Take it back")).to_have_count(0)
