"""Reminders of a meeting: theirs who run it."""

from tests.access.letters import same
from tests.access.rows.meetings import RUN, RUNNING, of_meeting

GET = {"meetings:reminders": {"members": same(RUNNING)}}

POST = {"meetings:reminders": {"members": RUN}}

ADDRESS = {"meetings:reminders": of_meeting("meetings:reminders", kinds="week", text="Bring one.", version=0)}
