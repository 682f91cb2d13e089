"""Members of all kinds: for whom people are here, who runs a community together, whom its leaders may ask."""

from django.urls import reverse

from communities.models import Representation
from tests.access.addresses import of_community, plain
from tests.access.letters import EVERYONE, LEADERS, MEMBERS, POST_ONLY, SIGNED_IN, same

#                      AOQPFMLXGS
TEAM_ALONE = "444F222444"  # refused to other members
COACH = "3244444444444"  # the outsider is one
SIGNED_IN_POST_ONLY = "3555555555"
INSTITUTION = {"name": "Hillside", "country": "Kenya", "kind": "hospital"}

GET = {
    "communities:institutions-found": {"site": same(SIGNED_IN)},
    "communities:institutions": {"site": same(MEMBERS)},
    "communities:representation": {"site": same(MEMBERS)},
    "communities:representation-end": {"site": same(POST_ONLY)},
    "communities:representation-confirm": {"site": same(POST_ONLY)},
    "communities:representation-decline": {"site": same(POST_ONLY)},
    "communities:host-new": {"site": same(LEADERS)},
    "communities:host-remove": {"site": same(POST_ONLY)},
    "home:progress": {"site": (EVERYONE, MEMBERS, MEMBERS)},
    "communities:result-watch": {"site": same(POST_ONLY)},
    "communities:result-unwatch": {"site": same(POST_ONLY)},
    "communities:result-confirm": {"site": same(POST_ONLY)},
    "communities:protocols": {"site": same(EVERYONE)},
    "communities:protocol": {"site": same(EVERYONE)},
    "communities:leading": {"site": same(TEAM_ALONE)},
    "communities:coach-ask": {"site": same(LEADERS)},
    "communities:coaching-back": {"site": same(POST_ONLY)},
    "communities:coaching": {"site": same(COACH)},
    "communities:coaching-answer": {"site": same(SIGNED_IN_POST_ONLY)},
}

# anonymous, outsider, participant, moderator
POST = {
    "communities:institutions-found": {"site": same("F555")},
    "communities:institutions": {"site": same("5555")},
    "communities:representation": {"site": same("4433")},
    "communities:representation-end": {"site": same("4433")},
    "communities:representation-confirm": {"site": same("4443")},
    "communities:representation-decline": {"site": same("4443")},
    "communities:host-new": {"site": same("44FF")},
    "communities:host-remove": {"site": same("44FF")},
    "home:progress": {"site": same("5555")},
    "communities:result-watch": {"site": same("4433")},
    "communities:result-unwatch": {"site": same("4433")},
    "communities:result-confirm": {"site": same("44FF")},
    "communities:protocols": {"site": same("5555")},
    "communities:protocol": {"site": same("5555")},
    "communities:leading": {"site": same("5555")},
    "communities:coach-ask": {"site": same("44FF")},
    "communities:coaching-back": {"site": same("4444")},
    "communities:coaching": {"site": same("F555")},
    "communities:coaching-answer": {"site": same("F3444444")},
}


def of_said(name):
    def address(world, place, subject):
        said = Representation.objects.get(membership__person=world.people["facilitator"])
        return reverse(name, args=[world.community.slug, said.pk, said.institution_id]), {}

    return address


def of_result(name):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.results.get().pk]),
        {},
    )


def of_coach(name):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.people["outsider"].coach.pk]),
        {"message": "Nobody writes any more. Could we talk?"},
    )


def of_asked(name):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.coaching_requests.get().pk]),
        {},
    )


def of_answer(name):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.coaching_requests.get().pk]),
        {"is_accepted": "yes", "answer": "On Tuesday at five."},
    )


def of_host(name):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.hosts.get().pk]),
        {},
    )


ADDRESS = {
    "communities:institutions-found": plain("communities:institutions-found"),
    "communities:institutions": of_community("communities:institutions"),
    "communities:representation": of_community("communities:representation", **INSTITUTION),
    "communities:representation-end": of_community("communities:representation-end"),
    "communities:representation-confirm": of_said("communities:representation-confirm"),
    "communities:representation-decline": of_said("communities:representation-decline"),
    "communities:host-new": of_community("communities:host-new", **INSTITUTION),
    "communities:host-remove": of_host("communities:host-remove"),
    "home:progress": of_community("home:progress"),
    "communities:result-watch": of_result("communities:result-watch"),
    "communities:result-unwatch": of_result("communities:result-unwatch"),
    "communities:result-confirm": of_result("communities:result-confirm"),
    "communities:protocols": plain("communities:protocols"),
    "communities:protocol": plain("communities:protocol", "check-in"),
    "communities:leading": of_community("communities:leading"),
    "communities:coach-ask": of_coach("communities:coach-ask"),
    "communities:coaching-back": of_asked("communities:coaching-back"),
    "communities:coaching": plain("communities:coaching"),
    "communities:coaching-answer": of_answer("communities:coaching-answer"),
}
