"""What belongs to the site and to no app."""

from django.urls import reverse

from tests.access.addresses import plain
from tests.access.letters import EVERYONE, same

GET = {
    "terms": {"site": same(EVERYONE)},
    "privacy": {"site": same(EVERYONE)},
    "admin": {"site": same("3333333332")},
    "healthz": {"site": same(EVERYONE)},
    "readyz": {"site": same(EVERYONE)},
    "forums:mail-in": {"site": same("5555555555")},
}

#           AOPM
POST = {
    "terms": {"site": same("5555")},
    "privacy": {"site": same("5555")},
    "admin": {"site": same("3333")},
    "healthz": {"site": same("5555")},
    "readyz": {"site": same("5555")},
    "forums:mail-in": {"site": same("4444")},  # not there until somebody holds a key
}


def readyz(world, place, subject):
    from config.tasks import heartbeat

    heartbeat()
    return reverse("readyz"), {}


ADDRESS = {
    "terms": plain("terms"),
    "privacy": plain("privacy"),
    "admin": plain("admin:index"),
    "healthz": plain("healthz"),
    "readyz": readyz,
    "forums:mail-in": plain("forums:mail-in"),
}
