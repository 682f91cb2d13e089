"""What those with a seat are told."""

from tests.bad_input.kinds import ANSWER, ANYTHING, NUMBER, OPTIONAL_CHOICE, Form

FORMS = {
    "meetings:reminders": Form(
        {"kinds": OPTIONAL_CHOICE, "text": ANSWER, "version": NUMBER, "seen": ANYTHING},
        place="members",
        by="moderator",
        refusals=(422, 409),
    ),
}
