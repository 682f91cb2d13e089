"""What one does with a post where one reads: reacting, the list behind “More”, bookmarks, taking an answer."""

import pytest
from playwright.sync_api import expect

from forums.models import Bookmark, Discussion, Reaction
from tests.browser.steps import MANNERS
from tests.factories import PostFactory


@pytest.fixture
def post(talk, leader):
    talk.refresh_from_db()
    words = "Ask what they noticed themselves."
    return PostFactory(discussion=talk, author=leader, markdown=words, html=f"<p>{words}</p>")


@MANNERS
def test_people_react_and_see_who_did(visit, talk, post, participant, moderator, manner):
    page = visit(talk.get_absolute_url(), person=participant, **manner)
    article = page.locator(f"#post-{post.number}")
    article.get_by_role("button", name="Helpful").click()
    expect(article.get_by_role("button", name="Helpful 1", pressed=True)).to_be_visible()
    article.get_by_role("link", name="More about post").click()
    page.get_by_role("button", name="I tried this").click()
    expect(article.get_by_role("button", name="I tried this 1", pressed=True)).to_be_visible()
    article.get_by_role("button", name="Helpful 1").click()
    expect(article.get_by_role("button", name="Helpful")).to_have_count(0)
    assert list(Reaction.objects.values_list("kind", flat=True)) == ["tried"]

    other = visit(talk.get_absolute_url(), person=moderator, **manner)
    beside = other.locator(f"#post-{post.number}")
    beside.get_by_role("link", name="More about post").click()
    other.get_by_role("link", name="Who reacted").click()
    expect(other.get_by_role("region", name="Reactions to post")).to_contain_text(participant.display_name)


@MANNERS
def test_a_bookmark_is_kept_and_found_again(visit, talk, post, participant, manner):
    page = visit(talk.get_absolute_url(), person=participant, **manner)
    page.locator(f"#post-{post.number}").get_by_role("link", name="More about post").click()
    page.get_by_role("button", name="Keep a bookmark").click()
    page.wait_for_load_state()
    if manner["javascript"]:
        expect(page.get_by_role("button", name="Remove the bookmark")).to_be_focused()
    else:
        expect(page.get_by_text("Kept. You find it under your name")).to_be_visible()
    assert Bookmark.objects.get().post == post

    page.goto("/bookmarks/")
    expect(page.get_by_text("Ask what they noticed themselves.")).to_be_visible()
    page.get_by_role("button", name="Remove the bookmark of post").click()
    expect(page.get_by_text("Nothing kept yet")).to_be_visible()


@MANNERS
def test_an_answer_is_taken(visit, talk, post, moderator, manner):
    Discussion.objects.filter(pk=talk.pk).update(kind=Discussion.Kind.QUESTION)
    page = visit(talk.get_absolute_url(), person=moderator, **manner)
    page.locator(f"#post-{post.number}").get_by_role("link", name="More about post").click()
    page.get_by_role("button", name="Take it as the answer").click()
    panel = page.get_by_role("region", name="The answer")
    expect(panel).to_contain_text("Ask what they noticed themselves.")
    panel.get_by_role("link", name="Read it in the thread").click()
    expect(page.locator(f"#post-{post.number}").get_by_text("The answer")).to_be_visible()


def test_what_stands_behind_more_takes_the_focus_and_gives_it_back(visit, talk, post, participant):
    page = visit(talk.get_absolute_url(), person=participant)
    link = page.locator(f"#post-{post.number}").get_by_role("link", name="More about post")
    acts = page.get_by_role("region", name="More about post")

    link.click()
    expect(acts).to_be_focused()
    page.keyboard.press("Escape")
    expect(acts).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    acts.get_by_role("link", name="Close").click()
    expect(acts).to_have_count(0)
    expect(link).to_be_focused()
