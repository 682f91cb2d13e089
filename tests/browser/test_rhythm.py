"""The team sets a rhythm and sees what each role may do: at a desk, and on a phone without JavaScript."""

from playwright.sync_api import expect

from communities.models import Break, Charter, Rhythm
from tests.browser.steps import MANNERS

CALENDAR = "/c/campus/rhythm/"
THIS_WEEK = "/c/campus/this-week/"


@MANNERS
def test_set_it_and_see_what_is_missing(visit, community, talk, leader, moderator, participant, manner):
    page = visit(CALENDAR, person=moderator, **manner)
    page.get_by_role("link", name="Set a rhythm").click()
    page.get_by_label("A new discussion opens").select_option("Every four weeks")
    page.get_by_label("Open at once, at most").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A new discussion opens every four weeks. At most 3 are open at once.")).to_be_visible()
    expect(page.get_by_role("heading", name="The coming weeks")).to_be_visible()
    expect(page.get_by_text("By your rhythm a discussion would open this week.").first).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=talk.title).first).to_be_visible()

    page.get_by_role("link", name="Change the rhythm").click()
    page.get_by_label("What for").fill("Summer")
    page.get_by_label("From").fill("2027-07-01")
    page.get_by_label("Until, that day included").fill("2027-08-31")
    page.get_by_role("button", name="Add a break").click()
    expect(page.get_by_text("Nothing is missed while you rest.")).to_be_visible()
    expect(page.get_by_text("1 July 2027 to 31 August 2027")).to_be_visible()
    page.get_by_role("button", name="Take out Summer").click()
    expect(page.get_by_text("Taken out.")).to_be_visible()
    assert (Rhythm.objects.get().most_open, Break.objects.exists()) == (3, False)

    member = visit(CALENDAR, person=participant, **manner)
    expect(member.get_by_role("heading", name="The last weeks")).to_be_visible()
    expect(member.get_by_text("By your rhythm a discussion would open this week.")).to_have_count(0)
    expect(member.get_by_role("link", name="Change the rhythm")).to_have_count(0)


@MANNERS
def test_this_week_leads_to_what_there_is_to_do(visit, community, talk, leader, moderator, manner):
    Charter.objects.update(problem="")
    page = visit("/", person=leader, **manner)
    page.get_by_role("main").get_by_role("heading", name="This week, in your role").locator("..").get_by_role(
        "link"
    ).click()
    expect(page.get_by_role("heading", name="This week", exact=True)).to_be_visible()
    headings = page.get_by_role("main").get_by_role("heading", level=2)
    for place, role in enumerate(("leader", "moderator", "facilitator")):
        expect(headings.nth(place)).to_have_text(f"As {role}")

    page.get_by_role("link", name="Write it").click()
    page.wait_for_url("**/charter/change/problem/")

    other = visit(THIS_WEEK, person=moderator, **manner)
    expect(other.get_by_role("heading", name="As moderator")).to_be_visible()
    expect(other.get_by_role("heading", name="As leader")).to_have_count(0)
