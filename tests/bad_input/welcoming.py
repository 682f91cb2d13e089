"""Forms with which newcomers say hello and questions are put to others."""

from tests.bad_input.kinds import MARKUP, OPTIONAL_TEXT, READERS, TWO_MEGABYTES, UUID, Form, Kind

PEOPLE = Kind(["", "x", "-1", "9" * 30, "\x00", MARKUP, TWO_MEGABYTES], is_typed=False)

FORMS = {
    "forums:introductions-begin": Form(by="moderator"),
    "forums:hello": Form(
        {**dict.fromkeys(["who", "bring", "hope"], OPTIONAL_TEXT), "submission": UUID, "readers": READERS}
    ),
    "forums:hello-aside": Form(),
    "forums:ask": Form({"people": PEOPLE}, by="moderator"),
    "forums:not-me": Form(),
}
