"""Three hundred attack texts, as Chromium shows them: nothing runs or is fetched, no node but Markdown's."""

from urllib.parse import urljoin
from uuid import uuid4

import pytest

from core.markdown import render
from forums import actions
from forums.effects.posts import add_post
from tests.attacks import ATTACKS, SMUGGLED
from tests.core.test_markdown import ATTRIBUTES
from tests.factories import DiscussionFactory

FOREIGN_NODES = """(allowed) => Array.from(document.querySelectorAll('.prose *')).flatMap((node) => {
  const attributes = allowed[node.localName];
  const surplus = node.getAttributeNames().filter((name) => !attributes || !attributes.includes(name));
  return attributes && !surplus.length ? [] : [node.outerHTML.slice(0, 120)];
})"""
ALLOWED = {tag: sorted(attributes) for tag, attributes in ATTRIBUTES.items()}


@pytest.fixture
def attacked(site, commons, moderator, participant):
    """A community in which every text is an attack: (addresses to look at, a person who sees them)."""
    community = commons.community
    community.name, community.summary = SMUGGLED[0], SMUGGLED[22]
    community.save()
    for place, field in enumerate(["organisation", "bio", "interests", "can_help_with", "declared_interests"]):
        setattr(participant, field, SMUGGLED[place + 2])
    participant.display_name = SMUGGLED[3]
    participant.save()
    discussion = DiscussionFactory(
        space=commons,
        title=SMUGGLED[1],
        objective=SMUGGLED[2],
        difficulties=SMUGGLED[4],
        guidelines=ATTACKS[0],
        guidelines_html=render(ATTACKS[0]),
        planned_by=moderator,
    )
    for attack in ATTACKS:
        add_post(discussion, markdown=attack, html=render(attack), author=participant)
    planned = actions.plan_discussion(
        commons, actor=moderator, title=SMUGGLED[5], question=ATTACKS[7], guidelines=ATTACKS[6], submission=uuid4()
    )
    return discussion, planned


def test_no_attack_becomes_a_node_or_a_request(visit, site, attacked, moderator, participant):
    discussion, planned = attacked
    page = visit(person=moderator)
    asked, opened = [], []
    page.on("request", lambda request: request.url.startswith((site.address, "data:")) or asked.append(request.url))
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    address = discussion.get_absolute_url()
    addresses = [
        "/",
        "/communities/",
        "/c/campus/",
        "/c/campus/members/",
        "/c/campus/discussions/",
        f"/d/{planned.pk}/",
    ]
    seen = 0

    for start in addresses:
        page.goto(start)
        assert page.evaluate(FOREIGN_NODES, ALLOWED) == [], start
    while address:
        page.goto(address)
        assert page.evaluate(FOREIGN_NODES, ALLOWED) == [], address
        seen += page.locator("#thread article").count()
        more = page.locator(".pager a[rel=next]").first
        address = urljoin(page.url, more.get_attribute("href")) if more.count() else None

    assert seen == len(ATTACKS)
    assert (asked, opened) == ([], [])
