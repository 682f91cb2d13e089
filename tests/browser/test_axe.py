"""Every page that a reader can reach by its links, in both themes, on a desk and on a phone."""

from collections import Counter, deque
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve

from communities.models import Role
from forums import actions
from forums.effects.drafts import Draft
from tests.access.table import ADDRESS, GET, is_shown, shown_place
from tests.access.world import build
from tests.browser.conftest import eventually
from tests.factories import MembershipFactory

DESK, PHONE = 1280, 360
ZOOMED = 320  # 1280 px wide at 400 %
# Pages that look different by the state of what they show; of all others one is looked at.
MANY_FACED = {"forums:discussion": 4, "home:community": 2, "home:space": 3, "communities:start-step": 6}
# What is downloaded, read by machines, or stands within a page.
NO_PAGES = {
    *("communities:audit-table", "communities:funnel-table", "communities:waiting-table", "communities:list-left-out"),
    *("communities:institutions-found", "communities:members-found", "communities:neighbours-found"),
    *("forums:people", "forums:links"),
    *("forums:community-feed", "forums:space-feed", "forums:discussion-feed", "forums:private-feed"),
    *("forums:private-community-feed", "forums:private-space-feed", "forums:private-discussion-feed", "forums:news"),
    *("forums:post-file", "forums:held-file"),
    *("meetings:calendar", "meetings:guest-calendar", "home:calendar", "home:community-calendar"),
    *("library:file", "library:loose-file", "library:version", "evaluation:table", "healthz", "readyz"),
    *("meetings:attendance-table", "meetings:rates-table"),
}
MARKDOWN = """\
I asked for permission first, then gave **one thing** I saw.

> Can I offer something I noticed?

| asked | heard |
|---|--:|
| once | 3 |

1. Ask.
2. Tell, as in `SBI`.

    a line of code that is so long that it has to scroll inside of its own box on every phone

See https://copse.example/guide for more.
"""
QUOTED = "\n".join(f"> line {number} of what was said before" for number in range(12))


@pytest.fixture
def discussions(drafted, commons, moderator, participant):
    """One discussion in each state of its life, with answers on every level."""

    def plan(title, question="What did you say, and what happened next?"):
        return actions.plan_discussion(
            commons,
            actor=moderator,
            title=title,
            question=question,
            objective="Find words that keep a senior colleague listening.",
            guidelines="- One idea each.\n- Name whom you answer.",
            difficulties="Two strong voices.",
            submission=uuid4(),
        )

    def talk_in(discussion):
        above = None
        for person in (participant, moderator) * 3:
            above = actions.reply(discussion, actor=person, markdown=MARKDOWN, parent=above, submission=uuid4())
        actions.reply(discussion, actor=participant, markdown=QUOTED + "\n\nI agree.", submission=uuid4())

    def begin(title):
        discussion = plan(title)
        actions.open_discussion(discussion, actor=moderator)
        talk_in(discussion)
        return discussion

    closed = actions.close_discussion(begin("Silence after a debrief"), actor=moderator, reason="")
    draft = drafted(closed)
    learned = f"{draft.summary}\nAsk before you tell.\n"
    actions.publish_closing(draft, Draft(learned, "lesson"), actor=moderator, version=draft.version)
    drafted(actions.close_discussion(begin("Feedback in a corridor"), actor=moderator, reason="All was said."))
    begin("Telling a senior colleague")
    plan("Book club: chapters 4 to 6")


