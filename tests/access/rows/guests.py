"""People from outside at a meeting: asked by its hosts, answering by the link in their letter."""

from django.urls import reverse

from tests.access.letters import EVERYONE, POST_ONLY, same
from tests.access.rows.meetings import RUN, at, of_meeting

BY_LINK = {"site": same(EVERYONE)}
ANSWERED = {"site": same("3333")}

GET = {
    "meetings:guests-ask": {"members": same(POST_ONLY)},
    "meetings:guest": BY_LINK,
    "meetings:guest-calendar": BY_LINK,
    "meetings:guest-come": {"site": same(POST_ONLY)},
    "meetings:guest-maybe": {"site": same(POST_ONLY)},
    "meetings:guest-decline": {"site": same(POST_ONLY)},
    "meetings:guest-myself": {"site": same("3555555555")},
}
POST = {
    "meetings:guests-ask": {"members": RUN},
    "meetings:guest": {"site": same("5555")},
    "meetings:guest-calendar": {"site": same("5555")},
    "meetings:guest-come": ANSWERED,
    "meetings:guest-maybe": ANSWERED,
    "meetings:guest-decline": ANSWERED,
    "meetings:guest-myself": {"site": same("FFFF")},
}


def by_link(name, /, **data):
    """That of somebody who was asked and has not answered."""

    def address(world, place, subject):
        facts = {"state": "invited", "source": "team", "name": "Gil Guest"}
        seat, _is_new = at(world, place).seats.get_or_create(email="gil@elsewhere.example", defaults=facts)
        return reverse(name, args=[seat.token]), data

    return address


ADDRESS = {
    "meetings:guests-ask": of_meeting("meetings:guests-ask", guests="Ana Ruiz ana@elsewhere.example"),
    "meetings:guest": by_link("meetings:guest"),
    "meetings:guest-calendar": by_link("meetings:guest-calendar"),
    "meetings:guest-come": by_link("meetings:guest-come", zone=""),
    "meetings:guest-maybe": by_link("meetings:guest-maybe", zone=""),
    "meetings:guest-decline": by_link("meetings:guest-decline", reason="I am on call.", zone="UTC"),
    "meetings:guest-myself": by_link("meetings:guest-myself"),
}
