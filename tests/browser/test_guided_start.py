"""A leader who never heard of the method is led from nothing to a charter and a launch, by the pages alone."""

from playwright.sync_api import expect

from communities.models import Charter, Community
from tests.browser.steps import MANNERS


@MANNERS
def test_somebody_who_knows_nothing_ends_with_a_charter_and_launches(visit, outsider, manner):
    page = visit("/communities/", person=outsider, **manner)
    main = page.get_by_role("main")

    def press(name):
        main.get_by_role("button", name=name, exact=True).click()

    main.get_by_role("link", name="Start").first.click()
    page.get_by_role("link", name="Learning set").click()
    page.get_by_label("Name", exact=True).fill("Ten cases to learn handover from")
    page.get_by_label("Purpose in a sentence").fill("Trainees who hand over at night and want nothing to get lost.")
    press("Start the community")

    expect(page.get_by_role("heading", name="What is it that bothers you?")).to_be_visible()
    expect(page.get_by_text("Filled in as a suggestion.")).to_be_visible()
    page.get_by_label("The problem").fill("Every third handover at night leaves out what mattered in the morning.")
    press("Save and go on")
    page.get_by_label("Objective").fill("That we hand over so that nobody has to ask again.")
    page.get_by_text("Learning lessons").click()
    page.get_by_text("We first have to find out where we stand").click()
    press("Save and go on later")

    page.goto("/")
    expect(page.get_by_text("3 of 6 steps of its start are done")).to_be_visible()
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Expected result 1").fill("Ten cases, each on one page")
    page.get_by_label("Expected result 2").fill("")
    press("Save and go on")
    expect(page.get_by_role("link", name="Expected result 2: Say what it is")).to_be_visible()
    expect(page.get_by_label("Expected result 1")).to_have_value("Ten cases, each on one page")
    page.get_by_label("How we will know").nth(1).fill("")
    press("Save and go on")
    expect(page.get_by_role("heading", name="Moderator")).to_be_visible()
    page.get_by_role("link", name="Leave it out for now").click()
    page.get_by_label("The group it serves").fill("Trainees on nights")
    press("Save and finish")

    expect(page.get_by_role("heading", name="Charter", exact=True)).to_be_visible()
    expect(main).to_contain_text("Every third handover at night")
    expect(main).to_contain_text("Learning lessons".lower())
    expect(page.get_by_role("article").filter(has_text="Ten cases, each on one page")).to_contain_text("Not yet")
    expect(main).to_contain_text("5 of 6 steps are done.")

    page.get_by_role("link", name="Change the problem").click()
    page.get_by_label("The problem").fill("Every fourth handover at night leaves out what mattered in the morning.")
    page.get_by_label("Why you change it").fill("We counted again.")
    press("Save")
    page.get_by_role("link", name="The history").click()
    page.get_by_role("link", name="What changed in revision 6").click()
    expect(main.locator(".compared del")).to_contain_text("third")
    expect(main.locator(".compared ins")).to_contain_text("fourth")
    expect(main).to_contain_text("We counted again.")

    charter = Charter.objects.get(community=Community.objects.get(started_by=outsider))
    assert (charter.template, charter.kinds, charter.needs_baseline) == (
        "learning-set",
        ["problem", "ideas", "lessons"],
        True,
    )
    assert [each.text for each in charter.community.results.standing()] == ["Ten cases, each on one page"]

    page.get_by_role("link", name="Running it").click()
    page.get_by_role("link", name="Life", exact=True).click()
    expect(page.get_by_role("heading", name="Ready to launch?")).to_be_visible()
    page.get_by_role("link", name="Launch", exact=True).click()
    expect(page.get_by_role("heading", name="What is not there yet")).to_be_visible()
    page.get_by_label("A sentence to the members").fill("Our first case is on Friday.")
    press("Launch")
    expect(page.get_by_text("Our first case is on Friday.").first).to_be_visible()
    launched = charter.community.phase_changes.get()
    assert (launched.after, launched.by) == ("active", outsider)
    assert {"moderator", "members", "meeting", "discussion"} <= set(launched.lacking)
