"""Three hundred attack texts in every rich text field, as Chromium shows them: nothing runs, nothing is fetched."""

from datetime import timedelta
from urllib.parse import urljoin
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import TextField
from django.utils import timezone
from playwright.sync_api import expect

from communities.models import ActionItem, Announcement, Charter, Statement
from core.markdown import render
from forums.effects.posts import add_post
from forums.models import Closing, Discussion, HeldPost, Post
from meetings.models import Minutes
from tests.attacks import ATTACKS, SMUGGLED
from tests.core.test_markdown import ATTRIBUTES
from tests.factories import DiscussionFactory, ItemFactory, MeetingFactory

# Judged by what the browser made of it: by its own tree, and by where it would follow a link.
FOREIGN_NODES = """(allowed) => Array.from(document.querySelectorAll('.prose *')).filter((node) => {
  const attributes = allowed[node.localName];
  if (!attributes || node.getAttributeNames().some((name) => !attributes.includes(name))) return true;
  if (node.localName === 'a') return !['http:', 'https:', 'mailto:', ':'].includes(node.protocol);
  return node.localName === 'img' && !/^[/](p|held)[/][0-9]+[/]files[/][0-9]+[/]$/.test(node.getAttribute('src'));
}).map((node) => node.outerHTML.slice(0, 120))"""
ALLOWED = {tag: sorted(attributes) for tag, attributes in ATTRIBUTES.items()}
SENTINEL = "window.ran = []; for (const name of ['alert', 'msgbox']) window[name] = () => window.ran.push(name)"

RENDERED = [render(attack) for attack in ATTACKS]
ALL_OF_THEM = "".join(RENDERED)
IN_ONE_POST = 10  # of what is rendered, each by itself: a thread of two pages rather than of fifteen
AS_WORDS_ALONE = {"forums.PostRevision.html"}  # a history shows what was put in and taken out, never this


@pytest.fixture
def attacked(site, commons, moderator, participant):
    """A community in which every text is an attack: (its thread, a plan, and whatever else has a page of its own)."""
    community = commons.community
    community.name, community.summary = SMUGGLED[0], SMUGGLED[22]
    community.save()
    for place, field in enumerate(["organisation", "bio", "interests", "can_help_with", "declared_interests"]):
        setattr(participant, field, SMUGGLED[place + 2])
    participant.display_name = SMUGGLED[3]
    participant.save()
    return [*said_in(commons, moderator, participant), *kept_by(commons, moderator)]


def said_in(commons, moderator, participant):
    discussion = DiscussionFactory(
        space=commons,
        title=SMUGGLED[1],
        objective=SMUGGLED[2],
        difficulties=SMUGGLED[4],
        guidelines_html=ALL_OF_THEM,
        planned_by=moderator,
    )
    for start in range(0, len(ATTACKS), IN_ONE_POST):
        html = "".join(RENDERED[start : start + IN_ONE_POST])
        add_post(discussion, markdown=ATTACKS[start], html=html, author=participant)
    planned = {"state": "planned", "opened_at": None, "planned_by": moderator}
    plan = DiscussionFactory(space=commons, title=SMUGGLED[5], question="\n\n".join(ATTACKS), **planned)
    closed = DiscussionFactory(space=commons, title=SMUGGLED[6], planned_by=moderator)
    add_post(closed, markdown=ATTACKS[8], html=ALL_OF_THEM, author=moderator, kind=Post.Kind.PROMPT)
    published = {"published_at": timezone.now(), "published_by": moderator}
    closing = Closing.objects.create(discussion=closed, summary_html=ALL_OF_THEM, result="lesson", **published)
    Discussion.objects.filter(pk=closed.pk).update(state="closed", closing=closing)
    to_moderator = {"receiver": moderator, "sent_at": closing.published_at}
    note = closing.private_notes.create(author=participant, html=ALL_OF_THEM, **to_moderator)
    held = HeldPost.objects.create(discussion=discussion, author=participant, markdown="\n\n".join(ATTACKS))
    return discussion, plan, closed, note, held


