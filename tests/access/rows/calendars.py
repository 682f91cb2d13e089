"""Calendars: one meeting as a file, and what a calendar subscribes to by a person's key."""

from django.urls import reverse

from tests.access.letters import EVERYONE, READ, same
from tests.access.rows.feeds import key
from tests.access.rows.meetings import of_meeting

GET = {
    "meetings:calendar": READ,
    "home:calendar": {"site": same(EVERYONE)},
    #                                 AOQPFMLXGS: whoever has no account is given the participant's key
    "home:community-calendar": {"site": ("2222222222", "2442222444", "2442222444")},
}
POST = {
    "meetings:calendar": {"members": same("5555")},
    "home:calendar": {"site": same("5555")},
    "home:community-calendar": {"site": same("5555")},
}
ADDRESS = {
    "meetings:calendar": of_meeting("meetings:calendar"),
    "home:calendar": lambda world, place, subject: (reverse("home:calendar", args=[key(world, subject)]), {}),
    "home:community-calendar": lambda world, place, subject: (
        reverse("home:community-calendar", args=[key(world, subject), world.community.slug]),
        {},
    ),
}
