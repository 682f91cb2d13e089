"""What is one's own: taken along, erased, kept behind a second step, and signed in where one wants to be."""

import json
import re
import time
import zipfile
from html import unescape
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from accounts.models import User
from communities.actions import ask_to_join, change_role, decline_requests, invite_people
from communities.models import Role
from forums import actions
from forums.effects.drafts import Draft
from forums.models import Post
from forums.queries.quoting import quotation_of
from notifications.models import MailRhythm, OutboxMessage
from tests.browser.steps import MANNERS, confirm, show_who_it_is, sign_in
from tests.factories import CommunityFactory, DiscussionFactory, MembershipFactory, PostFactory, UserFactory
from tests.running import eventually
from tests.traces import CACHE, SESSIONS, may_still_name, traces_of

ADDRESS = "zubeyde.quill@copse.example"
WORDS = ("zubeyde", "quill", "tambourine")  # of her name, her handle, her address and what she says of herself
SAID = "as Zubeyde Quill said"  # by others, in their own words


def say(discussion, person, text, parent=None):
    return actions.reply(discussion, actor=person, markdown=text, submission=uuid4(), parent=parent)


@pytest.fixture
def boss(db):
    """Who leads another community, and asked somebody in who had no account yet."""
    boss = MembershipFactory(community=CommunityFactory(name="Handover", admission="request"), role=Role.LEADER).person
    invite_people(boss.memberships.get().community, emails=[ADDRESS], actor=boss, message="Come, Zubeyde.")
    return boss


@pytest.fixture
def zubeyde(community, boss):
    person = UserFactory(
        display_name="Zubeyde Quill", email=ADDRESS, bio="I play the tambourine.", organisation="Tambourine Hospital"
    )
    MembershipFactory(community=community, person=person)
    return person


@pytest.fixture
def busy_life(site, talk, commons, community, boss, zubeyde, participant, moderator, leader):
    """Everything that somebody can leave behind; returns the texts that she wrote and that stay."""
    change_role(
        community.memberships.get(person=zubeyde), role=Role.FACILITATOR, actor=leader, note="Zubeyde reads everything."
    )
    eventually(MailRhythm.objects.filter(person=zubeyde).exists)
    first = say(talk, zubeyde, "I sit down firts.")
    first = actions.edit_post(first, actor=zubeyde, markdown="I sit down first.", version=first.version)
    answer = say(talk, participant, f"{quotation_of(first)}Why, @{zubeyde.handle}?", first)
    say(talk, zubeyde, "Because they look up otherwise.", answer)
    said = say(talk, participant, f"Or not, {SAID}.")
    actions.edit_post(said, actor=participant, markdown="Or not.", version=said.version)
    actions.remove_post(say(talk, zubeyde, "Tambourine and all."), actor=zubeyde)
    actions.remove_post(say(talk, zubeyde, "One too many."), actor=moderator, reason=f"Twice, {SAID}.")
    asked = actions.plan_discussion(
        commons, actor=zubeyde, title="In a corridor", question="Where do you tell them?", submission=uuid4()
    )
    actions.open_discussion(asked, actor=zubeyde)
    thank(community, commons, zubeyde, moderator, participant)
    other = boss.memberships.get().community
    request = ask_to_join(other, actor=zubeyde, message="I am Zubeyde.")
    decline_requests(other, [request], actor=boss, reason="Not now, dear Zubeyde.")
    ask_to_join(
        CommunityFactory(name="Rounds", admission="request", is_led=True), actor=zubeyde, message="It is Zubeyde again."
    )
    invite_people(community, emails=["bo@copse.example"], actor=zubeyde, message="Yours, Zubeyde")
    eventually(lambda: not OutboxMessage.objects.filter(state="waiting").exists())
    return ["I sit down first.", "Because they look up otherwise.", "Where do you tell them?"]


def thank(community, commons, person, moderator, participant):
    """A discussion that ended with thanks and a note to `person`, and a summary that names her."""
    closed = DiscussionFactory(space=commons, title="At night", planned_by=moderator)
    PostFactory(discussion=closed, author=moderator, kind="prompt")
    PostFactory(discussion=closed, author=person, markdown="Not before the tea.")
    PostFactory(discussion=closed, author=participant, markdown="After it.")
    actions.close_discussion(closed, actor=moderator, reason="We know enough.")
    closing = eventually(closed.closings.unpublished().filter(drafted_at__isnull=False).first)
    actions.publish_closing(
        closing,
        Draft(
            f"Tea comes first, {SAID} [#2].",
            "lesson",
            thanks=[(person.pk, "Zubeyde, for the tea")],
            notes=[(person.pk, "Dear Zubeyde, thank you."), (participant.pk, f"Tea, {SAID}.")],
        ),
        actor=moderator,
        version=closing.version,
    )


# Where SAID stands; of these the page on personal data says that they are kept as they are.
KEPT = {
    "forums.Closing.excerpt",
    "forums.Closing.summary",
    "forums.Closing.summary_html",
    "forums.Post.delete_reason",
    "forums.PostRevision.html",
    "forums.PostRevision.markdown",
    "forums.PrivateNote.html",
    "forums.PrivateNote.markdown",
}


def linked_pages(page, start="/"):
    """{address: text} of every page of the site to which links lead this browser, from one to the next."""
    found, waiting = {}, [start]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = page.request.get(address)
        found[address] = response.text() if response.ok and "html" in response.headers["content-type"] else ""
        links = re.findall(r'href="(/[^"#]*)', found[address])
        waiting += [unescape(link) for link in links if not link.startswith(("/static/", "/account/", "//"))]
    return found


