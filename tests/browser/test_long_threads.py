"""A long thread: its dates lead to what was said then, and replies fold away until they are asked for."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from forums.models import ReadingPosition, Tag
from tests.browser.steps import MANNERS, wait_for_modules
from tests.factories import PostFactory


@MANNERS
def test_dates_lead_on_and_replies_fold(visit, talk, moderator, participant, manner):
    talk.refresh_from_db()
    at = timezone.now() - timedelta(days=5)
    talk.posts.update(created_at=at)
    for place in range(24):
        PostFactory(discussion=talk, author=moderator, created_at=at + timedelta(days=place // 12))
    talk.refresh_from_db()
    head = PostFactory(discussion=talk, author=participant, markdown="A line of its own.")
    replies = [PostFactory(discussion=talk, author=moderator, parent=head, markdown=f"Answer {n}.") for n in (1, 2)]
    read = {"last_read": replies[-1].number}  # a line with something new in it would not stay folded
    ReadingPosition.objects.update_or_create(person=participant, discussion=talk, defaults=read)
    Tag.objects.create(community=talk.space.community, name="Stations").discussions.add(talk)
    page = visit(talk.get_absolute_url(), person=participant, **manner)

    page.get_by_role("navigation", name="Jump to a day").get_by_role("link").last.click()
    expect(page.get_by_role("navigation", name="Jump to a day").locator("[aria-current=true]")).to_have_count(1)
    expect(page.get_by_text("Answer 2.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    wait_for_modules(page)
    page.get_by_text("2 replies").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Answer 2.")).to_be_hidden()
    page.reload()
    if manner["javascript"]:
        expect(page.get_by_text("Answer 2.")).to_be_hidden()
        page.goto(f"{talk.get_absolute_url()}?from={head.path}#post-{replies[0].number}")
    expect(page.get_by_text("Answer 1.")).to_be_visible()

    page.get_by_role("link", name="Stations").click()
    expect(page.get_by_role("link", name=talk.title)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
