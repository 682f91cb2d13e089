"""The form by which a tag is renamed."""

from tests.bad_input.kinds import ANYTHING, TAG, Form

FORMS = {"forums:tag-rename": Form({"name": TAG, "joined": ANYTHING}, "commons", "moderator")}