def places_of_posts():
    return list(Post.objects.order_by("pk").values_list("pk", "parent", "number", "path", "author", "deleted_at"))


@MANNERS
def test_a_busy_person_takes_everything_along_and_is_forgotten(
    site, visit, letter_to, busy_life, talk, zubeyde, participant, moderator, leader, manner
):
    page, elsewhere = (visit("/account/login/?next=/account/data/", **manner) for _ in range(2))
    for browser in (page, elsewhere):
        sign_in(browser, ADDRESS)
        expect(browser.get_by_role("heading", name="Your data", exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        data, overview = archive.read("data.json").decode(), archive.read("overview.html").decode()
    for text in [
        *busy_life,
        "I sit down firts.",
        "Tambourine and all.",
        "I am Zubeyde.",
        "Dear Zubeyde, thank you.",
        ADDRESS,
    ]:
        assert text in data
        assert text in overview
    assert len(json.loads(data)["accounts"]["sign_ins"]) == 2
    before = places_of_posts()
    assert traces_of(*WORDS) > KEPT | {"accounts.User.bio", "notifications.OutboxMessage.address", SESSIONS, CACHE}

    page.get_by_role("link", name="See what goes and what stays").click()
    show_who_it_is(page)
    page.get_by_label("I know that this cannot be undone").check()
    page.get_by_role("button", name="Erase my account").click()
    expect(page.get_by_role("heading", name="Goodbye, and thank you")).to_be_visible()
    letter_to(ADDRESS, "Your account at Copse is erased")
    for browser in (page, elsewhere):
        browser.goto("/account/data/")
        expect(browser.get_by_role("heading", name="Sign in")).to_be_visible()

    assert traces_of(*WORDS) == KEPT
    assert may_still_name() >= KEPT
    assert places_of_posts() == before
    page = visit(talk.get_absolute_url(), person=participant, **manner)
    for text in busy_life[:2]:
        expect(page.get_by_role("article", name="by Former member").filter(has_text=text).last).to_be_visible()
    expect(page.locator("#thread blockquote")).to_contain_text("Former member in #3")
    for member in (participant, moderator, leader):
        pages = linked_pages(visit("/", person=member, **manner))
        assert len(pages) > 30
        named = {address for address, text in pages.items() if any(w in text.replace(SAID, "").lower() for w in WORDS)}
        assert named == set()


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@MANNERS
def test_site_staff_set_up_a_second_step_before_they_come_in(visit, manner):
    staff = UserFactory(display_name="Ada Admin", is_staff=True, is_superuser=True, second_step=False)
    page = visit("/admin/", **manner)
    sign_in(page, staff.email)

    expect(page.get_by_text("Site staff sign in with two steps.")).to_be_visible()
    show_who_it_is(page)
    expect(page.get_by_role("heading", name="Set up two-step sign-in")).to_be_visible()
    secret = page.locator("code").inner_text()
    page.get_by_label("The six digits that the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("Two-step sign-in is on.")).to_be_visible()
    page.goto("/admin/")
    expect(page.get_by_text("Who may sign in, and what stands in the way")).to_be_visible()

    other = visit("/account/login/?next=/admin/", **manner)
    sign_in(other, staff.email)
    other.get_by_label("Code").fill("000000")
    other.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(other.get_by_label("Code")).to_be_visible()
    other.goto("/admin/")
    expect(other.get_by_role("heading", name="The second step")).to_be_visible()


@MANNERS
def test_a_browser_elsewhere_is_signed_out(visit, participant, manner):
    here, elsewhere = (visit("/account/login/?next=/account/sessions/", **manner) for _ in range(2))
    for browser in (here, elsewhere):
        sign_in(browser, participant.email)
        expect(browser.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    here.reload()
    expect(here.get_by_role("main").get_by_text("Chrome on Linux", exact=True)).to_have_count(2)
    here.get_by_role("button", name="Sign the others out").click()

    expect(here.get_by_text("The others are signed out.")).to_be_visible()
    expect(here.get_by_role("main").get_by_text("Chrome on Linux", exact=True)).to_have_count(1)
    elsewhere.goto("/notifications/")
    expect(elsewhere.get_by_role("heading", name="Sign in")).to_be_visible()
    here.goto("/notifications/")
    expect(here.get_by_role("heading", name="What’s new")).to_be_visible()


@MANNERS
def test_mail_goes_to_a_new_address_once_it_is_confirmed(visit, letter_to, participant, manner):
    before, after = participant.email, "pia.new@copse.example"
    page = visit("/account/login/?next=/account/email/", **manner)
    sign_in(page, before)
    page.get_by_label("E-mail address").fill(after)
    page.get_by_role("button", name="Add it").click()
    show_who_it_is(page)
    expect(page.get_by_text("not confirmed")).to_be_visible()
    assert User.objects.get(pk=participant.pk).email == before
    confirm(page, letter_to(after, ""))
    page.goto("/account/email/")
    page.get_by_role("button", name="Make it the main one").click()
    expect(page.get_by_text("This is your main address now.")).to_be_visible()

    letter = letter_to(before, "")
    assert f"from {before} to {after}" in " ".join(letter.get_body(("plain",)).get_content().split())
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text(f"{before} is removed.")).to_be_visible()
    again = visit("/account/login/", **manner)
    sign_in(again, after)
    expect(again.get_by_role("heading", name=re.compile("Pia"))).to_be_visible()
