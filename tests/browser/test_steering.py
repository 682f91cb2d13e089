"""Two discussions become one while somebody answers, and an answer begins with a saved reply; desk and phone."""

from playwright.sync_api import expect

from forums.models import SavedReply
from tests.browser.steps import MANNERS
from tests.factories import DiscussionFactory, PostFactory


@MANNERS
def test_two_become_one_and_the_answer_goes_along(visit, talk, moderator, participant, manner):
    talk.refresh_from_db()
    twin = DiscussionFactory(space=talk.space, planned_by=moderator, title="The same once more")
    PostFactory(discussion=twin, author=moderator, kind="prompt", markdown="How do you begin?")
    SavedReply.objects.create(
        community=talk.space.community, title="Welcome", markdown="Good to have you here.", by=moderator
    )
    reading = visit(f"/d/{twin.pk}/reply/", person=participant, **manner)
    page = visit(twin.get_absolute_url(), person=moderator, **manner)

    page.get_by_text("Moderator’s tools", exact=True).click()
    page.get_by_role("link", name="Merge it into another").click()
    page.get_by_role("link", name=talk.title).click()
    expect(page.get_by_text("the same people read it")).to_be_visible()
    page.get_by_label("Why?").fill("Both ask how one begins.")
    page.get_by_role("button", name="Merge them").click()
    expect(page.get_by_text("Both ask how one begins.").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    reading.get_by_label("Your answer").fill("With a question of my own.")
    reading.get_by_role("button", name="Reply").click()
    expect(reading.get_by_text("This goes on in another discussion now.").first).to_be_visible()
    reading.get_by_role("button", name="Reply").click()
    expect(reading.get_by_role("heading", name=talk.title)).to_be_visible()
    assert talk.posts.get(markdown="With a question of my own.").parent.kind == "merged"

    page.goto(f"/d/{talk.pk}/reply/")
    page.get_by_role("link", name="Begin with a saved reply").click()
    page.get_by_role("button", name="Put it in").or_(page.get_by_role("button", name="Begin with it")).click()
    expect(page.get_by_label("Your answer")).to_have_value("Good to have you here.")
