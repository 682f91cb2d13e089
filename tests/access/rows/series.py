"""Series of meetings: dates that belong together, planned and booked at once."""

import uuid

from django.urls import reverse

from meetings.models import Meeting, Series
from tests.access.letters import POST_ONLY, READ, same
from tests.access.rows.meetings import ABOUT, RUN, RUNNING, TAKE_PART

DATES = {"dates-TOTAL_FORMS": "1", "dates-INITIAL_FORMS": "0", "dates-0-day": "2027-03-10"}
DATES |= {"dates-0-begins": "09:30", "dates-0-ends": "11:00", "dates-0-which": "", "time_zone": "Europe/London"}

GET = {
    "meetings:series-plan": {"site": ("FFFF222FFF", RUNNING, RUNNING)},
    "meetings:series": READ | {"offering": same("4442424444")},
    "meetings:series-add": {"members": same(RUNNING)},
    "meetings:series-book": {"members": same(POST_ONLY)},
    "meetings:series-programme": {"members": same(RUNNING)},
    "meetings:series-call-off": {"members": same(RUNNING)},
}
POST = {
    "meetings:series-plan": {"site": ("FFF3", "44F3", "44F3")},
    "meetings:series": {"members": same("5555")},
    "meetings:series-add": {"members": RUN},
    "meetings:series-book": {"members": TAKE_PART, "private": same("4444444F")},
    "meetings:series-programme": {"members": RUN},
    "meetings:series-call-off": {"members": RUN},
}


def of_series(name, /, **data):
    """The meeting that is ahead there as the one date of a series."""

    def address(world, place, subject):
        state = "offering" if place == "offering" else "ahead"
        meeting = world.meetings["members" if place in ("site", "offering") else place, state]
        facts = {
            "space": meeting.space,
            "title": meeting.title,
            "submission": uuid.uuid5(uuid.NAMESPACE_URL, str(meeting.pk)),
        }
        series, _is_new = Series.objects.get_or_create(**facts, planned_by=world.people["moderator"])
        Meeting.objects.filter(pk=meeting.pk).update(series=series)
        more = {"submission": uuid.UUID(int=14)} if data else {}
        return reverse(name, args=[series.pk]), data | more

    return address


def of_form(world, place, subject):
    """What is sent holds the space, which each world has its own."""
    said = ABOUT | DATES | {"space": world.spaces["members"].pk, "submission": uuid.UUID(int=13), "anyway": ""}
    said |= {"is_tentative": "", "begins_on": "2027-01-01", "ends_on": "2027-12-31"}
    return reverse("meetings:series-plan", args=[world.community.slug]), said


ADDRESS = {
    "meetings:series-plan": of_form,
    "meetings:series": of_series("meetings:series"),
    "meetings:series-add": of_series("meetings:series-add", **DATES, is_tentative="", anyway=""),
    "meetings:series-book": of_series("meetings:series-book"),
    "meetings:series-programme": of_series("meetings:series-programme", begins_on="2027-01-01", ends_on="2027-12-31"),
    "meetings:series-call-off": of_series("meetings:series-call-off", reason="The speaker is ill."),
}