class Walk:
    """A reader's walk from link to link; `trouble` is what was found on the way."""

    def __init__(self, page, starts):
        self.page = page
        self.way = deque(starts)
        self.known = set(starts)
        self.seen = Counter()
        self.trouble = []

    def go(self):
        while self.way:
            address = self.way.popleft()
            view = self.view_of(address)
            if view in (None, *NO_PAGES) or self.seen[view] >= MANY_FACED.get(view, 1):
                continue
            self.page.goto(address)
            self.seen[view] += 1
            self.look(view)
            self.gather()

    def view_of(self, address):
        """The name of the view that answers, or None where the pages are not ours."""
        try:
            found = resolve(urlsplit(address).path)
        except Resolver404:
            return None
        return None if "admin" in found.app_names else found.view_name

    def look(self, name):
        self.page.wait_for_load_state()  # whoever came by a click has the words before the style
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        self.page.evaluate(AXE_SCRIPT)
        for width in (DESK, PHONE):
            self.page.set_viewport_size({"width": width, "height": 800})
            self.check(f"{name} at {width} px")
            self.page.emulate_media(color_scheme="dark")
            self.check(f"{name} at {width} px, dark", {"runOnly": ["color-contrast"]})
            self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": ZOOMED, "height": 800})
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.trouble.append(f"{name}: scrolls sideways at {ZOOMED} px")
        self.page.set_viewport_size({"width": DESK, "height": 800})

    def check(self, name, options=None):
        # Whatever passes is neither kept nor sent: that is most of what axe has to say, and most of its time.
        asked = {"resultTypes": ["violations"], **(options or {})}
        found = self.page.evaluate("async (options) => (await axe.run(document, options)).violations", asked)
        self.trouble += [
            f"{name}: {one['id']}: {node['html'][:200]}: {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ]

    def gather(self):
        links = "Array.from(document.querySelectorAll('a[href]'), (link) => link.href)"
        here = urlsplit(self.page.url).netloc
        for link in self.page.evaluate(links):
            parts = urlsplit(link)
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == here and address not in self.known:
                self.known.add(address)
                self.way.append(address)


@pytest.mark.parametrize("reader", [None, "participant"], ids=lambda reader: reader or "visitor")
def test_axe_finds_nothing_on_any_page(visit, discussions, leader, request, reader):
    person = reader and request.getfixturevalue(reader)
    walk = Walk(visit(person=person), ["/", "/account/confirm-email/"])

    walk.go()

    assert not walk.trouble, "\n".join(walk.trouble)
    assert {"home:home", "home:directory", "home:community", "forums:discussion"} <= set(walk.seen)


def test_axe_finds_nothing_on_any_page_of_those_who_lead(visit, discussions, community):
    """A leader sees all that a moderator sees, and more: each page of the table of access, and whither it leads."""
    world = build("public")
    leader = world.people["leader"]
    MembershipFactory(community=community, person=leader, role=Role.LEADER)
    pages = [name for name in GET if is_shown(name, "leader") and name not in NO_PAGES]
    addresses = [ADDRESS[name](world, shown_place(name, "leader"), "leader")[0] for name in pages]
    walk = Walk(visit(person=leader), ["/", *addresses])

    walk.go()

    assert not walk.trouble, "\n".join(walk.trouble)
    assert not set(pages) - set(walk.seen)


def test_axe_finds_nothing_on_a_page_that_is_not_there(visit, participant):
    for person in (None, participant):
        walk = Walk(visit("/nothing-here/", person=person), [])

        walk.look("404")

        assert not walk.trouble, "\n".join(walk.trouble)


def test_axe_finds_nothing_in_a_form_with_errors(visit):
    page = visit("/account/signup/")
    page.get_by_label("Password").fill("short")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("E-mail address").fill("ana@copse.example")
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    summary = page.locator(".form-errors")
    summary.wait_for()

    walk = Walk(page, [])
    walk.look("sign-up with errors")

    assert not walk.trouble, "\n".join(walk.trouble)
    assert eventually(lambda: page.evaluate("document.activeElement.className")) == "form-errors"


def test_axe_finds_nothing_in_the_styleguide(visit, client, settings):
    settings.ROOT_URLCONF = "tests.config.demo_urls"
    html = client.get("/styleguide/").content
    page = visit()
    page.route("**/styleguide/", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto("/styleguide/")

    walk = Walk(page, [])
    walk.look("styleguide")

    assert not walk.trouble, "\n".join(walk.trouble)


def test_axe_finds_nothing_in_the_open_menu(visit, participant):
    page = visit(person=participant)
    page.get_by_role("button", name="Menu of").click()

    walk = Walk(page, [])
    walk.page.evaluate(AXE_SCRIPT)
    walk.check("menu")

    assert not walk.trouble, "\n".join(walk.trouble)
