"""Forms of discussions, posts and closings."""

from tests.access.table import ADDRESS
from tests.bad_input.kinds import (
    ANYTHING,
    CHOICE,
    LIMITED_TEXT,
    LINE,
    MOMENT,
    NUMBER,
    OPTIONAL_CHOICE,
    OPTIONAL_LINE,
    OPTIONAL_NUMBER,
    OPTIONAL_REASON,
    OPTIONAL_TEXT,
    READERS,
    SENTENCES,
    TAGS,
    TEXT,
    UUID,
    WEB_ADDRESS,
    Form,
)


def preview_of_a_plan(world, client):
    address, _data = ADDRESS["forums:plan-new"](world, "commons", "participant")
    return f"{address}?preview=question"


PLAN = {
    "title": LINE,
    "kind": CHOICE,
    "result": OPTIONAL_CHOICE,
    "topic": OPTIONAL_CHOICE,
    "question": TEXT,
    "objective": OPTIONAL_LINE,
    "guidelines": OPTIONAL_TEXT,
    "tags": TAGS,
    "difficulties": LIMITED_TEXT,
    "opens_at": MOMENT,
    "closes_at": MOMENT,
    "stages-0-title": OPTIONAL_LINE,
    "stages-0-help": OPTIONAL_REASON,
    "stages-0-days": OPTIONAL_NUMBER,
    "stages-0-words": OPTIONAL_NUMBER,
    "stages-0-types": OPTIONAL_CHOICE,
}
SEEN_FIRST = dict.fromkeys([*PLAN, "known", "submission", "readers", "like"], ANYTHING)
# What comes as a file is judged by itself (tests/library); as words it is nothing.
FILES = {"files": ANYTHING, "upload": ANYTHING}
STEER = {"text": TEXT, "submission": UUID, "readers": READERS}
POLL = {
    **STEER,
    "options": TEXT,
    "kind": CHOICE,
    "purpose": CHOICE,
    "is_anonymous": ANYTHING,
    "closes_at": MOMENT,
}
KNOWN = {"known": ANYTHING}  # of a draft: what is not understood is no draft
REPLY = {"text": TEXT, "to": OPTIONAL_NUMBER, "submission": UUID, "readers": READERS, **KNOWN}
DRAFT = {"closing": NUMBER, "version": NUMBER}
ROWS = {
    **{"thanks-0-person": CHOICE, "thanks-0-words": SENTENCES, "notes-0-person": CHOICE, "notes-0-text": TEXT},
    **{"links-0-kind": CHOICE, "links-0-title": LINE, "links-0-url": WEB_ADDRESS},
}
VALUE = OPTIONAL_REASON
CLOSING = {**DRAFT, "summary": OPTIONAL_TEXT, "result": OPTIONAL_CHOICE, "value": VALUE, **ROWS}
CORRECTION = {
    "summary": TEXT,
    "result": CHOICE,
    "value": VALUE,
    "reason": SENTENCES,
    "forgets": ANYTHING,
    "version": NUMBER,
}
KEPT = {"kind": CHOICE, "title": LINE, "licence": CHOICE}
TEAM = {"place": "commons closing", "by": "moderator"}

FORMS = {
    "forums:plan-new": Form(
        {**PLAN, **KNOWN, "topic": ANYTHING, "submission": UUID, "readers": READERS, "like": OPTIONAL_NUMBER}, "commons"
    ),
    "forums:next-stage": Form({"after": ANYTHING}, "commons", "moderator"),
    "forums:plan-new preview": Form(SEEN_FIRST, "commons", address=preview_of_a_plan),
    "forums:plan": Form({**PLAN, "plan_version": NUMBER, "passed": OPTIONAL_NUMBER}, "commons planned", "moderator"),
    "forums:plan-throw-away": Form({"plan_version": ANYTHING}, "commons planned", "moderator"),
    "forums:open": Form({"readers": ANYTHING}, "commons planned", "moderator"),
    "forums:reply": Form({**REPLY, **FILES}, "commons", refusals=(422, 404)),
    "forums:files": Form({}, "commons"),  # a file or nothing
    "forums:restate": Form({**STEER, **FILES, "known": ANYTHING}, "commons", "moderator"),
    "forums:summarise": Form({**STEER, **FILES, "known": ANYTHING}, "commons", "moderator"),
    "forums:poll-new": Form(POLL, "commons", "moderator"),
    "forums:poll-vote": Form({"chosen": CHOICE}, "commons"),
    "forums:poll-end": Form({"outcome": OPTIONAL_REASON}, "commons", "moderator"),
    "forums:post-edit": Form(
        {"text": TEXT, "version": NUMBER, "readers": READERS, **FILES, **KNOWN},
        "commons",
        "moderator",
        refusals=(422, 409),
    ),
    "forums:post-remove": Form({"reason": SENTENCES, "blanks_quotations": ANYTHING}, "commons", "leader"),
    "forums:post-restore": Form({}, "commons", "moderator"),
    "forums:preview": Form(
        {**REPLY, "text": OPTIONAL_TEXT, "submission": ANYTHING, "readers": ANYTHING, "mention": ANYTHING},
        "commons",
        refusals=(200, 404),
    ),
    "forums:close": Form({"reason": SENTENCES}, "commons", "moderator"),
    "forums:reopen": Form({"reason": SENTENCES}, "commons closed", "moderator"),
    "forums:closing-save": Form(CLOSING, **TEAM, refusals=(422, 404, 409)),
    "forums:closing-publish": Form({**CLOSING, "summary": TEXT, "result": CHOICE}, **TEAM, refusals=(422, 404, 409)),
    "forums:closing-preview": Form(dict.fromkeys(CLOSING, ANYTHING), **TEAM),
    "forums:closing-rows": Form({**dict.fromkeys(CLOSING, ANYTHING), "row": ANYTHING}, **TEAM),
    "forums:closing-redraft": Form(DRAFT, **TEAM, refusals=(200, 302, 404)),
    "forums:closing-correct": Form(CORRECTION, "commons closed", "moderator", refusals=(422, 409)),
    "forums:closing-keep": Form({**KEPT, "authors": CHOICE}, "commons closed", "moderator"),
    "forums:post-keep": Form(KEPT, "commons closing"),
    "forums:feeds-make": Form(),
    "forums:feeds-end": Form(),
    "forums:follow": Form({}, "commons"),
    "forums:unfollow": Form({}, "commons"),
    "forums:mute": Form({}, "commons"),
}
