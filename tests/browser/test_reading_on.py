"""Two who read the same discussion at once: one writes, the other sees it come without losing what they typed."""

from uuid import uuid4

from playwright.sync_api import expect

from forums import actions
from forums.models import Discussion, ReadingPosition
from tests.browser.steps import MANNERS


def test_replies_come_while_a_page_stands_open_and_what_was_typed_stays(visit, talk, participant, moderator):
    page = visit(talk.get_absolute_url(), person=participant)
    page.get_by_label("Your answer").fill("Half a thought")
    other = visit(talk.get_absolute_url(), person=moderator)
    other.get_by_label("Your answer").fill("I asked *first*.")
    other.get_by_role("button", name="Reply").click()
    expect(other.locator("#thread")).to_contain_text("I asked first.")
    actions.reply(talk, actor=moderator, markdown="And then I waited.", submission=uuid4())

    page.locator("#news").dispatch_event("look")
    expect(page.locator("#news")).to_contain_text("2 new replies")
    read = ReadingPosition.objects.get(person=participant).last_read
    page.locator("#news").get_by_role("link", name="Show").click()

    thread = page.locator("#thread")
    expect(thread.locator("em", has_text="first")).to_be_visible()
    expect(thread).to_contain_text("And then I waited.")
    expect(page.locator("#news")).to_be_empty()
    expect(page.locator("article:focus")).to_contain_text("I asked first.")
    expect(page.get_by_label("Your answer")).to_have_value("Half a thought")
    assert ReadingPosition.objects.get(person=participant).last_read == read

    actions.reply(talk, actor=moderator, markdown="One more.", submission=uuid4())
    page.locator("#news").dispatch_event("look")
    expect(page.locator("#news")).to_contain_text("1 new reply")


def test_who_may_read_no_more_is_left_in_peace_with_what_stands_there(visit, talk, participant, team_room):
    page = visit(talk.get_absolute_url(), person=participant)
    Discussion.objects.filter(pk=talk.pk).update(space=team_room)

    with page.expect_response(lambda response: "/news/" in response.url) as answered:
        page.locator("#news").dispatch_event("look")

    assert answered.value.status == 404
    expect(page.locator("#news")).not_to_have_attribute("data-behaviour", "live")
    expect(page.locator("#messages")).to_be_empty()


@MANNERS
def test_somebody_follows_a_space_and_finds_what_was_said(visit, talk, participant, manner):
    page = visit(talk.space.get_absolute_url(), person=participant, **manner)
    page.get_by_role("link", name="What you hear of it").click()
    page.get_by_label("Everything").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    page.goto(talk.get_absolute_url())
    expect(page.locator("#volume")).to_contain_text("You follow all that is here")
    page.get_by_role("link", name="Find in this discussion").click()
    page.get_by_label("Words in this discussion").fill("permissions")
    page.get_by_role("button", name="Find", exact=True).last.click()
    expect(page.locator("mark")).to_have_text("permission")
    page.get_by_role("link", name="Only theirs").click()
    expect(page.get_by_role("heading", name="What Pia Participant wrote here")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
