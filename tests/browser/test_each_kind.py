"""Each kind of discussion from its template to its summary: at a desk, on a phone, with and without JavaScript."""

from itertools import cycle

import pytest
from django.utils.text import capfirst
from playwright.sync_api import expect

from forums.models import Discussion, MessageType
from forums.queries.kinds import newest_template
from tests.browser.steps import Desk

TITLE = "The first five minutes"
QUESTION = "What do you do in the first five minutes?"
SAID = "I ask what they have seen, and wait until somebody says it."
WAYS = [
    {"javascript": True, "width": 1280},
    {"javascript": False, "width": 360},
    {"javascript": True, "width": 360},
    {"javascript": False, "width": 1280},
]
# Those with three stages or more come first, so that each way of looking meets the tools of their plan.
KINDS = sorted(Discussion.Kind.values, key=lambda kind: -len(newest_template(kind).stages))


def names_of(way):
    return f"{'phone' if way['width'] == 360 else 'desk'}{'' if way['javascript'] else ' without JavaScript'}"


WALKS = [pytest.param(kind, way, id=f"{kind}, {names_of(way)}") for kind, way in zip(KINDS, cycle(WAYS), strict=False)]


def fits(page):
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def plan(page, template):
    """Choose the kind and keep what its template suggests; of a long way, only what comes first and last."""
    page.get_by_role("link", name=capfirst(template.label), exact=True).click()
    page.get_by_label("Title").fill(TITLE)
    assert fits(page)
    page.get_by_label("Opening question").fill(QUESTION)
    stages, names = [stage.title for stage in template.stages], page.get_by_label("Name", exact=True)
    expect(names).to_have_count(len(stages) or 1)
    while len(stages) > 2:
        page.get_by_role("button", name="Take stage 2 away").click()
        stages.pop(1)
        expect(names).to_have_count(len(stages))
    if len(template.stages) > 2:
        page.get_by_role("button", name="Add a stage").click()  # left empty, it is none
        expect(names).to_have_count(3)
        expect(page.get_by_label("Title")).to_have_value(TITLE)
        assert fits(page)
    page.get_by_role("button", name="Keep the plan").click()
    return stages


def look_as_members_will(page, template, stages):
    page.get_by_role("link", name="See it as members will").click()
    expect(page.locator(".prompt")).to_contain_text(QUESTION)
    if stages:
        expect(page.get_by_text(f"Stage 1 of {len(stages)}")).to_be_visible()
        expect(page.get_by_role("heading", name=stages[0])).to_be_visible()
    assert fits(page)
    page.get_by_role("link", name="Back to the plan").click()


def named(types):
    return [str(capfirst(MessageType(one).label)) for one in types]


def asks_for(page, types):
    """Where a stage has several types of messages, whoever writes chooses; a single one goes without saying."""
    expect(page.get_by_role("radio")).to_have_count(len(types) if len(types) > 1 else 0)


def say(page, types):
    asks_for(page, types)
    page.get_by_label("Your answer").fill(SAID)
    if len(types) > 1:
        page.get_by_label(named(types)[-1], exact=True).check()
    page.get_by_role("button", name="Reply").click()
    post = page.locator("#thread article")
    expect(post).to_contain_text(SAID)
    expect(post.locator(".badge")).to_have_text(named(one for one in types[-1:] if one != MessageType.CONTRIBUTION))
    assert fits(page)


@pytest.mark.parametrize(("kind", "way"), WALKS)
def test_a_discussion_goes_from_its_template_to_its_summary(visit, commons, moderator, participant, kind, way):
    template = newest_template(kind)
    page = visit(f"/c/campus/s/{commons.slug}/discussions/new/", person=moderator, **way)
    stages = plan(page, template)
    look_as_members_will(page, template, stages)
    page.get_by_role("link", name="Open it now").click()
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("The discussion is open.")).to_be_visible()

    discussion = Discussion.objects.get()
    assert [stage.title for stage in discussion.stages.all()] == stages
    assert (discussion.kind, discussion.kind_version) == (kind, template.version)
    reader = visit(discussion.get_absolute_url(), person=participant, **way)
    expect(reader.locator(".prompt")).to_contain_text(QUESTION)
    say(reader, template.stages[0].types if stages else ())

    page.goto(discussion.get_absolute_url())
    desk = Desk(page, way["javascript"])
    if stages:
        page.locator(".tools summary").click()
        desk.press(f"Go on to “{stages[1]}”")
        expect(page.get_by_role("heading", name=stages[1])).to_be_visible()
        reader.goto(discussion.get_absolute_url())
        asks_for(reader, template.stages[-1].types)
    desk.close("We know enough.")
    assert fits(page)
    desk.edit_line(participant.name, "Ask before you tell.")
    desk.publish()

    reader.goto(discussion.get_absolute_url())
    expect(reader.get_by_role("heading", name="What we learned")).to_be_visible()
    expect(reader.locator("#thread")).to_contain_text(SAID)
    assert fits(reader)
