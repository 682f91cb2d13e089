"""What the editor of a closing says is there already, and what whoever publishes is reminded of."""

import pytest

from forums.actions import save_closing
from forums.queries.checklist import checklist
from tests.forums.closings import at, edit, typed

NOTHING = {
    "names": {"Pia Participant", "Mo Moderator"},
    "summary": "",
    "result": "",
    "value": "",
    "thanks": [],
    "notes": [],
    "links": [],
}
PLACES = [
    "summary-title",
    "summary-title",
    "closing-value",
    "closing-thanks",
    "closing-notes",
    "closing-links",
    "publish",
]


def ticks(discussion, **typed):
    return [check.is_done for check in checklist(discussion, **NOTHING | typed).checks]


def test_an_empty_draft_has_nothing_yet(discussion):
    assert ticks(discussion) == [False] * 7


@pytest.mark.parametrize(
    ("typed", "ticked"),
    [
        ({"summary": "We ask the trainee first [#2]."}, [0]),
        ({"summary": "Pia Participant"}, []),  # names are no lesson
        ({"summary": "## What stays open\n\n- Nights."}, [0, 1]),
        ({"summary": "## What stays open\n\n## Links shared"}, []),
        ({"summary": "And who asks at night? [#2]"}, [0, 1]),
        ({"summary": "x" * 500_001}, []),
        ({"value": "Patients wait less."}, [2]),
        ({"value": "  "}, []),
        ({"thanks": [1]}, [3]),
        ({"notes": [1]}, [4]),
        ({"links": [1]}, [5]),
        ({"result": "lesson"}, [6]),
        ({"result": "none"}, [0, 2, 6]),  # nothing was learned, and nothing is worth anything
    ],
)
def test_each_ticks_itself(discussion, typed, ticked):
    assert [place for place, is_done in enumerate(ticks(discussion, **typed)) if is_done] == ticked


def test_what_was_asked_is_not_what_stays_open(discussion):
    asked = "## What was asked\n\n- What would have to change? [#1]\n\n## What was said\n\n- Ask first [#2]"

    assert ticks(discussion, summary=asked)[:2] == [True, False]


def test_a_heading_is_known_in_the_language_of_the_community(discussion):
    discussion.space.community.language = "es"

    assert ticks(discussion, summary="## What stays open\n\n- Nights.")[1] is True  # nobody has put it into Spanish yet


def test_nobody_is_reminded_of_what_is_there_or_need_not_be(discussion):
    found = checklist(discussion, **NOTHING | {"links": [1]})

    assert [check.place for check in found.missing] == ["summary-title", "closing-value", "closing-thanks", "publish"]
    assert [check.place for check in found.missing if check.is_needed] == ["publish"]


def test_it_ticks_when_the_draft_is_saved(as_moderator, closing, discussion, leader):
    before = as_moderator.get(at("closing", discussion)).context["checklist"]
    sent = as_moderator.post(at("closing-save", discussion), typed(closing, value="Patients wait less."))
    page = as_moderator.get(sent.url)

    changed = [
        new.place
        for old, new in zip(before.checks, page.context["checklist"].checks, strict=True)
        if old.is_done != new.is_done
    ]
    assert changed == ["summary-title", "closing-value", "publish"]
    assert all(f'id="{place}"' in page.content.decode() for place in PLACES)


def test_nothing_blocks_but_the_result(as_moderator, closing, discussion):
    refused = as_moderator.post(at("closing-publish", discussion), typed(closing, result=""))
    published = as_moderator.post(at("closing-publish", discussion), typed(closing))

    assert refused.status_code == 422
    assert (published.status_code, discussion.closings.get().published_at is None) == (302, False)


def test_it_goes_by_what_is_typed_where_that_was_refused(as_moderator, closing, discussion, leader):
    save_closing(closing, **edit(closing, value="Hers."), actor=leader)

    late = as_moderator.post(at("closing-save", discussion), typed(closing, version=1))

    assert late.status_code == 409
    assert [check.is_done for check in late.context["checklist"].checks if check.place == "closing-value"] == [False]
