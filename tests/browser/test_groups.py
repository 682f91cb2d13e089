"""A discussion is parted into groups, people choose, talk in their room and report back; desk and phone."""

from playwright.sync_api import expect

from tests.browser.steps import MANNERS


@MANNERS
def test_a_group_is_made_talks_and_reports_back(visit, talk, moderator, participant, manner):
    running = visit(talk.get_absolute_url(), person=moderator, **manner)
    running.goto(f"/d/{talk.pk}/groups/")
    for place, name in enumerate(("Wards", "Practices")):
        running.get_by_label("Name", exact=True).nth(place).fill(name)
    running.get_by_label("What the groups do").fill("Bring back three points.")
    running.get_by_label("people choose for themselves").check()
    running.get_by_role("button", name="Make the groups").click()
    expect(running.get_by_text("0 of 2 groups have reported back.")).to_be_visible()

    page = visit(f"/d/{talk.pk}/groups/", person=participant, **manner)
    page.get_by_role("listitem").filter(has_text="Wards").get_by_role("button").click()
    expect(page.get_by_text("your group")).to_be_visible()
    page.get_by_role("link", name="Wards", exact=True).click()
    expect(page.get_by_text("Bring back three points.")).to_be_visible()
    page.get_by_label("Your answer").fill("I would ask first.")
    page.get_by_role("button", name="Reply").click()
    expect(page.get_by_role("article").get_by_text("I would ask first.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("link", name="Report back").click()
    page.get_by_label("What your group came to").fill("Ask, then tell.")
    page.get_by_role("button", name="Report back").click()
    expect(page.get_by_text("Report of a group")).to_be_visible()
    expect(page.get_by_text("Ask, then tell.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    running.goto(f"/d/{talk.pk}/close/")
    expect(running.get_by_text("1 group has not reported back.")).to_be_visible()
