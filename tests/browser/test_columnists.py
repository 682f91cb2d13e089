"""A question asked without a name, from its asker to the column and back; and what is similar while one types."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import MANNERS
from tests.factories import DiscussionFactory
from tests.forums.unnamed import NAME, REASON, SAID, TITLE, asker

__all__ = ["asker"]


@MANNERS
def test_a_question_without_a_name_goes_its_way(visit, community, asker, facilitator, leader, manner):
    page = visit("/c/campus/s/members/", person=asker, **manner)
    page.get_by_role("link", name="Ask without your name").click()
    page.get_by_label("What it is about").fill(TITLE)
    page.get_by_label("Your question").fill(SAID)
    page.get_by_role("button", name="Send it without my name").click()
    expect(page.get_by_text("Sent, without your name.")).to_be_visible()

    page = visit("/c/campus/columnists/", person=facilitator, **manner)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name="A member asks")).to_be_visible()
    page.get_by_role("link", name="Look through and publish").click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("a member asks")
    expect(page.get_by_role("main")).not_to_contain_text(NAME)

    page = visit("/c/campus/columnists/", person=leader, **manner)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="Have to know who asked?").click()
    page.get_by_label("Why you need to know").fill(REASON)
    page.get_by_role("button", name="Keep the reason and show me who").click()
    expect(page.get_by_role("main")).to_contain_text(NAME)

    page = visit("/notifications/", person=asker, **manner)
    expect(page.get_by_role("main")).to_contain_text(REASON)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_similar_comes_while_a_title_is_typed(visit, community, members_room, participant, theme):
    DiscussionFactory(space=members_room, title="Feedback on the ward round")
    page = visit("/c/campus/s/members/discussions/new/?kind=open", person=participant, theme=theme, width=360)

    page.get_by_label("Title").press_sequentially("ward round feedback", delay=10)

    expect(page.get_by_text("One discussion that is similar")).to_be_visible()
    expect(page.get_by_label("Title")).to_be_focused()
