"""Forms about members of all kinds."""

from django.urls import reverse

from tests.bad_input.kinds import (
    CHOICE,
    COMPLAINT,
    LINE,
    OPTIONAL_CHOICE,
    OPTIONAL_LINE,
    REASON,
    WEB_ADDRESS,
    Form,
    Kind,
)


def where_nobody_waits(world, client):
    world.community.coaching_requests.all().delete()
    return reverse("communities:coach-ask", args=[world.community.slug, world.people["outsider"].coach.pk])


OPTIONAL_ADDRESS = Kind(WEB_ADDRESS.refused[4:], WEB_ADDRESS.refused[:4])
INSTITUTION = {
    "name": LINE,
    "country": OPTIONAL_LINE,
    "kind": OPTIONAL_CHOICE,
    "website": OPTIONAL_ADDRESS,
}

FORMS = {
    "communities:representation": Form(INSTITUTION),
    "communities:representation-end": Form(),
    "communities:representation-confirm": Form(by="moderator"),
    "communities:representation-decline": Form(by="moderator"),
    "communities:host-new": Form(INSTITUTION, by="leader"),
    "communities:host-remove": Form(by="leader"),
    "communities:result-watch": Form(),
    "communities:result-unwatch": Form(),
    "communities:result-confirm": Form(by="leader"),
    "communities:coach-ask": Form({"message": COMPLAINT}, by="leader", address=where_nobody_waits),
    "communities:coaching-back": Form(by="leader"),
    "communities:coaching-answer": Form({"is_accepted": CHOICE, "answer": REASON}, by="outsider"),
}
