"""Two people edit one closing at once, and what comes of it is kept in the library."""

import pytest
from playwright.sync_api import expect

from forums import actions
from library.models import Item
from tests.factories import DiscussionFactory, PostFactory


@pytest.fixture
def draft(drafted, commons, moderator, participant):
    discussion = DiscussionFactory(space=commons, title="Feedback on the day")
    PostFactory(discussion=discussion, author=moderator, kind="prompt", markdown="Should we speak on the day?")
    PostFactory(discussion=discussion, author=participant, markdown="Ask the trainee first what they noticed.")
    actions.close_discussion(discussion, actor=moderator, reason="Done")
    return drafted(discussion)


def save(page):
    page.get_by_role("button", name="Save the draft").last.click()


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 360)])
def test_both_texts_are_there_when_two_save(visit, draft, moderator, leader, javascript, width):
    address = f"/d/{draft.discussion_id}/closing/?as=text"
    how = {"javascript": javascript, "width": width}
    hers, his = visit(address, person=leader, **how), visit(address, person=moderator, **how)
    hers.get_by_label("summary").fill("We ask first [#2].")
    his.get_by_label("summary").fill("We speak on the day [#1].")

    save(hers)
    expect(hers.locator("#messages")).to_contain_text("Your edit is kept")
    save(his)

    expect(his.get_by_role("heading", name=f"{leader.name} has saved this meanwhile")).to_be_visible()
    expect(his.locator(".draft--theirs")).to_contain_text("We ask first")
    expect(his.get_by_label("summary")).to_have_value("We speak on the day [#1].")
    save(his)
    expect(his.locator("#messages")).to_contain_text("Your edit is kept")
    draft.refresh_from_db()
    assert draft.summary == "We speak on the day [#1]."


@pytest.mark.parametrize(("javascript", "width"), [(True, 360), (False, 1280)])
def test_what_was_learned_is_kept_in_the_library(visit, draft, moderator, participant, javascript, width):
    how = {"javascript": javascript, "width": width}
    page = visit(f"/d/{draft.discussion_id}/closing/?as=text", person=moderator, **how)
    page.get_by_label("summary").fill("We ask first [#2].")
    page.locator("summary", has_text="Say what it is worth").click()
    page.get_by_label("what it is worth").fill("Trainees speak first, and say more.")
    page.get_by_label("what came of it").select_option("lesson")
    page.locator("#publish").get_by_role("button", name="Publish").click()

    expect(page.get_by_role("heading", name="What it is worth")).to_be_visible()
    page.get_by_role("link", name="Keep it in the library").click()
    expect(page.get_by_label(participant.name)).to_be_checked()
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_role("button", name="Publish it").click()

    item = Item.objects.get()
    reader = visit(f"/d/{draft.discussion_id}/", person=participant, **how)
    reader.get_by_role("link", name=item.title).last.click()
    expect(reader.get_by_text("What came of the discussion")).to_be_visible()
    reader.get_by_role("link", name="Feedback on the day").first.click()
    expect(reader.get_by_role("heading", name="What we learned")).to_be_visible()
