"""A hand that shakes does everything once."""

from playwright.sync_api import expect

from communities.models import Community, Membership
from forums.models import Closing, Discussion
from notifications.models import Notification
from tests.browser.steps import MANNERS, TITLE, Desk
from tests.running import eventually


@MANNERS
def test_a_double_click_does_it_once(site, visit, sent, talk, outsider, participant, moderator, leader, manner):
    def press_twice(page, name, then):
        page.get_by_role("main").get_by_role("button", name=name, exact=True).dblclick()
        expect(page.get_by_text(then)).to_be_visible()
        eventually(site.is_quiet)

    page = visit("/communities/new/?kind=interest", person=outsider, **manner)
    page.get_by_label("Name", exact=True).fill("Feedback at the bedside")
    page.get_by_label("Purpose in a sentence").fill("For those who teach where patients listen.")
    press_twice(page, "Start the community", then="Your community is here.")
    started = Community.objects.exclude(slug="campus").get()
    assert (started.spaces.count(), started.memberships.count()) == (3, 1)

    page.goto("/c/campus/")
    press_twice(page, "Join", then="Welcome to Virtual campus.")
    assert Membership.objects.filter(community__slug="campus", person=outsider).count() == 1
    talk.space.community.refresh_from_db()
    assert talk.space.community.member_count == talk.space.community.memberships.count()

    page.goto(talk.get_absolute_url())
    page.get_by_label("Your answer").fill("I said nothing, to my regret.")
    press_twice(page, "Reply", then="I said nothing")
    assert list(talk.posts.filter(author=outsider).values_list("markdown", flat=True)) == [
        "I said nothing, to my regret."
    ]

    desk = Desk(visit("/c/campus/discussions/", person=moderator, **manner), manner["javascript"])
    desk.fill_in_the_plan()
    press_twice(desk.page, "Keep the plan", then="Your plan is kept.")
    planned = Discussion.objects.exclude(pk=talk.pk).get()
    desk.page.get_by_role("link", name="Open it now").click()
    press_twice(desk.page, "Open it", then="The discussion is open.")
    assert planned.posts.count() == 1
    assert Notification.objects.filter(entry__verb="discussion.opened", entry__object_id=planned.pk).count() == 3

    desk.page.goto(talk.get_absolute_url())
    desk.close("We know enough.")
    desk.edit_line("I said nothing", "Whoever says nothing regrets it [#2].")
    desk.page.get_by_label("What came of it").select_option("lesson")
    press_twice(desk.page, "Publish and mail 2 people", then="Published, and on its way")
    assert Closing.objects.published().count() == Closing.objects.count() == 1
    assert sent(2) == {(one.email, f"What we learned: {TITLE}"): 1 for one in (outsider, participant)}
