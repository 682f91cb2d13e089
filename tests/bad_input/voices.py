"""Forms of surveys, statements and the suggestion box."""

from tests.bad_input.kinds import (
    ANSWER,
    ANYTHING,
    BIDI,
    CHOICE,
    COMPLAINT,
    DAY,
    LINE,
    MARKUP,
    MOMENT,
    NUL,
    NUMBER,
    OPTIONAL_CHOICE,
    OPTIONAL_LINE,
    QUOTES,
    TWO_MEGABYTES,
    UNSEEN,
    UUID,
    Form,
    Kind,
)

CHOICES = Kind([TWO_MEGABYTES, "x" * 121], [*UNSEEN, MARKUP, BIDI, NUL])
STATEMENT = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 20_001], [MARKUP, BIDI, NUL, QUOTES])
QUESTION = {
    "text": LINE,
    "kind": CHOICE,
    "lowest": OPTIONAL_LINE,
    "highest": OPTIONAL_LINE,
    "choices": CHOICES,
    "about": OPTIONAL_CHOICE,
}
FRAME = {"title": LINE, "intro": ANSWER, "space": CHOICE, "is_anonymous": CHOICE, "version": NUMBER}
DAYS = {"opens_on": MOMENT, "closes_on": DAY}
MARK = Kind(["", "x", MARKUP, NUL, TWO_MEGABYTES], is_typed=False, is_shown=False)
FORMS = {
    "evaluation:begin": Form({"kind": CHOICE, "submission": UUID}, by="moderator", refusals=(400,)),
    "evaluation:answer": Form(place="members"),
    "evaluation:prepare": Form(
        {**FRAME, **dict.fromkeys(DAYS, ANYTHING)}, place="members", by="moderator", refusals=(422, 409)
    ),
    "evaluation:prepare opening": Form(
        {**FRAME, **DAYS},
        place="members",
        by="moderator",
        valid={"open": "", "closes_on": "2026-12-24"},
        refusals=(422, 409),
    ),
    "evaluation:open": Form({**DAYS, "seen": MARK}, place="members", by="moderator", refusals=(302, 409)),
    "evaluation:hold-back": Form(place="members", by="moderator"),
    "evaluation:close": Form(place="members", by="moderator"),
    "evaluation:discard": Form(place="members", by="moderator"),
    "evaluation:question-new": Form({**QUESTION, "submission": UUID}, place="members", by="moderator"),
    "evaluation:question": Form(QUESTION, place="members", by="moderator"),
    "evaluation:question-move": Form({"place": NUMBER}, place="members", by="moderator", refusals=(302,)),
    "evaluation:question-remove": Form(place="members", by="moderator"),
    "communities:statement-new": Form({"title": LINE, "markdown": STATEMENT, "submission": UUID}, by="moderator"),
    "communities:statement-change": Form(
        {"title": LINE, "markdown": STATEMENT, "version": NUMBER}, by="moderator", refusals=(422, 409)
    ),
    "communities:statement-publish": Form({"version": NUMBER}, by="leader", refusals=(302, 409)),
    "communities:statement-withdraw": Form({"reason": LINE}, by="leader"),
    "communities:statement-discard": Form(by="moderator"),
    "communities:suggestions": Form({"text": COMPLAINT, "is_signed": CHOICE, "submission": UUID}),
    "communities:suggestion-answer": Form({"state": CHOICE, "answer": ANSWER}, by="moderator"),
}
