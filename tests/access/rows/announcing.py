"""Announcements of a team, letters that come back, and the outbox."""

import uuid

from django.urls import reverse

from communities.queries.announcing import readers_of
from tests.access.addresses import of_community, person, plain
from tests.access.letters import MEMBERS, POST_ONLY, SIGNED_IN, same

STAFF = "4444444442"
#            AOQPFMLXGS
WRITERS = "444F222444"
DRAFT = "4444222444"  # of which other members know nothing

GET = {
    "communities:announcements": {"site": same(MEMBERS)},
    "communities:announcement": {"site": same(MEMBERS)},
    "communities:announcement-new": {"site": same(WRITERS)},
    "communities:announcement-change": {"site": same(DRAFT)},
    "communities:announcement-send": {"site": same(DRAFT)},
    "communities:announcement-stop": {"site": same(POST_ONLY)},
    "communities:announcement-discard": {"site": same(POST_ONLY)},
    "communities:digest": {"site": same(WRITERS)},
    "notifications:returned": {"site": same(SIGNED_IN)},
    "notifications:outbox": {"site": same(STAFF)},
    "notifications:outbox-again": {"site": same(POST_ONLY)},
    "notifications:outbox-give-up": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "communities:announcements": {"site": same("5555")},
    "communities:announcement": {"site": same("5555")},
    "communities:announcement-new": {"site": same("44F3")},
    "communities:announcement-change": {"site": same("4443")},
    "communities:announcement-send": {"site": same("4443")},
    "communities:announcement-stop": {"site": same("44F3")},
    "communities:announcement-discard": {"site": same("4443")},
    "communities:digest": {"site": same("44F2")},
    "notifications:returned": {"site": same("F333")},
    "notifications:outbox": {"site": same("5555")},
    "notifications:outbox-again": {"site": same("4444")},
    "notifications:outbox-give-up": {"site": same("4444")},
}


def of_announcement(name, /, state, **data):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.announcements.get(state=state).pk]),
        data,
    )


def of_last_look(world, place, subject):
    """What is sent says how many it is for, who are as many as the sender was shown."""
    draft = world.community.announcements.get(state="draft")
    number = readers_of(world.community, draft.audience, sender=person(world, subject)).count()
    address = reverse("communities:announcement-send", args=[world.community.slug, draft.pk])
    return address, {"version": 0, "number": number}


SAID = {"title": "We move", "markdown": "To Friday.", "audience": "all", "version": 0, "submission": uuid.UUID(int=60)}

ADDRESS = {
    "communities:announcements": of_community("communities:announcements"),
    "communities:announcement": of_announcement("communities:announcement", "sent"),
    "communities:announcement-new": of_community("communities:announcement-new", **SAID),
    "communities:announcement-change": of_announcement("communities:announcement-change", "draft", **SAID),
    "communities:announcement-send": of_last_look,
    "communities:announcement-stop": of_announcement("communities:announcement-stop", "sent"),
    "communities:announcement-discard": of_announcement("communities:announcement-discard", "draft"),
    "communities:digest": of_community("communities:digest", days="7"),
    "notifications:returned": plain("notifications:returned"),
    "notifications:outbox": plain("notifications:outbox"),
    "notifications:outbox-again": plain("notifications:outbox-again"),
    "notifications:outbox-give-up": plain("notifications:outbox-give-up"),
}
