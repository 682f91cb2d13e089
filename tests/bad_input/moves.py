"""The form that takes a discussion from one space to another."""

from tests.bad_input.kinds import CHOICE, OPTIONAL_NUMBER, Form

FORMS = {
    "forums:move": Form({"to": CHOICE, "found_in": OPTIONAL_NUMBER}, "commons", "moderator", refusals=(200, 302, 422))
}
