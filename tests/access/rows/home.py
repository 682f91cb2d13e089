"""Home: the pages that compose several apps."""

from django.urls import reverse

from tests.access.addresses import of_community, of_space, plain
from tests.access.letters import EVERYONE, MEMBERS, READ, SIGNED_IN, same

GET = {
    "home:home": {"site": same(EVERYONE)},
    "home:agenda": {"site": same(SIGNED_IN)},
    "home:people": {"site": same(SIGNED_IN)},
    # The participant's page, which fellows see: those who share the community or one of its rooms.
    "home:person": {"site": same("4442222444")},
    "home:community": {"site": (EVERYONE, EVERYONE, "4442222424")},
    "home:discussions": {"site": (EVERYONE, MEMBERS, MEMBERS)},
    "home:space": READ,
    "home:directory": {"site": same(EVERYONE)},
}

#           AOPM
POST = {
    "home:home": {"site": same("5555")},
    "home:agenda": {"site": same("F555")},
    "home:people": {"site": same("5555")},
    "home:person": {"site": same("5555")},
    "home:community": {"site": same("5555")},
    "home:discussions": {"site": same("5555")},
    "home:space": {"commons": same("5555")},
    "home:directory": {"site": same("5555")},
}

ADDRESS = {
    "home:home": plain("home:home"),
    "home:agenda": plain("home:agenda"),
    "home:people": plain("home:people"),
    "home:person": lambda world, place, subject: (
        reverse("home:person", args=[world.people["participant"].handle]),
        {},
    ),
    "home:community": of_community("home:community"),
    "home:discussions": of_community("home:discussions"),
    "home:space": of_space("home:space"),
    "home:directory": plain("home:directory"),
}
