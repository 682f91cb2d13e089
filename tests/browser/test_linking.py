"""What one links to is found by its title while one writes."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import TITLE


def come_last(page, module):
    """Let a module arrive after all others: no network promises an order."""

    def wait(route):
        page.wait_for_timeout(700)
        route.continue_()

    page.route(re.compile(rf"/js/{module}[^/]*\.js"), wait)


@pytest.mark.parametrize("last", ["options", "links"])
def test_a_link_is_found_by_title_and_put_with_the_keyboard(visit, talk, participant, last):
    page = visit(person=participant)
    come_last(page, last)
    page.goto(talk.get_absolute_url())
    text = page.get_by_label("Your answer")
    text.fill("See ")
    text.press("Control+k")
    finder = page.get_by_role("combobox", name="Link to")
    expect(finder).to_be_focused()
    finder.press_sequentially("senior")
    expect(page.get_by_role("option", name=TITLE)).to_be_visible()
    finder.press("Enter")

    expect(text).to_be_focused()
    expect(text).to_have_value(f"See [{TITLE}]({talk.get_absolute_url()})")
    text.press("Control+k")
    finder.fill("https://example.org/guide")
    finder.press("Enter")
    expect(text).to_have_value(
        f"See [{TITLE}]({talk.get_absolute_url()})[https://example.org/guide](https://example.org/guide)"
    )
    text.press("Control+k")
    finder.press("Escape")
    expect(finder).to_be_hidden()
    expect(text).to_be_focused()
