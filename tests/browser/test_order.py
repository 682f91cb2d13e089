"""Order as people meet it: a first post that waits, somebody blocked; at a desk, on a phone without JavaScript."""

from playwright.sync_api import expect

from accounts.models import Block
from forums.models import HeldPost, Post
from tests.browser.steps import MANNERS, answer
from tests.factories import MembershipFactory, PostFactory

SAID = "I am new here, and I ask before I tell."


@MANNERS
def test_a_first_post_waits_and_is_let_through(visit, community, talk, moderator, leader, participant, manner):
    newcomer = MembershipFactory(community=community, person__display_name="Nia Newcomer").person
    settings = visit("/c/campus/settings/", person=leader, **manner)
    settings.get_by_label("Look at first posts before others read them").check()
    settings.get_by_role("button", name="Save").click()
    expect(settings.get_by_text("Saved.")).to_be_visible()

    writing = visit(talk.get_absolute_url(), person=newcomer, **manner)
    answer(writing, SAID)
    held = writing.get_by_role("article", name="Your post that waits for the team")
    expect(held).to_contain_text(SAID)
    expect(held).to_contain_text("Only you and the team see this.")
    assert not Post.objects.filter(author=newcomer).exists()
    held.get_by_role("link", name="Change it").click()
    writing.get_by_label("Your post").fill(f"{SAID} Mostly.")
    writing.get_by_role("button", name="Save").click()
    expect(writing.get_by_text("Saved. The team reads it like this.")).to_be_visible()

    other = visit(talk.get_absolute_url(), person=participant, **manner)
    expect(other.get_by_text(SAID)).to_have_count(0)

    team = visit("/c/campus/reports/", person=moderator, **manner)
    team.get_by_role("link", name="A first post by Nia Newcomer").click()
    expect(team.get_by_text(f"{SAID} Mostly.")).to_be_visible()
    team.get_by_role("button", name="Let it through").click()
    expect(team.get_by_text("It is shown now.")).to_be_visible()
    assert HeldPost.objects.get().state == "let_through"

    other.reload()
    expect(other.get_by_text(f"{SAID} Mostly.")).to_be_visible()
    changes = visit("/c/campus/audit/?kind=order", person=leader, **manner)
    expect(changes.get_by_text("let a first post through")).to_be_visible()


@MANNERS
def test_whoever_is_blocked_stands_folded(visit, community, talk, participant, manner):
    bea = MembershipFactory(community=community, person__display_name="Bea Blocked").person
    talk.refresh_from_db()
    PostFactory(discussion=talk, author=bea, markdown="What Bea has to say.", html="<p>What Bea has to say.</p>")
    page = visit(talk.get_absolute_url(), person=participant, **manner)
    article = page.get_by_role("article", name="by Bea Blocked")
    article.get_by_role("link", name="More about post").click()
    page.get_by_role("link", name="Report it").click()
    page.get_by_role("link", name="block Bea Blocked").click()
    expect(page.get_by_text("They are not told, and nobody else sees it.")).to_be_visible()
    page.get_by_role("button", name="Block them").click()
    expect(page.get_by_text("Bea Blocked is blocked.")).to_be_visible()

    page.goto(talk.get_absolute_url())
    said = page.get_by_text("What Bea has to say.")
    expect(said).to_be_hidden()
    page.get_by_text("by somebody you blocked").click()
    expect(said).to_be_visible()

    page.goto("/account/blocked/")
    page.get_by_role("button", name="Unblock").click()
    expect(page.get_by_text("You hear of Bea Blocked again.")).to_be_visible()
    assert not Block.objects.exists()
