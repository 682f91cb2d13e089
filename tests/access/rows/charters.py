"""The guided start, the charter and its expected results."""

from django.urls import reverse

from tests.access.addresses import of_community
from tests.access.letters import EVERYONE, LEADERS, MEMBERS, POST_ONLY, same

INSIDE = (EVERYONE, MEMBERS, MEMBERS)
SECTION = {
    **{"version": 1, "name": "Feedback", "summary": "Feedback that is heard.", "problem": "Nobody hears it."},
    **{"text_1": "A guide", "measure_1": "It is used"},
}

GET = {
    #                                AOQPFMLXGS
    "communities:start": {"site": same("444FFF3444")},
    "communities:start-step": {"problem": same(LEADERS), "people": same(LEADERS)},
    "home:charter": {"site": INSIDE},
    "communities:charter-section": {"results": same(LEADERS)},
    "communities:charter-history": {"site": INSIDE},
    "communities:charter-compare": {"site": INSIDE},
    "communities:result": {"site": same(LEADERS)},
    "communities:result-move": {"site": same(POST_ONLY)},
    "communities:result-drop": {"site": same(LEADERS)},
    "communities:result-place": {"site": same(POST_ONLY)},
    "communities:result-owner": {"site": same(POST_ONLY)},
    "communities:evidence-add": {"site": same(POST_ONLY)},
    "communities:evidence-remove": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "communities:start": {"site": same("5555")},
    "communities:start-step": {"problem": same("44FF"), "people": same("44FF")},
    "home:charter": {"site": same("5555")},
    "communities:charter-section": {"results": same("44FF")},
    "communities:charter-history": {"site": same("5555")},
    "communities:charter-compare": {"site": same("5555")},
    "communities:result": {"site": same("5555")},
    "communities:result-move": {"site": same("44FF")},
    "communities:result-drop": {"site": same("44FF")},
    "communities:result-place": {"site": same("44FF")},
    "communities:result-owner": {"site": same("44FF")},
    "communities:evidence-add": {"site": same("44FF")},
    "communities:evidence-remove": {"site": same("44FF")},
}


def of_section(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.community.slug, place]), data)


def of_result(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.community.slug, result_in(world).pk]), data)


def result_in(world):
    return world.community.results.get(position=1)


def of_evidence(world, place, subject):
    evidence = result_in(world).evidence.get()
    return reverse("communities:evidence-remove", args=[world.community.slug, evidence.pk]), {}


ADDRESS = {
    "communities:start": of_community("communities:start"),
    "communities:start-step": of_section("communities:start-step", **SECTION),
    "home:charter": of_community("home:charter"),
    "communities:charter-section": of_section("communities:charter-section", **SECTION),
    "communities:charter-history": of_community("communities:charter-history"),
    "communities:charter-compare": of_community("communities:charter-compare"),
    "communities:result": of_result("communities:result"),
    "communities:result-move": of_result("communities:result-move", state="on_the_way", why="Two sites use it."),
    "communities:result-drop": of_result("communities:result-drop", why="Nobody has the time."),
    "communities:result-place": of_result("communities:result-place", place=1),
    "communities:result-owner": of_result("communities:result-owner", owner=""),
    "communities:evidence-add": of_result("communities:evidence-add", title="The list", url="https://example.org/list"),
    "communities:evidence-remove": of_evidence,
}
