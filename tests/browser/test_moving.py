"""Rooms in their order, and a discussion that goes from one to another: at a desk, and on a phone."""

from playwright.sync_api import expect

from communities.models import Membership, Role
from forums.models import Discussion, Move
from tests.browser.steps import MANNERS, TITLE, is_missing

SPACES = "/c/campus/spaces/"


def button(page, space, name):
    return page.locator("#spaces li").filter(has_text=space).get_by_role("button", name=name)


def order(page):
    return page.locator("#spaces .row__title").all_inner_texts()


@MANNERS
def test_a_leader_puts_the_spaces_in_order(visit, community, leader, participant, manner):
    page = visit(SPACES, person=leader, **manner)
    assert order(page) == ["Commons", "Members’ room", "Team room"]

    button(page, "Members’ room", "Up").click()
    expect(page.locator("#spaces .row__title").first).to_have_text("Members’ room")
    button(page, "Commons", "Down").click()
    expect(page.locator("#spaces .row__title").last).to_have_text("Commons")
    if manner["javascript"]:  # where the button that was pressed is gone, the other one is at hand
        expect(button(page, "Commons", "Up")).to_be_focused()

    expect(button(page, "Commons", "Down")).to_have_count(0)
    assert order(page) == ["Members’ room", "Team room", "Commons"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    member = visit("/c/campus/", person=participant, **manner)
    named = member.get_by_role("main").inner_text()
    assert named.index("Members’ room") < named.index("Commons")


@MANNERS
def test_a_discussion_goes_to_fewer_and_to_more(visit, talk, moderator, participant, manner):
    reading = visit(talk.get_absolute_url(), person=participant, **manner)
    page = visit(talk.get_absolute_url(), person=moderator, **manner)
    page.locator(".tools summary").click()
    page.locator(".tools").get_by_role("link", name="Move it").click()
    page.get_by_label("Team room, read by the team").check()
    page.get_by_role("button", name="See who would read it").click()
    expect(page.get_by_role("heading", name="If it goes to Team room")).to_be_visible()
    expect(page.get_by_text("1 member outside the team: Pia Participant")).to_be_visible()
    expect(page.get_by_text("Everyone on the web who is no member")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("main").get_by_role("button", name="Move it").click()
    expect(page.get_by_text("It is in Team room now.")).to_be_visible()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()

    reading.get_by_label("Your answer").fill("Half a sentence, written while it was moved.")
    reading.get_by_role("button", name="Reply").click()
    if manner["javascript"]:
        expect(reading.get_by_label("Your answer")).to_have_value("Half a sentence, written while it was moved.")
    else:
        expect(reading.get_by_text("Half a sentence, written while it was moved.")).to_be_visible()
    assert is_missing(reading, talk.get_absolute_url())

    page.goto(f"/d/{talk.pk}/move/")
    page.get_by_label("Members’ room, read by members").check()
    page.get_by_role("button", name="See who would read it").click()
    expect(page.get_by_text("so a leader has to move it")).to_be_visible()
    Membership.objects.filter(person=moderator).update(role=Role.LEADER)
    page.get_by_role("button", name="See who would read it").click()
    page.get_by_role("button", name="Move it and open it to them").click()
    expect(page.get_by_text("It is in Members’ room now.")).to_be_visible()
    reading.goto(talk.get_absolute_url())
    expect(reading.get_by_role("heading", name=TITLE)).to_be_visible()
    assert [move.target.slug for move in Move.objects.order_by("pk")] == ["team", "members"]


@MANNERS
def test_of_two_who_move_it_the_second_is_told(visit, talk, moderator, leader, manner):
    pages = []
    for person, target in ((moderator, "Team room"), (leader, "Members’ room")):
        page = visit(f"/d/{talk.pk}/move/", person=person, **manner)
        page.get_by_label(target).check()
        page.get_by_role("button", name="See who would read it").click()
        pages.append(page.get_by_role("main").get_by_role("button", name="Move it"))
        expect(pages[-1]).to_be_visible()

    for button in pages:
        button.click()

    expect(page.get_by_text("Somebody else has just moved it elsewhere.")).to_be_visible()
    assert Discussion.objects.get().space.slug == "team"
