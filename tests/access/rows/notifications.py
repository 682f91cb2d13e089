"""Notifications: the list, settings, and the links in mails."""

from django.urls import reverse

from notifications import kinds
from notifications.rules import address_digest, listen_token, mute_token, restore_token, silence_token
from tests.access.addresses import person, plain
from tests.access.letters import EVERYONE, POST_ONLY, SIGNED_IN, same

SCOPE = ("forums.discussion", 1)
SETTINGS = {
    **{f"kind_{kind.name}": kind.by.value for kind in kinds.KINDS.values()},
    "rhythm": "daily",
    "hour": 7,
    "weekday": 0,
    "quiet_from": "",
    "quiet_until": "",
}

GET = {
    "notifications:list": {"site": same(SIGNED_IN)},
    "notifications:read-all": {"site": same("3555555555")},
    # Everybody was told of an open discussion in the commons: it opens for those who may read there.
    "notifications:open": {"site": ("3333333333", "3443333444", "3443333444")},
    "notifications:unsubscribe": {"site": same(EVERYONE)},
    "notifications:resubscribe": {"site": same(POST_ONLY)},
    "notifications:settings": {"site": same(SIGNED_IN)},
    "notifications:digest-preview": {"site": same(SIGNED_IN)},
    "notifications:as-usual": {"site": same("3555555555")},
    #                           AOQPFMLXGS
    "notifications:volume": {"site": ("3222222222", "3442222444", "3442222444")},
    "notifications:silence": {"site": same(EVERYONE)},
    "notifications:listen": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "notifications:list": {"site": same("F555")},
    "notifications:read-all": {"site": same("F333")},
    "notifications:open": {"site": same("F555")},
    "notifications:unsubscribe": {"site": same("2222")},
    "notifications:resubscribe": {"site": same("2222")},
    "notifications:settings": {"site": same("F333")},
    "notifications:digest-preview": {"site": same("F555")},
    "notifications:as-usual": {"site": same("F333")},
    "notifications:volume": {"site": ("F333", "F433", "F433")},
    "notifications:silence": {"site": same("2222")},
    "notifications:listen": {"site": same("2222")},
}


def _opened(reader):
    """What everybody was told."""
    return reader.notifications.get(entry__verb="discussion.opened")


ADDRESS = {
    "notifications:list": plain("notifications:list"),
    "notifications:read-all": plain("notifications:read-all"),
    "notifications:open": lambda world, place, subject: (
        reverse("notifications:open", args=[_opened(person(world, subject)).pk]),
        {},
    ),
    "notifications:unsubscribe": lambda world, place, subject: (
        reverse("notifications:unsubscribe", args=[mute_token(person(world, subject).pk, SCOPE)]),
        {},
    ),
    "notifications:settings": plain("notifications:settings", **SETTINGS),
    "notifications:digest-preview": plain("notifications:digest-preview"),
    "notifications:as-usual": plain("notifications:as-usual", *SCOPE),
    "notifications:volume": lambda world, place, subject: (
        reverse("notifications:volume", args=["communities.space", world.community.spaces.get(slug="commons").pk]),
        {"level": "all"},
    ),
    "notifications:silence": plain("notifications:silence", silence_token("ana@copse.example")),
    "notifications:listen": plain("notifications:listen", listen_token(address_digest("ana@copse.example"))),
    "notifications:resubscribe": lambda world, place, subject: (
        reverse("notifications:resubscribe", args=[restore_token(person(world, subject).pk, SCOPE, "")]),
        {},
    ),
}