def kept_by(commons, moderator):
    made = {"community": commons.community, "created_by": moderator, "title": SMUGGLED[9]}
    published = {"state": "published", "published_at": timezone.now(), "published_by": moderator}
    statement = Statement.objects.create(html=ALL_OF_THEM, submission=uuid4(), **made, **published)
    statement.revisions.create(version=0, title=SMUGGLED[2], html=ALL_OF_THEM, reason="A.", replaced_by=moderator)
    Charter.objects.filter(community=commons.community).update(objective=SMUGGLED[8], guidelines_html=ALL_OF_THEM)
    held = timezone.now() - timedelta(days=2)
    meeting = MeetingFactory(space=commons, title=SMUGGLED[10], html=ALL_OF_THEM, starts_at=held, state="held")
    written = {"decisions_html": ALL_OF_THEM, "follows_html": ALL_OF_THEM, "written_by": moderator}
    Minutes.objects.create(meeting=meeting, html=ALL_OF_THEM, markdown="A.", published_at=held, **written)
    return (
        meeting,
        ItemFactory(space=commons, title=SMUGGLED[7], html=ALL_OF_THEM, contributed_by=moderator),
        commons.community.charter,
        ActionItem.objects.create(details_html=ALL_OF_THEM, submission=uuid4(), **made),
        statement,
        Announcement.objects.create(html=ALL_OF_THEM, markdown="A.", submission=uuid4(), **made),
    )


def filled_with_html():
    """(the fields of finished HTML in which something stands, all of them)"""
    fields = {
        f"{model._meta.label}.{field.name}": model._default_manager.exclude(**{field.name: ""}).exists()
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, TextField) and field.name.endswith("html")
    }
    return {name for name, is_filled in fields.items() if is_filled}, set(fields)


def look(page, address):
    page.goto(address)
    assert page.evaluate(FOREIGN_NODES, ALLOWED) == [], address


@pytest.fixture
def watched(visit, site, moderator):
    """A page of the moderator's which writes down what ran, what asked the reader, and what was fetched elsewhere."""

    def watched(**how):
        page = visit(person=moderator, **how)
        page.context.add_init_script(SENTINEL)
        page.on("request", lambda request: request.url.startswith((site.address, "data:")) or seen.append(request.url))
        page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
        return page

    seen = []
    yield watched
    assert seen == []


def test_no_attack_becomes_a_node_or_a_request(watched, attacked):
    page, ran = watched(), []
    discussion, *others = attacked
    filled, fields = filled_with_html()
    assert fields - filled == AS_WORDS_ALONE
    lists = ["/", "/communities/", "/c/campus/", "/c/campus/members/", "/c/campus/discussions/"]

    for address in [*lists, *(each.get_absolute_url() for each in others)]:
        look(page, address)
        ran += page.evaluate("window.ran")
        # Only lists have none of it.
        assert (page.locator(".prose *").count() > len(ATTACKS)) == (address not in lists), address
    address, seen = discussion.get_absolute_url(), 0
    while address:
        look(page, address)
        ran += page.evaluate("window.ran")
        seen += page.locator("#thread article").count()
        more = page.locator(".pager a[rel=next]").first
        address = urljoin(page.url, more.get_attribute("href")) if more.count() else None

    assert seen == len(ATTACKS) // IN_ONE_POST
    assert ran == []


def test_what_htmx_puts_into_a_page_is_no_more_than_text(watched, attacked):
    """A preview comes by htmx, which would take up what is addressed to it."""
    page = watched()
    page.goto(attacked[0].get_absolute_url())
    page.get_by_label("Your answer").fill("\n\n".join(ATTACKS))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_label("Preview").locator("p").nth(100)).to_be_attached()

    assert page.evaluate(FOREIGN_NODES, ALLOWED) == []
    assert page.evaluate("window.ran") == []


def test_a_browser_without_javascript_makes_no_node_of_it_either(watched, attacked):
    """It reads what stands between <noscript> and its end, which the others do not."""
    page = watched(javascript=False)

    for each in attacked[2:4]:
        look(page, each.get_absolute_url())


def test_a_foreign_node_is_noticed(visit, moderator):
    page = visit("/", person=moderator)
    for foreign in (
        "<form></form>",
        "<p class=x></p>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<img src=/p/1/files/2/x>",
    ):
        page.evaluate("(html) => { document.body.innerHTML = `<div class=prose>${html}</div>` }", foreign)
        assert len(page.evaluate(FOREIGN_NODES, ALLOWED)) == 1, foreign
