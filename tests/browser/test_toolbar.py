"""The writing tools: one row on a phone, the rarer ones behind “More”; at a desk all of them; by keyboard in both."""

import pytest
from playwright.sync_api import expect

from tests.factories import DiscussionFactory, PostFactory


@pytest.fixture
def address(site, commons, moderator):
    discussion = DiscussionFactory(space=commons, title="Rooms for feedback")
    PostFactory(discussion=discussion, author=moderator, kind="prompt", markdown="Where do you sit?")
    return discussion.get_absolute_url()


def tool(page, name):
    return page.locator(".composer__tools").get_by_role("button", name=name, exact=True)


def test_on_a_phone_the_tools_take_one_row_and_more_unfolds_the_rest(visit, address, participant):
    page = visit(address, person=participant, width=360)
    box = page.get_by_label("Your answer")
    shown = [tool(page, name).bounding_box() for name in ("Bold", "Italic", "Link", "Image or file", "More", "Preview")]
    assert len({place["y"] for place in shown}) == 1
    assert min(min(place["width"], place["height"]) for place in shown) >= 44
    expect(tool(page, "Quote")).to_be_hidden()

    box.fill("Close to the door")
    tool(page, "More").click()
    tool(page, "Quote").click()
    expect(box).to_have_value("> Close to the door")
    expect(box).to_be_focused()
    expect(tool(page, "Quote")).to_be_hidden()


def test_the_tools_are_one_stop_for_the_tab_key_and_arrows_go_among_them(visit, address, participant):
    page = visit(address, person=participant, width=360)
    tool(page, "Bold").focus()
    page.keyboard.press("ArrowLeft")
    expect(tool(page, "More")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(tool(page, "List")).to_be_focused()
    page.keyboard.press("Escape")
    expect(tool(page, "More")).to_be_focused()
    expect(tool(page, "List")).to_be_hidden()
    page.keyboard.press("Tab")
    expect(tool(page, "Preview")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Your answer")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(tool(page, "More")).to_be_focused()


def test_at_a_desk_all_tools_stand_in_one_row(visit, address, participant):
    page = visit(address, person=participant)
    expect(tool(page, "More")).to_be_hidden()
    names = ("Bold", "Italic", "Link", "Image or file", "List", "Numbered list", "Quote", "Code", "Preview")
    assert len({tool(page, name).bounding_box()["y"] for name in names}) == 1


def test_the_bar_is_busy_till_all_of_its_modules_are_there(visit, address, participant):
    page = visit("/", person=participant)
    held = []
    page.route("**/js/toolbar.*js", lambda route: held.append(route))
    with page.expect_request("**/js/toolbar.*js"):
        page.goto(address, wait_until="domcontentloaded")
    bar = page.get_by_role("toolbar", name="Writing tools")
    expect(bar).to_have_attribute("aria-busy", "true")
    (module,) = held
    module.continue_()
    expect(bar).not_to_have_attribute("aria-busy", "true")
