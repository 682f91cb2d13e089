"""What Copse is for, through real processes: from the first visit to the summary that comes by mail."""

import re
import urllib.request
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from communities.models import Membership
from forums import actions
from forums.models import Closing, Discussion
from notifications.models import Notification, Volume
from tests.browser.steps import MANNERS, TITLE, Desk, answer, confirm, sign_up
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory
from tests.running import PATIENCE, eventually


@MANNERS
def test_a_visitor_signs_up_joins_reads_and_answers(site, visit, talk, letter_to, participant, leader, manner):
    page = visit("/", **manner)
    page.get_by_label("What do you want to get better at?").fill("virtal")
    page.get_by_role("main").get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Virtual campus").click()
    page.get_by_role("main").get_by_role("link", name="Join").click()

    sign_up(page, "Ana Ruiz", "ana@copse.example")
    confirm(page, letter_to("ana@copse.example", "Welcome"))

    expect(page.get_by_role("heading", name="Virtual campus")).to_be_visible()
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Welcome to Virtual campus.")).to_be_visible()

    page.get_by_role("link", name=TITLE).click()
    thread = page.locator("#thread")
    expect(thread).to_contain_text("I asked for permission first.")
    page.get_by_label("Your answer").fill("I wait until we are *alone*.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_label("Preview").locator("em")).to_have_text("alone")
    page.get_by_role("button", name="Reply").click()
    expect(thread.get_by_role("article", name="by Ana Ruiz").locator("em")).to_have_text("alone")

    page.get_by_role("link", name="Reply to Pia Participant").click()
    beneath = (
        page.locator("form.reply").filter(has_text="Your answer to Pia Participant") if manner["javascript"] else page
    )
    beneath.get_by_label("Your answer").fill("What did they say?")
    beneath.get_by_role("button", name="Reply").click()
    expect(thread.locator(".post--1")).to_contain_text("What did they say?")

    ana = User.objects.get(email="ana@copse.example")
    assert Membership.objects.live_of(ana).filter(community__slug="campus").exists()
    said = talk.posts.filter(author=ana).order_by("number").values_list("markdown", "parent__author")
    assert list(said) == [("I wait until we are *alone*.", None), ("What did they say?", participant.pk)]
    letter_to(participant.email, f"Re: {TITLE}")
    assert len(site.postbox.kept) == 2


def told_of(kind):
    """Who has how many notices of things of one kind, in-app."""
    return Counter(Notification.objects.filter(entry__verb=kind).values_list("recipient__email", flat=True))


@MANNERS
def test_a_discussion_goes_from_its_plan_to_a_mailed_summary(
    visit, site, sent, letter_to, community, outsider, participant, facilitator, moderator, leader, manner
):
    follower, muter = [
        MembershipFactory(community=community, person__display_name=name).person for name in ("Flo", "Max")
    ]
    desk = Desk(visit("/c/campus/discussions/", person=moderator, **manner), manner["javascript"])
    desk.fill_in_the_plan()
    desk.press("Keep the plan")
    expect(desk.page.get_by_text("Your plan is kept.")).to_be_visible()
    discussion = Discussion.objects.get()
    phone = visit("/c/campus/discussions/", person=participant, **manner)
    assert TITLE not in phone.content()
    desk.page.get_by_role("link", name="Open it now").click()
    expect(desk.page.get_by_text("5 people find it among their news.")).to_be_visible()
    desk.press("Open it")
    expect(desk.page.get_by_text("The discussion is open.")).to_be_visible()

    # One writes, and hears of it without asking; one follows without a word; one writes and wants to hear no more;
    # two read.
    phone.goto("/")
    expect(phone.get_by_role("link", name="1 new").locator("visible=true").first).to_be_visible()
    phone.get_by_role("main").get_by_role("link", name=TITLE).click()
    answer(phone, "I asked for permission first, and she listened to all of it.")
    phone.reload()
    expect(phone.get_by_text("You wrote here, and hear of each post")).to_be_visible()
    page = visit(discussion.get_absolute_url(), person=follower, **manner)
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_text("You follow this")).to_be_visible()
    page = visit(discussion.get_absolute_url(), person=muter, **manner)
    answer(page, "I would not ask first: he always says that he has no time.")
    page.get_by_role("button", name="Mute", exact=True).click()
    expect(page.get_by_text("You hear nothing of this")).to_be_visible()
    for person in (outsider, facilitator):
        expect(visit(discussion.get_absolute_url(), person=person, **manner).locator("#thread")).to_contain_text(
            "no time"
        )

    desk.page.reload()
    desk.close("We know enough.")
    desk.edit_line("I asked for permission first", "Ask **before** you tell [#2].")
    assert site.postbox.kept == []
    desk.publish()

    top = desk.page.locator(".tools + section")
    expect(top).to_contain_text("What we learned")
    expect(top).to_contain_text("Ask before you tell")
    subject = f"What we learned: {TITLE}"
    first_letters = Counter([(participant.email, subject), (follower.email, subject)])
    assert sent(2) == first_letters
    assert told_of("discussion.closed") == Counter([participant.email, follower.email])

    letter = letter_to(follower.email, subject)
    says_what_it_is(letter, site)
    leads_to_what_it_names(letter, visit("/", **manner))
    leads_to_what_it_names(letter, visit("/", person=follower, **manner))
    phone.goto("/")
    phone.get_by_role("link", name=re.compile(r"^\d+ new$")).locator("visible=true").first.click()
    phone.get_by_role("link", name="read what came of it").click()
    expect(phone.locator(".page__content > *").first).to_contain_text("Ask before you tell")

    unsubscribe_by_one_click(letter)
    assert Volume.objects.get(person=follower).level == Volume.Level.MUTE
    desk.reopen("Somebody has tried it.")
    phone.goto(discussion.get_absolute_url())
    answer(phone, "I tried it again on Monday, and it worked with him too.")
    desk.page.reload()
    desk.close("Now we have it.")
    desk.edit_line("I tried it again", "It works a second time [#4].")
    desk.publish()

    expect(desk.page.locator(".tools + section")).to_contain_text("It works a second time")
    history = desk.page.get_by_role("region", name="Closed and reopened")
    expect(history).to_contain_text("Somebody has tried it.")
    assert "Ask before you tell" in history.text_content()
    assert sent(3) == first_letters + Counter([(participant.email, subject)])
    assert list(discussion.closings.values_list("published_by", flat=True)) == [moderator.pk] * 2


