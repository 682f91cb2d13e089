"""What people do in several of the browser tests."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD
from tests.running import eventually

TITLE = "Telling a senior colleague"
MANNERS = pytest.mark.parametrize(
    "manner",
    [{"javascript": True, "width": 1280}, {"javascript": False, "width": 360}],
    ids=["desk", "phone without JavaScript"],
)


def wait_for_modules(page):
    """Until the modules that come after the page are there: keys that are pressed before them do nothing.

    `visit`, `page.goto` and `page.reload` have waited; whoever came by a click waits with this.
    """
    page.wait_for_load_state()
    expect(page.locator(".composer__marks[aria-busy]")).to_have_count(0)


def link_in(letter, path):
    """The first address in the text of a letter that holds `path`."""
    text = letter.get_body(("plain",)).get_content()
    return re.search(rf"http://\S+{path}\S*", text)[0]


def sign_up(page, name, address=None):
    """Fill in the form; without an address, that which stands in it already."""
    page.get_by_label("Your name").fill(name)
    if address:
        page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


def confirm(page, letter):
    """Go to where the letter leads whoever has just signed up."""
    page.goto(link_in(letter, "/confirm-email/"))
    page.get_by_role("button", name="Yes, confirm it").click()


def sign_in(page, address):
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def show_who_it_is(page):
    """Type the password once more, where Copse asks for it before what matters."""
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def is_missing(page, *addresses):
    """Whether each of them is answered as what never was."""
    return [page.request.get(address).status for address in addresses] == [404] * len(addresses)


def answer(page, text):
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("button", name="Reply").click()
    expect(page.locator("#thread article").filter(has_text=text)).to_be_visible()


class Desk:
    """A moderator's browser, at the discussion that they plan, open, close and reopen."""

    def __init__(self, page, has_javascript):
        self.page = page
        self.has_javascript = has_javascript

    def press(self, name):
        self.page.get_by_role("main").get_by_role("button", name=name).click()

    def fill_in_the_plan(self):
        self.page.locator(".page__header").get_by_role("link", name="Commons").click()
        self.page.get_by_role("link", name="Open discussion").click()
        self.page.get_by_label("Title").fill(TITLE)
        self.page.get_by_label("Opening question").fill("What did you say, and what came of it?")
        self.page.get_by_label("Objective").fill("Words that keep a senior colleague listening.")
        self.page.get_by_label("Guidelines").fill("- One idea each.")

    def use_tool(self, name):
        tools = self.page.locator(".tools")
        tools.locator("summary").click()
        tools.get_by_role("link", name=name).click()

    def begin_to_close(self, reason):
        self.use_tool("Close with a summary")
        self.page.get_by_label("Why now?").fill(reason)
        self.press("Close with a summary")

    def close(self, reason):
        self.begin_to_close(reason)
        editor = self.page.get_by_role("heading", name="What did you learn?")
        expect(editor.or_(self.page.get_by_role("link", name="Look again"))).to_be_visible()
        if not self.has_javascript:  # with it, the page that waits moves on by itself
            eventually(lambda: editor.is_visible() or not self.page.goto(self.page.url))
        expect(editor).to_be_visible()

    def edit_line(self, old, new):
        line = self.page.locator(".draft__line").filter(has_text=old).first
        if self.has_javascript:
            line.get_by_label("What to do with this line").click()
            line.get_by_role("button", name="Edit").click()
        line.get_by_role("textbox").fill(new)
        self.press("Save the draft")
        expect(self.page.get_by_text("Your edit is kept.")).to_be_visible()

    def publish(self):
        self.page.get_by_label("What came of it").select_option("lesson")
        self.press("Publish and mail")
        expect(self.page.get_by_text("Published, and on its way")).to_be_visible()

    def reopen(self, reason):
        self.use_tool("Reopen")
        self.page.get_by_label("Why?").fill(reason)
        self.press("Reopen")
        self.page.wait_for_load_state()
