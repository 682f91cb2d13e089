"""Forums: the groups of a discussion."""

import uuid

from django.urls import reverse

from tests.access.letters import POST_ONLY, READ, same
from tests.forums.groups import shown

_RUN = {
    #            AOPM
    "commons": ("4FF3", "44F3", "44F3"),
    "members": same("44F3"),
    "team": same("4443"),
    "private": same("4444444F"),
}
_WRITE = {
    "commons": ("FF33", "4433", "4433"),
    "members": same("4433"),
    "team": same("4443"),
    "private": same("44444443"),
}
GET = {
    "forums:groups": READ,
    "forums:group-people": {
        #            AOQPFMLXGS
        "commons": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "members": same("444FF22444"),
        "team": same("4444F22444"),
        "private": same("44444444F4"),
    },
    "forums:group-deal": {"commons": same(POST_ONLY)},
    "forums:group-take-in": {"commons": same(POST_ONLY)},
    "forums:group-join": {"commons": same(POST_ONLY)},
    "forums:group-leave": {"commons": same(POST_ONLY)},
    # The participant is in the group.
    "forums:group-report": {
        #            AOQPFMLXGS
        "commons": ("4FF2F22FFF", "4442F22444", "4442F22444"),
        "members": same("4442F22444"),
        "team": same("4444F22444"),
        "private": same("44444444F4"),
    },
}
GET["forums:group-rapporteur"] = GET["forums:group-report"]
POST = {
    "forums:groups": _RUN | {"commons": ("FFF3", "44F3", "44F3")},
    "forums:group-people": _RUN,
    "forums:group-deal": _RUN,
    "forums:group-take-in": _WRITE | {"commons": ("4F33", "4433", "4433")},
    "forums:group-rapporteur": _WRITE | {"commons": ("4F33", "4433", "4433"), "private": same("4444444F")},
    "forums:group-join": _WRITE,
    "forums:group-leave": _WRITE,
    "forums:group-report": _WRITE | {"commons": ("4F33", "4433", "4433"), "private": same("4444444F")},
}


def of_parted(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.groups[place].discussion.pk]), data)


def of_terms(world, place, subject):
    discussion = world.groups[place].discussion
    return reverse("forums:groups", args=[discussion.pk]), {"people_choose": "True", "shown": shown(discussion)}


def of_group(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.groups[place].pk]), data)


ADDRESS = {
    "forums:groups": of_terms,
    "forums:group-people": of_parted("forums:group-people"),
    "forums:group-deal": of_parted("forums:group-deal", among="all"),
    "forums:group-take-in": of_parted("forums:group-take-in"),
    "forums:group-rapporteur": of_group("forums:group-rapporteur", person=""),
    "forums:group-join": of_group("forums:group-join"),
    "forums:group-leave": of_group("forums:group-leave"),
    "forums:group-report": of_group("forums:group-report", text="We would ask first.", submission=uuid.UUID(int=9)),
}
