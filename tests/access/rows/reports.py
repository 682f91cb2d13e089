"""Reports: what is filed, decided and appealed against."""

from django.urls import reverse

from tests.access.addresses import of_community
from tests.access.letters import GUEST, NOBODY, POST_ONLY, same
from tests.access.rows.communities import of_participant
from tests.access.rows.forums import of_post

#               AOQPFMLXGS
HANDLING = same("444FF22444")
FILED = {"kind": "unkind", "words": "This hurts."}
DECIDED = {"words": "We do not speak so.", "verdict": "uphold"}

GET = {
    # The moderator wrote the posts.
    "forums:post-report": {
        #            AOQPFMLXGS
        "commons": ("FFF22F2FFF", "44422F2444", "44422F2444"),
        "members": same("44422F2444"),
        "team": same("44442F2444"),
        "private": same(GUEST),
    },
    "forums:post-case": {"commons": same(NOBODY)},  # nothing of it is reported
    "forums:member-report": {"site": same("444F222444")},  # of the participant
    "forums:reports": {"site": HANDLING},
    # Both are about the facilitator.
    "forums:report-case": {"site": HANDLING},
    "forums:ruling": {"site": same("4444222444")},
    "forums:ruling-undo": {"site": same(POST_ONLY)},
    "forums:ruling-appeal": {"site": same(POST_ONLY)},
    "forums:ruling-answer": {"site": same(POST_ONLY)},
}

# anonymous, outsider, participant, moderator
POST = {
    "forums:post-report": {
        "commons": ("FF3F", "443F", "443F"),
        "members": same("443F"),
        "team": same("444F"),
        "private": same("44444443"),  # the guest
    },
    "forums:post-case": {"commons": same("5555")},
    "forums:member-report": {"site": same("44F3")},
    "forums:reports": {"site": same("5555")},
    "forums:report-case": {"site": same("44F3")},
    "forums:ruling": {"site": same("5555")},
    "forums:ruling-undo": {"site": same("4443")},
    "forums:ruling-appeal": {"site": same("444F")},
    "forums:ruling-answer": {"site": same("4443")},
}


def of_report(name, /, **data):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.reports.order_by("pk").first().pk]),
        data,
    )


def of_ruling(name, /, **data):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.rulings.order_by("pk").first().pk]),
        data,
    )


ADDRESS = {
    "forums:post-report": of_post("forums:post-report", **FILED),
    "forums:post-case": of_post("forums:post-case"),
    "forums:member-report": of_participant("forums:member-report", **FILED),
    "forums:reports": of_community("forums:reports"),
    "forums:report-case": of_report("forums:report-case", **DECIDED),
    "forums:ruling": of_ruling("forums:ruling"),
    "forums:ruling-undo": of_ruling("forums:ruling-undo"),
    "forums:ruling-appeal": of_ruling("forums:ruling-appeal", words="It was meant kindly."),
    "forums:ruling-answer": of_ruling("forums:ruling-answer", words="It stands.", verdict="stand"),
}
