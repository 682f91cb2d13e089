"""Attendance: who came to a meeting, checking in, and how many came."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from meetings import codes
from tests.access.addresses import of_community
from tests.access.letters import MEMBERS, POST_ONLY, same
from tests.access.rows.meetings import RUN, RUNNING, at, of_meeting

POSTED = {"members": same(POST_ONLY)}
ONLY_READ = {"members": same("5555")}
OF_ALL = {"site": same("444F222444")}

GET = {
    "meetings:attendance": {"members": same(RUNNING)},
    "meetings:attendance-mark": POSTED,
    "meetings:attendance-walk-in": POSTED,
    "meetings:attendance-finish": {"members": same(RUNNING)},
    "meetings:attendance-history": {"members": same(RUNNING)},
    "meetings:attendance-table": {"members": same(RUNNING)},
    "meetings:participants": {"members": same(RUNNING)},
    "meetings:participants-confirm": POSTED,
    "meetings:check-in": {"members": same("3" + MEMBERS[1:])},
    "meetings:check-in-screen": {"members": same(RUNNING)},
    "meetings:rates": {"site": same(MEMBERS)},
    "meetings:rates-table": OF_ALL,
    "meetings:counting": OF_ALL,
}

# anonymous, outsider, participant, moderator
POST = {
    "meetings:attendance": ONLY_READ,
    "meetings:attendance-mark": {"members": RUN},
    "meetings:attendance-walk-in": {"members": RUN},
    "meetings:attendance-finish": {"members": RUN},
    "meetings:attendance-history": ONLY_READ,
    "meetings:attendance-table": ONLY_READ,
    "meetings:participants": {"members": same("44Fc")},
    "meetings:participants-confirm": {"members": RUN},
    "meetings:check-in": {"members": same("F4c3")},
    "meetings:check-in-screen": ONLY_READ,
    "meetings:rates": {"site": same("5555")},
    "meetings:rates-table": {"site": same("5555")},
    "meetings:counting": {"site": same("44F3")},
}

COUNTING = {"late_counts": "on", "left_early_counts": "on", "excused_leaves": "on", "late_after": 5, "left_before": 5}


def of_comer(world, place, subject):
    """Somebody who had a seat at what was held."""
    meeting, person = at(world, place, "minuted"), world.people["leader"]
    seat, _is_new = meeting.seats.get_or_create(person=person, defaults={"state": "booked", "role": "presenter"})
    return reverse("meetings:attendance-mark", args=[meeting.pk, seat.pk]), {"to": "present", "reason": ""}


def of_walk_in(world, place, subject):
    said = {"comer": f"@{world.people['facilitator'].handle}"}
    return reverse("meetings:attendance-walk-in", args=[at(world, place, "minuted").pk]), said


def of_check_in(world, place, subject):
    """It has just begun, and the code is the one that is shown now."""
    meeting = at(world, place)
    now = timezone.now()
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=now, ends_at=now + timedelta(hours=1))
    return reverse("meetings:check-in", args=[meeting.pk]), {"code": codes.code_of(meeting)}


ADDRESS = {
    "meetings:attendance": of_meeting("meetings:attendance", "minuted"),
    "meetings:attendance-mark": of_comer,
    "meetings:attendance-walk-in": of_walk_in,
    "meetings:attendance-finish": of_meeting("meetings:attendance-finish", "minuted", default="absent"),
    "meetings:attendance-history": of_meeting("meetings:attendance-history", "minuted"),
    "meetings:attendance-table": of_meeting("meetings:attendance-table", "minuted"),
    "meetings:participants": of_meeting("meetings:participants", "minuted", time_zone="Europe/London"),
    "meetings:participants-confirm": of_meeting("meetings:participants-confirm", "minuted", packed=""),
    "meetings:check-in": of_check_in,
    "meetings:check-in-screen": of_meeting("meetings:check-in-screen"),
    "meetings:rates": of_community("meetings:rates"),
    "meetings:rates-table": of_community("meetings:rates-table"),
    "meetings:counting": of_community("meetings:counting", **COUNTING, version=0),
}