def says_what_it_is(letter, site):
    """Text and HTML say the same; the headers keep the letter in its thread and out of nobody's way."""
    text, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "Ask before you tell [#2]." in text
    assert "Ask <strong>before</strong> you tell" in html
    assert "Mo Moderator" in text
    assert re.fullmatch(r"<[^@>]+@127\.0\.0\.1>", letter["Message-ID"])
    assert letter["List-Id"] == "<campus.127.0.0.1>"
    assert letter["List-Unsubscribe"].strip().startswith(f"<{site.address}/notifications/unsubscribe/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"


def leads_to_what_it_names(letter, page):
    """Every link of the letter, text and HTML, opens what it names: the summary, the post, or the reader's setting."""
    text, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    links = {*re.findall(r"http://\S+", text), *re.findall(r'href="(http://[^"]+)"', html)}
    assert len([link for link in links if "/p/" in link]) >= 2
    for link in links:
        page.goto("about:blank")  # so that each link asks the site
        assert page.goto(link).ok
        anchor = page.url.partition("#")[2]
        if anchor and "/account/login/" not in page.url:
            assert page.locator(f"[id='{anchor}']").is_visible()
            assert re.match(r"closing-\d+|post-\d+|id_kind_closed", anchor)


def unsubscribe_by_one_click(letter):
    """As a mail program does it: a POST without a cookie (RFC 8058)."""
    address = letter["List-Unsubscribe"].strip(" <>")
    form = urlencode({"List-Unsubscribe": "One-Click"}).encode()
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    assert direct.open(urllib.request.Request(address, data=form), timeout=PATIENCE).status == 200


def test_beat_opens_and_closes_what_is_due(site, visit, commons, moderator, participant):
    later = timezone.now() + timedelta(hours=1)
    planned = actions.plan_discussion(
        commons,
        actor=moderator,
        title=TITLE,
        question="What did you say, and what came of it?",
        submission=uuid4(),
        opens_at=later,
        closes_at=later + timedelta(hours=1),
    )
    found = Discussion.objects.filter(pk=planned.pk)

    found.update(opens_at=timezone.now())
    eventually(found.filter(state=Discussion.State.OPEN).exists)
    page = visit("/", person=participant)
    # It stands there twice: as what comes next, and as what is new.
    page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    answer(page, "I asked for permission first.")
    found.update(closes_at=timezone.now())
    eventually(Closing.objects.filter(discussion=planned, drafted_at__isnull=False).exists)

    page.reload()
    expect(page.get_by_role("heading", name="This discussion is being closed")).to_be_visible()
    page = visit("/", person=moderator)
    page.get_by_role("link", name="Read the draft").click()
    expect(page.get_by_role("heading", name="What did you learn?")).to_be_visible()
    assert told_of("discussion.opened") == told_of("closing.drafted") + Counter([participant.email])
    assert not Closing.objects.published().exists()
    assert site.postbox.kept == []


def test_a_dead_worker_delays_and_loses_nothing(site, visit, sent, talk, drafted, participant, moderator):
    other = DiscussionFactory(space=talk.space, title="In a corridor")
    PostFactory(discussion=other, author=participant, kind="prompt", markdown="Where do you tell them?")
    drafted(actions.close_discussion(talk, actor=moderator, reason="We know enough."))
    desk = Desk(visit(f"/d/{talk.pk}/closing/", person=moderator), has_javascript=True)
    desk.edit_line("I asked for permission first", "Ask before you tell [#2].")
    site.worker.kill()
    cache.clear()  # and the broker, which is the same server, forgets whatever it knew

    desk.publish()
    desk.page.goto(other.get_absolute_url())
    desk.begin_to_close("Nobody asks any more.")
    expect(desk.page.get_by_role("heading", name="The draft is being written")).to_be_visible()
    assert site.postbox.kept == []
    site.start_worker()

    expect(desk.page.get_by_role("heading", name="What did you learn?")).to_be_visible()
    assert sent(1) == Counter([(participant.email, f"What we learned: {TITLE}")])
    assert told_of("closing.drafted") == Counter({moderator.email: 2})
    assert told_of("discussion.closed") == Counter([participant.email])
