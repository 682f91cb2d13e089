"""Forms of the order of a community: first posts that wait for the team."""

from tests.bad_input.forums import FILES, KNOWN
from tests.bad_input.kinds import ANYTHING, NUMBER, READERS, SENTENCES, TEXT, Form

FORMS = {
    "forums:held-edit": Form(
        {"text": TEXT, "version": NUMBER, "readers": READERS, **FILES, **KNOWN}, refusals=(422, 409)
    ),
    "forums:held-take-back": Form(),
    "forums:held-let-through": Form(
        {"version": NUMBER, "others": ANYTHING, "words": ANYTHING}, by="moderator", refusals=(409,)
    ),
    "forums:held-turn-down": Form({"words": SENTENCES}, by="moderator"),
    "communities:block": Form(),
    "forums:post-block": Form({}, "commons"),
    "accounts:unblock": Form(),
}
