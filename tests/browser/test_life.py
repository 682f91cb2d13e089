"""The whole life of a community, as its leader lives it: at a desk, and on a phone without JavaScript."""

from playwright.sync_api import expect

from communities.models import Community, ExpectedResult, PhaseChange
from forums.models import Post
from tests.browser.steps import MANNERS

LIFE = "/c/campus/life/"


def take(page, verb, sentence):
    """Take a step of the life, from the page of the life and back to it."""
    page.goto(LIFE)
    page.get_by_role("main").get_by_role("link", name=verb, exact=True).click()
    page.get_by_label("A sentence to the members").fill(sentence)
    page.get_by_role("main").get_by_role("button", name=verb, exact=True).click()
    expect(page.get_by_text("Done. The members are told.")).to_be_visible()
    expect(page.get_by_text(sentence)).to_be_visible()


def phase():
    return Community.objects.values_list("phase", flat=True).get(slug="campus")


@MANNERS
def test_launch_conclude_archive_renew(visit, community, talk, leader, participant, manner):
    Community.objects.update(phase="design")
    page = visit(LIFE, person=leader, **manner)
    expect(page.get_by_role("heading", name="Ready to launch?")).to_be_visible()
    page.get_by_label("Members to begin with").fill("2")
    page.get_by_label("Day of the introductory meeting").fill("2026-01-12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("link", name="Launch", exact=True).click()
    expect(page.get_by_role("heading", name="What is not there yet")).to_be_visible()
    page.get_by_label("Why there are no expected results").fill("We only want to talk.")
    page.get_by_label("A sentence to the members").fill("We begin on Monday.")
    page.get_by_role("button", name="Launch").click()
    expect(page.get_by_text("It began without:")).to_be_visible()
    assert PhaseChange.objects.get().lacking == ["charter"]
    ExpectedResult.objects.create(community=community, position=1, text="A guide")

    member = visit("/notifications/", person=participant, **manner)
    expect(member.get_by_text("Virtual campus is launched: “We begin on Monday.”")).to_be_visible()
    writing = visit(talk.get_absolute_url(), person=participant, **manner)

    take(page, "Begin to conclude", "The guide is written.")
    page.goto(f"{LIFE}conclude/")
    expect(page.get_by_text("One has none yet.")).to_be_visible()
    take(page, "Conclude", "Eleven wards use it.")

    writing.get_by_label("Your answer").fill("Half a sentence, written while they concluded.")
    writing.get_by_role("button", name="Reply").click()
    expect(writing.get_by_text("come to its end").first).to_be_visible()
    if manner["javascript"]:
        expect(writing.get_by_label("Your answer")).to_have_value("Half a sentence, written while they concluded.")
    else:
        expect(writing.get_by_text("Half a sentence, written while they concluded.")).to_be_visible()
    assert not Post.objects.filter(markdown__startswith="Half a sentence").exists()

    take(page, "Archive", "Put away.")
    assert phase() == "archived"
    take(page, "Take out of the archive", "Somebody asked for it.")
    take(page, "Renew", "What has become of it?")
    community = Community.objects.get(slug="campus")
    assert (community.phase, community.cycle) == ("active", 2)

    about = visit("/c/campus/", **manner)
    for text in ("We begin on Monday.", "Eleven wards use it.", "What has become of it?", "cycle 2"):
        expect(about.get_by_text(text)).to_be_visible()
    about.goto(talk.get_absolute_url())
    assert about.evaluate("document.documentElement.scrollWidth <= innerWidth")


@MANNERS
def test_settings_are_asked_once_more_before_more_people_see_it(visit, community, leader, manner):
    Community.objects.update(visibility="listed")
    page = visit("/c/campus/settings/", person=leader, **manner)

    page.get_by_label("Where you meet online").fill("Room 4")
    page.get_by_label("Learning agenda").uncheck()
    page.get_by_label("Public: everyone").check()
    page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="More people would see this community")).to_be_visible()
    page.get_by_role("button", name="Open it to them").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    community = Community.objects.get(slug="campus")
    assert (community.visibility, community.meeting_place) == ("public", "Room 4")
    assert community.tools == ["discussions", "plan", "surveys", "library", "meetings"]
