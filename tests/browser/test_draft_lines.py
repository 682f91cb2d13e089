"""Editing a drafted closing line by line: by keys, by buttons, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from forums import actions
from forums.effects.drafts import Draft
from forums.models import Closing
from tests.factories import DiscussionFactory, PostFactory

SUMMARY = "## What was said\n\n- First [#1]\n- Second [#2]\n- Third [#1, #2]\n"


@pytest.fixture
def draft(drafted, commons, moderator, participant):
    discussion = DiscussionFactory(space=commons)
    PostFactory(discussion=discussion, author=moderator, kind="prompt", markdown="Should we speak on the day?")
    PostFactory(discussion=discussion, author=participant, markdown="Ask the trainee first.")
    actions.close_discussion(discussion, actor=moderator, reason="Done")
    draft = drafted(discussion)
    return actions.save_closing(draft, Draft(SUMMARY, draft.result), actor=moderator, version=draft.version)


def editor_of(draft):
    return f"/d/{draft.discussion_id}/closing/"


def save(page):
    page.get_by_role("button", name="Save the draft").click()
    expect(page.locator("#messages")).to_contain_text("Your edit is kept")


def choose(line, what):
    line.get_by_label("What to do with this line").click()
    line.get_by_role("button", name=what).click()


def lines(draft):
    return [line for line in Closing.objects.get(pk=draft.pk).summary.split("\n") if line]


def test_one_key_each_drops_brings_back_moves_and_adds(visit, draft, moderator):
    page = visit(editor_of(draft), person=moderator)
    page.locator("#line-1").press("x")
    expect(page.locator(".draft__line")).to_have_count(3)
    expect(page.locator("#line-2")).to_be_focused()
    page.keyboard.press("z")
    expect(page.locator("#line-1")).to_be_focused()

    page.keyboard.press("d")
    page.keyboard.press("n")
    page.keyboard.type("Of my own [#2]")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    save(page)

    assert lines(draft) == ["## What was said", "- Second [#2]", "- First [#1]", "- Of my own [#2]"]


def test_a_line_is_read_as_it_will_look_until_it_is_edited(visit, draft, moderator):
    page = visit(editor_of(draft), person=moderator)
    line = page.locator("#line-2")
    expect(line.locator("textarea")).to_be_hidden()

    line.press("Enter")
    expect(line.locator("textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(line.locator("textarea")).to_be_hidden()
    line.locator(".draft__shown").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(", and more")
    save(page)

    assert lines(draft)[2] == "- Second [#2], and more"


def test_the_menu_of_a_line_moves_adds_and_drops_it(visit, draft, moderator):
    page = visit(editor_of(draft), person=moderator)
    menus = page.locator(".draft__menu[open]")
    page.locator("#line-1").get_by_label("What to do with this line").click()
    page.keyboard.press("Escape")
    expect(menus).to_have_count(0)
    page.locator("#line-1").get_by_label("What to do with this line").click()
    page.locator("h1").click()
    expect(menus).to_have_count(0)

    choose(page.locator("#line-3"), "Move up")
    choose(page.locator("#line-1"), "Add a line below")
    page.keyboard.type("Of my own")
    choose(page.locator("#line-2"), "Drop the line")
    expect(page.locator(".draft__dropped")).to_contain_text("Line dropped.")
    expect(menus).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".draft__dropped")).to_be_hidden()
    choose(page.locator("#line-1"), "Drop the line")
    save(page)

    assert lines(draft) == ["## What was said", "- Of my own", "- Third [#1, #2]", "- Second [#2]"]


def test_the_posts_of_a_line_open_beside_it(visit, draft, moderator):
    page = visit(editor_of(draft), person=moderator)

    page.locator("#line-2").press("p")

    expect(page.locator("#line-2").get_by_text("Ask the trainee first.")).to_be_visible()


def test_the_preview_follows_while_it_is_open(visit, draft, moderator):
    page = visit(editor_of(draft), person=moderator)
    page.get_by_role("heading", name="As participants will see it").click()

    page.locator("#line-1").press("x")

    expect(page.locator("#closing-text li")).to_have_count(2)
    expect(page.locator("#closing-text a.cite").first).to_have_text("#2")


def test_leaving_with_something_unsaved_asks_first(visit, draft, moderator):
    page = visit(editor_of(draft), person=moderator)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#line-1").press("x")

    with page.expect_event("dialog"):
        page.get_by_role("link", name="Draft it again").click()

    expect(page.locator(".draft__line")).to_have_count(3)
    assert asked == ["beforeunload"]


def test_the_tools_work_without_javascript(visit, draft, moderator):
    page = visit(editor_of(draft), person=moderator, javascript=False)

    choose(page.locator("#line-3"), "Move up")
    choose(page.locator("#line-1"), "Drop the line")
    choose(page.locator("#line-1"), "Add a line below")
    page.locator("#line-2 textarea").fill("Of my own")
    save(page)

    assert lines(draft) == ["## What was said", "- Third [#1, #2]", "- Of my own", "- Second [#2]"]


def test_the_waiting_page_moves_on_by_itself(visit, site, commons, moderator, participant):
    site.beat.hold()
    discussion = DiscussionFactory(space=commons)
    PostFactory(discussion=discussion, author=participant, markdown="Ask the trainee first.")
    page = visit(f"/d/{discussion.pk}/close/", person=moderator)

    page.get_by_label("Why now?").fill("The question is answered.")
    page.get_by_role("button", name="Close with a summary").click()

    expect(page.get_by_role("heading", name="What did you learn?")).to_be_visible()
    expect(page.locator(".draft")).to_contain_text("Ask the trainee first.")
