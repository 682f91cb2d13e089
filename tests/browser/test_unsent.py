"""What is typed is kept while one types, and offered on another device."""

from playwright.sync_api import expect

from forums.models import Unsent
from tests.browser.steps import answer
from tests.running import eventually

WORDS = "I would ask them what they noticed"


def kept_as(words):
    return lambda: [row.text for row in Unsent.objects.all()] == [words]


def test_an_answer_begun_at_the_desk_is_finished_on_the_phone(visit, talk, participant):
    desk = visit(talk.get_absolute_url(), person=participant)
    desk.get_by_label("Your answer").fill(WORDS)
    eventually(kept_as(WORDS))

    phone = visit(talk.get_absolute_url(), person=participant, width=360)
    expect(phone.get_by_text("You began an answer here")).to_contain_text(WORDS)
    phone.get_by_role("link", name="Go on").click()
    expect(phone.get_by_label("Your answer")).to_have_value(WORDS)
    phone.get_by_label("Your answer").fill(f"{WORDS} first.")
    eventually(kept_as(f"{WORDS} first."))

    desk.get_by_label("Your answer").fill(f"{WORDS} last.")
    expect(desk.get_by_role("alert")).to_contain_text("on another device")
    assert kept_as(f"{WORDS} first.")()
    desk.get_by_role("button", name="Take the other text").click()
    expect(desk.get_by_label("Your answer")).to_have_value(f"{WORDS} first.")

    phone.get_by_role("button", name="Reply").click()
    expect(phone.locator("#thread article").filter(has_text=f"{WORDS} first.")).to_be_visible()
    eventually(lambda: not Unsent.objects.exists())


def test_what_was_typed_and_comes_back_in_its_tab_is_not_offered_as_well(visit, talk, participant):
    page = visit(talk.get_absolute_url(), person=participant)
    page.get_by_label("Your answer").fill(WORDS)
    expect(page.locator("#reply [name=known]")).not_to_have_value("")

    page.goto("/")
    page.goto(talk.get_absolute_url())
    expect(page.get_by_text("What you typed here before is back.")).to_be_visible()
    expect(page.get_by_text("You began an answer here")).to_be_hidden()
    page.get_by_role("button", name="Start afresh").click()
    eventually(lambda: not Unsent.objects.exists())


def test_what_was_typed_before_the_page_was_whole_is_kept(visit, talk, participant):
    page = visit("/", person=participant)
    held = []
    page.route("**/js/unsent.*js", lambda route: held.append(route))
    with page.expect_request("**/js/unsent.*js"):
        page.goto(talk.get_absolute_url(), wait_until="domcontentloaded")
    page.get_by_label("Your answer").fill(WORDS)
    (module,) = held
    module.continue_()
    expect(page.locator("#reply [name=known]")).not_to_have_value("")
    eventually(kept_as(WORDS))


def test_without_javascript_it_is_offered_and_thrown_away(visit, talk, participant):
    desk = visit(talk.get_absolute_url(), person=participant)
    desk.get_by_label("Your answer").fill(WORDS)
    eventually(kept_as(WORDS))

    phone = visit(talk.get_absolute_url(), person=participant, javascript=False, width=360)
    phone.get_by_role("link", name="Go on").click()
    expect(phone.get_by_label("Your answer")).to_have_value(WORDS)
    phone.get_by_role("button", name="Throw it away").click()
    expect(phone.get_by_text("What you had begun is thrown away.")).to_be_visible()
    assert not Unsent.objects.exists()
    answer(phone, "Something else")
