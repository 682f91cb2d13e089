"""Forms of attendance. What comes as a file is judged by itself (tests/meetings/test_video_lists.py)."""

from tests.bad_input.kinds import ANYTHING, CHOICE, CODE, NUMBER, OPTIONAL_LINE, Form
from tests.bad_input.meetings import READER, RUN

TICKS = dict.fromkeys(("late_counts", "left_early_counts", "excused_leaves"), ANYTHING)

FORMS = {
    "meetings:attendance-mark": Form({"to": CHOICE, "reason": OPTIONAL_LINE}, refusals=(302,), **RUN),
    "meetings:attendance-walk-in": Form({"comer": READER}, **RUN),
    "meetings:attendance-finish": Form({"default": CHOICE}, **RUN),
    "meetings:participants": Form({"file": ANYTHING, "time_zone": CHOICE}, **RUN),
    "meetings:participants-confirm": Form({"packed": ANYTHING}, refusals=(302,), **RUN),
    "meetings:check-in": Form({"code": CODE}, refusals=(422, 429), **RUN),
    "meetings:counting": Form(
        {**TICKS, "late_after": NUMBER, "left_before": NUMBER, "version": NUMBER},
        by="moderator",
        refusals=(422, 409),
    ),
}
