"""A line of a discussion is set aside, closed, and goes on by itself while somebody answers; desk and phone."""

from playwright.sync_api import expect

from forums.models import Discussion
from tests.browser.steps import MANNERS
from tests.factories import PostFactory

WHY = "It is about parking."


def more(page, post, act):
    """What stands behind “More” beneath a post, by keyboard as well as by mouse."""
    page.goto(f"/p/{post.pk}/more/")
    page.get_by_role("main").get_by_role("link", name=act).click()


@MANNERS
def test_a_line_is_set_aside_and_another_closed(visit, talk, moderator, participant, manner):
    talk.refresh_from_db()
    aside = PostFactory(discussion=talk, author=participant, markdown="Where do you park?")
    PostFactory(discussion=talk, author=moderator, parent=aside, markdown="Behind the library.")
    closed = PostFactory(discussion=talk, author=moderator, markdown="Who is to blame?")
    reading = visit(f"/d/{talk.pk}/reply/?to={closed.number}", person=participant, **manner)
    page = visit(talk.get_absolute_url(), person=moderator, **manner)

    more(page, aside, "Mark the branch as off topic")
    page.get_by_label("Why is it off topic?").fill(WHY)
    page.get_by_role("button", name="Mark it as off topic").click()
    expect(page.get_by_text("The branch is folded now.")).to_be_visible()
    more(page, closed, "Close the branch")
    page.get_by_label("Why close this branch?").fill("It goes in circles.")
    page.get_by_label("What did it come to?").fill("Nobody is.")
    page.get_by_role("button", name="Close the branch").click()
    expect(page.locator(".line-said--closed")).to_contain_text("It goes in circles.")
    expect(page.get_by_text("Nobody is.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    reading.get_by_label("Your answer").fill("Half a sentence, written while it was closed.")
    reading.get_by_role("button", name="Reply").click()
    expect(reading.get_by_text("“It goes in circles.”").first).to_be_visible()
    expect(reading.get_by_label("Your answer")).to_have_value("Half a sentence, written while it was closed.")
    reading.goto(talk.get_absolute_url())
    expect(reading.get_by_text("Behind the library.")).to_be_hidden()
    reading.get_by_text("Off topic:").click()
    expect(reading.get_by_text("Behind the library.")).to_be_visible()
    assert reading.evaluate("document.documentElement.scrollWidth <= innerWidth")


@MANNERS
def test_an_answer_follows_a_line_that_goes_on_by_itself(visit, talk, moderator, participant, manner):
    talk.refresh_from_db()
    line = PostFactory(discussion=talk, author=moderator, markdown="Which words come first?")
    reading = visit(f"/d/{talk.pk}/reply/?to={line.number}", person=participant, **manner)
    page = visit(talk.get_absolute_url(), person=moderator, **manner)

    more(page, line, "Split the branch off")
    page.get_by_label("Title").fill("The first words")
    page.get_by_label("Opening question").fill("Which words do you begin with?")
    page.get_by_role("button", name="Split it off").click()
    expect(page.get_by_role("heading", name="The first words")).to_be_visible()
    expect(page.get_by_text("Which words come first?")).to_be_visible()
    target = Discussion.objects.get(title="The first words")

    reading.get_by_label("Your answer").fill("May I ask you something?")
    reading.get_by_role("button", name="Reply").click()
    expect(reading.get_by_text("This goes on in another discussion now.").first).to_be_visible()
    reading.get_by_role("button", name="Reply").click()
    expect(reading.get_by_role("heading", name="The first words")).to_be_visible()
    assert target.posts.get(markdown="May I ask you something?").parent.pk == line.pk
    reading.goto(talk.get_absolute_url())
    reading.get_by_role("link", name="a discussion of its own").click()
    expect(reading.get_by_role("heading", name="The first words")).to_be_visible()
