"""The forms by which a team writes its next questions, and lays out what the library has."""

from tests.bad_input.kinds import ANYTHING, MOMENT, NUMBER, OPTIONAL_LINE, READERS, TEXT, UUID, Form

PROMPT = {"text": TEXT, "release_at": MOMENT, "readers": READERS}

FORMS = {
    "forums:prompts": Form({**PROMPT, "submission": UUID}, "commons", "moderator"),
    "forums:prompt": Form({**PROMPT, "version": NUMBER}, "commons", "moderator"),
    "forums:prompt-put": Form({"readers": ANYTHING}, "commons", "moderator"),
    "forums:prompt-move": Form({"place": NUMBER}, "commons", "moderator", refusals=(302,)),
    "forums:prompt-drop": Form({}, "commons", "moderator"),
    "forums:material": Form({"item": NUMBER}, "commons", "moderator"),
    "forums:material-explain": Form({"why": OPTIONAL_LINE}, "commons", "moderator"),
    "forums:material-move": Form({"place": NUMBER}, "commons", "moderator", refusals=(302,)),
    "forums:material-take-away": Form({}, "commons", "moderator"),
}
