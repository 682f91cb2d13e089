"""Meetings: what is planned and held, who comes, and what came of it."""

import uuid

from django.urls import reverse

from tests.access.addresses import of_community
from tests.access.letters import EVERYONE, MEMBERS, POST_ONLY, READ, same

#          AOQPFMLXGS
RUNNING = "444F222444"
POSTED = {"members": same(POST_ONLY)}

GET = {
    "meetings:meetings": {"site": (EVERYONE, MEMBERS, MEMBERS)},
    "meetings:plan": {"site": ("FFFF222FFF", RUNNING, RUNNING)},
    "meetings:meeting": READ | {"offering": same("4442424444"), "drafted": same(MEMBERS)},
    "meetings:change": {"members": same(RUNNING)},
    "meetings:confirm": POSTED,
    "meetings:move": {"members": same(RUNNING)},
    "meetings:call-off": {"members": same(RUNNING)},
    "meetings:seat-book": POSTED,
    "meetings:seat-maybe": POSTED,
    "meetings:seat-decline": POSTED,
    "meetings:seat-take": POSTED,
    "meetings:seat-give-back": {"members": same(MEMBERS), "private": same("4444444424")},
    "meetings:seat-watch": POSTED,
    "meetings:seat-unwatch": POSTED,
    "meetings:agenda": {"members": same(RUNNING)},
    "meetings:minutes": {"members": same(RUNNING)},
    "meetings:minutes-publish": POSTED,
    "meetings:minutes-keep": {"members": same(RUNNING)},
    "meetings:people": {"members": same(RUNNING)},
    "meetings:people-add": POSTED,
    "meetings:people-add-several": POSTED,
    "meetings:role": POSTED,
    "meetings:take-off": {"members": same(RUNNING)},
}

# anonymous, outsider, participant, moderator; suspended, removed, invited, guest
RUN = same("44F3")
TAKE_PART = same("4433")
POST = {
    "meetings:meetings": {"site": same("5555")},
    "meetings:plan": {"site": ("FFF3", "44F3", "44F3")},
    "meetings:meeting": {"members": same("5555")},
    "meetings:change": {"members": RUN},
    "meetings:confirm": {"members": RUN},
    "meetings:move": {"members": RUN},
    "meetings:call-off": {"members": RUN},
    "meetings:seat-book": {"members": TAKE_PART, "private": same("4444444F")},
    "meetings:seat-maybe": {"members": TAKE_PART},
    "meetings:seat-decline": {"members": TAKE_PART},
    "meetings:seat-take": {"offering": same("4433")},
    "meetings:seat-give-back": {"members": TAKE_PART, "private": same("44444443")},
    "meetings:seat-watch": {"members": TAKE_PART},
    "meetings:seat-unwatch": {"members": TAKE_PART},
    "meetings:agenda": {"members": RUN},
    "meetings:minutes": {"members": RUN},
    "meetings:minutes-publish": {"members": RUN},
    "meetings:minutes-keep": {"members": RUN},
    "meetings:people": {"members": same("5555")},
    "meetings:people-add": {"members": RUN},
    "meetings:people-add-several": {"members": RUN},
    "meetings:role": {"members": RUN},
    "meetings:take-off": {"members": RUN},
}

WHEN = {"day": "2027-03-10", "begins": "09:30", "ends": "11:00", "time_zone": "Europe/London", "which": ""}
ABOUT = {"kind": "webinar", "title": "Feedback that stays", "markdown": "Bring one.", "place": "Room 4"}
ABOUT |= {"link": "https://example.org/room", "link_before": "30", "capacity": "20", "offer_hours": "24"}
ABOUT |= {"reflection": "What will you try?"}
ITEMS = {"agenda-TOTAL_FORMS": "1", "agenda-INITIAL_FORMS": "0", "agenda-0-kind": "talk", "agenda-0-title": "Hello"}
ITEMS |= {"agenda-0-presenter": "", "agenda-0-minutes": "10"}
MINUTES = {"markdown": "We met.", "decisions": "Two more.", "follows": "Ana writes.", "recording": ""}
# Places of which no space is called so: one of the members' meetings in that state.
STATES = ("tentative", "offering", "minuted", "drafted")


def at(world, place, state="ahead"):
    if place in STATES:
        return world.meetings["members", place]
    return world.meetings["members" if place == "site" else place, state]


def of_meeting(name, /, state="ahead", **data):
    return lambda world, place, subject: (reverse(name, args=[at(world, place, state).pk]), data)


def of_form(world, place, subject):
    """What is sent holds the space, which each world has its own."""
    said = WHEN | ABOUT | {"space": world.spaces["members"].pk, "submission": uuid.UUID(int=12), "is_tentative": ""}
    return reverse("meetings:plan", args=[world.community.slug]), said


def of_kept(world, place, subject):
    minutes = at(world, place, "minuted").report
    said = {"kind": "experience", "title": "What we talked about", "licence": "by"}
    said["authors"] = f"person {minutes.written_by_id}"
    return reverse("meetings:minutes-keep", args=[minutes.meeting_id]), said


def of_listed(name, /, **data):
    """What is sent names somebody who reads there."""

    def address(world, place, subject):
        people = {key: f"@{world.people['facilitator'].handle}" for key in data if key in ("person", "people")}
        return reverse(name, args=[at(world, place).pk]), data | people

    return address


def of_seat(name, /, **data):
    """That of somebody who was put on the list."""

    def address(world, place, subject):
        meeting, person = at(world, place), world.people["leader"]
        seat, _is_new = meeting.seats.get_or_create(person=person, defaults={"state": "booked", "role": "presenter"})
        return reverse(name, args=[meeting.pk, seat.pk]), data

    return address


ADDRESS = {
    "meetings:meetings": of_community("meetings:meetings"),
    "meetings:plan": of_form,
    "meetings:meeting": of_meeting("meetings:meeting"),
    "meetings:change": of_meeting("meetings:change", **ABOUT, version=0),
    "meetings:confirm": of_meeting("meetings:confirm", "tentative"),
    "meetings:move": of_meeting("meetings:move", **WHEN, version=0),
    "meetings:call-off": of_meeting("meetings:call-off", reason="The speaker is ill."),
    "meetings:seat-book": of_meeting("meetings:seat-book"),
    "meetings:seat-maybe": of_meeting("meetings:seat-maybe"),
    "meetings:seat-decline": of_meeting("meetings:seat-decline"),
    "meetings:seat-take": of_meeting("meetings:seat-take"),
    "meetings:seat-give-back": of_meeting("meetings:seat-give-back", reason="I am on call."),
    "meetings:seat-watch": of_meeting("meetings:seat-watch"),
    "meetings:seat-unwatch": of_meeting("meetings:seat-unwatch"),
    "meetings:agenda": of_meeting("meetings:agenda", **ITEMS, version=0),
    "meetings:minutes": of_meeting("meetings:minutes", "drafted", **MINUTES, version=1),
    "meetings:minutes-publish": of_meeting("meetings:minutes-publish", "drafted", version=1),
    "meetings:minutes-keep": of_kept,
    "meetings:people": of_meeting("meetings:people"),
    "meetings:people-add": of_listed("meetings:people-add", person="", role="attendee"),
    "meetings:people-add-several": of_listed("meetings:people-add-several", people="", role="attendee"),
    "meetings:role": of_seat("meetings:role", role="attendee"),
    "meetings:take-off": of_seat("meetings:take-off"),
}
