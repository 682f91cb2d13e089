"""What is typed and not sent: anything is kept as it is, but for what could not be sent either."""

from tests.bad_input.kinds import ANYTHING, TWO_MEGABYTES, UNSEEN, Form, Kind

TYPED = Kind([TWO_MEGABYTES], [*UNSEEN, "<b>x</b>", "\x00"])
FORMS = {
    "forums:unsent-answer": Form({"text": TYPED, "known": ANYTHING}, "commons", refusals=(413,)),
    "forums:unsent-edit": Form({"text": TYPED, "known": ANYTHING}, "commons", "moderator", refusals=(413,)),
    "forums:unsent-restate": Form({"text": TYPED, "known": ANYTHING}, "commons", "moderator", refusals=(413,)),
    "forums:unsent-summary": Form({"text": TYPED, "known": ANYTHING}, "commons", "moderator", refusals=(413,)),
    "forums:unsent-plan": Form(
        {"title": TYPED, "question": TYPED, "objective": TYPED, "guidelines": TYPED, "difficulties": TYPED}
        | {"known": ANYTHING},
        "commons",
        refusals=(413,),
    ),
    "forums:closing-here": Form({"typed": ANYTHING}, "commons closing", "moderator"),
    "forums:unsent-drop": Form({}, "commons", "moderator"),
}
