"""Two communities come to belong together: a leader of one asks, a leader of the other agrees, and both show it."""

from playwright.sync_api import expect

from communities.models import CommunityLink, Role
from tests.browser.steps import MANNERS
from tests.factories import CommunityFactory, MembershipFactory

SENTENCE = "Our trainees become your teachers."


@MANNERS
def test_a_leader_proposes_and_the_other_agrees(visit, community, leader, manner):
    other = CommunityFactory(name="GP trainers", slug="gp")
    their_leader = MembershipFactory(community=other, role=Role.LEADER).person
    page = visit("/c/campus/neighbours/", person=leader, **manner)
    page.get_by_role("link", name="Ask a community").click()
    page.get_by_label("Which community?").fill("trainers")
    page.get_by_label("It is our umbrella").check()
    page.get_by_label("Why do you belong together?").fill(SENTENCE)
    page.get_by_role("button", name="Ask them").click()
    page.get_by_role("button", name="GP trainers").click()  # of what it might be
    expect(page.get_by_text("You asked whether they are your umbrella.")).to_be_visible()

    theirs = visit("/", person=their_leader, **manner)
    theirs.get_by_role("main").get_by_role("link", name="Answer").first.click()
    theirs.get_by_role("link", name="Answer Virtual campus").click()
    expect(theirs.get_by_text(SENTENCE)).to_be_visible()
    theirs.get_by_label("A word to them").fill("Welcome.")
    theirs.get_by_role("button", name="Agree").click()

    expect(theirs.get_by_role("heading", name="Beneath us")).to_be_visible()
    expect(theirs.get_by_role("main").get_by_role("link", name="Virtual campus").first).to_be_visible()
    page.goto(page.url)
    expect(page.get_by_role("heading", name="Our umbrella")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="GP trainers").first).to_be_visible()
    assert CommunityLink.objects.get().answer == "Welcome."
