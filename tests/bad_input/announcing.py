"""Forms of announcements, of letters that come back, and of the outbox."""

from tests.bad_input.kinds import (
    ANYTHING,
    BIDI,
    CHOICE,
    LINE,
    MARKUP,
    NUL,
    NUMBER,
    QUOTES,
    TWO_MEGABYTES,
    UNSEEN,
    UUID,
    Form,
    Kind,
)

TEXT = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 10_001], [MARKUP, BIDI, NUL, QUOTES[:9_000]])
SAID = {"title": LINE, "markdown": TEXT, "audience": CHOICE}

FORMS = {
    "communities:announcement-new": Form({**SAID, "submission": UUID}, by="moderator"),
    "communities:announcement-change": Form({**SAID, "version": NUMBER}, by="moderator", refusals=(422, 409)),
    "communities:announcement-send": Form({"version": NUMBER, "number": NUMBER}, by="moderator", refusals=(302, 409)),
    "communities:announcement-stop": Form(by="moderator"),
    "communities:announcement-discard": Form(by="moderator"),
    "communities:digest": Form({"days": ANYTHING}, by="moderator"),
    "notifications:returned": Form(),
    "notifications:outbox-again": Form(by="admin"),
    "notifications:outbox-give-up": Form(by="admin"),
}
