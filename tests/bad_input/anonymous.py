"""The forms of questions without a name."""

from dataclasses import replace

from tests.bad_input.kinds import ANYTHING, BIDI, LINE, MARKUP, NUL, READERS, REASON, SENTENCES, TEXT, UUID, Form

# One line: as long as a title may be.
TITLE = replace(LINE, odd=[BIDI, NUL, MARKUP])
# A reason says something.
GOOD_REASON = replace(REASON, refused=[*REASON.refused, "They asked for it."], odd=[MARKUP])

FORMS = {
    "forums:columnists": Form({"title": TITLE, "question": TEXT, "submission": UUID}, "commons"),
    "forums:similar": Form({"title": ANYTHING}, "commons"),
    "forums:anonymous-take-back": Form(),
    "forums:anonymous-publish": Form({"title": TITLE, "question": TEXT, "readers": READERS}, by="moderator"),
    "forums:anonymous-turn-down": Form({"words": SENTENCES}, by="moderator"),
    "forums:anonymous-unmask": Form({"reason": GOOD_REASON}, by="leader"),
}
