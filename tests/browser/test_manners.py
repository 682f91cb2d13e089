"""Quoting, naming, changing one's mind: with the small scripts, and on a phone without any."""

import pytest
from playwright.sync_api import expect

from forums.models import Post
from tests.factories import DiscussionFactory, PostFactory

SELECT = """(text) => {
  const box = document.querySelector("#post-2 .post__body p").firstChild;
  const start = box.textContent.indexOf(text);
  document.getSelection().setBaseAndExtent(box, start, box, start + text.length);
}"""


@pytest.fixture
def discussion(commons, leader, moderator):
    found = DiscussionFactory(space=commons, title="Silence after a debrief")
    PostFactory(discussion=found, author=leader, kind="prompt")
    PostFactory(discussion=found, author=moderator, markdown="I asked before I told, and waited.")
    return found


@pytest.fixture
def page(visit, discussion, participant):
    page = visit(discussion.get_absolute_url(), person=participant)
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def quotation(discussion):
    post = discussion.posts.get(number=2)
    return f"> **Mo Moderator** in [#2](/p/{post.pk}/):\n>\n> "


def test_what_is_selected_is_quoted_beneath_its_post(page, quotation):
    page.evaluate(SELECT, "before I told")
    page.get_by_role("button", name="Quote this").click()

    box = page.locator("#reply-2 textarea")
    expect(box).to_have_value(f"{quotation}before I told\n\n")
    expect(box).to_be_focused()


def test_a_quotation_joins_what_was_being_written(page, quotation):
    box = page.locator("#reply textarea")
    box.fill("My own words.")

    page.evaluate(SELECT, "and waited")
    page.get_by_role("button", name="Quote this").click()

    expect(box).to_have_value(f"My own words.\n\n{quotation}and waited\n\n")
    expect(page.locator("#reply-2")).to_have_count(0)


def test_a_selection_that_goes_takes_the_offer_along(page):
    page.evaluate(SELECT, "before I told")
    expect(page.get_by_role("button", name="Quote this")).to_be_visible()

    page.evaluate("document.getSelection().removeAllRanges()")

    expect(page.get_by_role("button", name="Quote this")).to_be_hidden()


def test_the_quote_link_opens_the_form_and_adds_to_an_open_one(page, quotation):
    link = page.get_by_role("link", name="Quote Mo Moderator")
    whole = f"{quotation}I asked before I told, and waited.\n\n"
    link.click()
    box = page.locator("#reply-2 textarea")
    expect(box).to_have_value(whole)

    box.press_sequentially("Why?")
    link.click()

    expect(box).to_have_value(f"{whole}Why?\n\n{whole}")


def test_a_person_is_mentioned_by_keyboard(page, discussion, moderator):
    box = page.locator("#reply textarea")
    options = page.locator("#reply").get_by_role("option")
    box.press_sequentially("Thank you, @m")
    expect(options).to_have_text([f"Mo Moderator @{moderator.handle}"])
    expect(options).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", f"person-{moderator.pk}")

    box.press("Enter")
    expect(box).to_have_value(f"Thank you, @{moderator.handle} ")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.locator("#reply").get_by_role("button", name="Reply").click()

    expect(page.locator("#post-3").get_by_role("link", name="Mo Moderator", exact=True)).to_be_visible()
    assert moderator.notifications.get().entry.verb == "post.mentioned"


def test_the_list_of_people_moves_and_closes(page, leader):
    box = page.locator("#reply textarea")
    options = page.locator("#reply").get_by_role("option")
    box.press_sequentially("@")
    expect(options).to_have_count(2)

    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially("lea")
    options.first.click()

    expect(box).to_have_value(f"@{leader.handle} ")


def test_the_list_of_people_is_blank_where_nobody_is_called_so(page, leader):
    box = page.locator("#reply textarea")
    people, status = (
        page.locator("#reply .composer > .mentions"),
        page.locator("#reply .composer > .mentions + [role=status]"),
    )
    box.press_sequentially("@le")
    expect(status).to_have_text("1 · People you may mention: arrow keys, then Enter")

    box.press_sequentially("xy")

    expect(people).to_be_hidden()
    expect(status).to_be_empty()
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Enter")
    expect(box).to_have_value("@lexy\n")


def test_a_name_takes_one_blank_behind_it_and_no_second_one(page, leader):
    box = page.locator("#reply textarea")
    box.press_sequentially("@lea")
    expect(page.locator("#reply").get_by_role("option")).to_have_count(1)
    box.press("Enter")

    box.press_sequentially(" and  you")

    expect(box).to_have_value(f"@{leader.handle} and  you")


def test_on_a_phone_without_javascript(visit, discussion, participant, moderator):
    page = visit(discussion.get_absolute_url(), person=participant, javascript=False, width=360)

    page.get_by_role("link", name="Quote Mo Moderator").click()
    page.locator("summary", has_text="Mention someone").click()
    page.get_by_label("Mention someone").select_option("Mo Moderator")
    page.get_by_role("button", name="Add to the text").click()
    expect(
        page.get_by_role("region", name="Preview").get_by_role("link", name="Mo Moderator", exact=True)
    ).to_be_visible()
    page.get_by_role("button", name="Reply").click()
    expect(page.locator("#post-3 blockquote")).to_be_visible()
    assert moderator.notifications.get().entry.verb == "post.mentioned"

    page.get_by_role("link", name="Edit your post 3").click()
    page.get_by_label("Your post").fill("I waited too.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#post-3")).to_contain_text("I waited too.")

    page.get_by_role("link", name="More about post 3").click()
    page.get_by_role("main").get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete the post").click()
    expect(page.locator("#post-3")).to_have_text("– Pia Participant deleted this post. #3 Undo", use_inner_text=True)
    page.locator("#post-3").get_by_role("button", name="Undo").click()
    expect(page.locator("#post-3")).to_contain_text("I waited too.")
    assert Post.objects.get(number=3).is_removed is False
