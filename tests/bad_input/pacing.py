"""The forms by which a discussion is slowed down, or paused."""

from tests.bad_input.kinds import CHOICE, SENTENCES, Form

FORMS = {
    "forums:slow": Form({"minutes": CHOICE}, "commons", "moderator"),
    "forums:pause": Form({"hours": CHOICE, "reason": SENTENCES}, "commons", "moderator"),
    "forums:resume": Form({}, "commons", "moderator"),
}
