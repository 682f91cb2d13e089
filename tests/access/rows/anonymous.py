"""Asking: what is similar, and questions without a name, of which the participant asked the one in the commons."""

import uuid

from django.urls import reverse

from forums.models import AnonymousQuestion
from tests.access.addresses import of_community, of_space
from tests.access.letters import MEMBERS, POST_ONLY, TEAM, same

#              AOQPFMLXGS
GET = {
    "forums:columnists": {
        "commons": ("FFF2222FFF", MEMBERS, MEMBERS),
        "members": same(MEMBERS),
        "team": same(TEAM),
        "private": same("44444444F4"),
    },
    "forums:similar": {"commons": same(POST_ONLY)},
    "forums:columnist-desk": {"site": same("444F222444")},
    "forums:anonymous": {"site": same("4442222444")},
    "forums:anonymous-take-back": {"site": same(POST_ONLY)},
    "forums:anonymous-publish": {"site": same("444F222444")},
    "forums:anonymous-turn-down": {"site": same(POST_ONLY)},
    "forums:anonymous-unmask": {"site": same("444FFF2444")},
}

# anonymous, outsider, participant, moderator
POST = {
    "forums:columnists": {
        "commons": ("FF33", "4433", "4433"),
        "members": same("4433"),
        "team": same("4443"),
        "private": same("4444444F"),
    },
    "forums:similar": {
        "commons": ("FF22", "4422", "4422"),
        "members": same("4422"),
        "team": same("4442"),
        "private": same("4444444F"),
    },
    "forums:columnist-desk": {"site": same("5555")},
    "forums:anonymous": {"site": same("5555")},
    "forums:anonymous-take-back": {"site": same("443F")},
    "forums:anonymous-publish": {"site": same("44F3")},
    "forums:anonymous-turn-down": {"site": same("44F3")},
    "forums:anonymous-unmask": {"site": same("44FF")},
}

ASKED = {"title": "What I dread", "question": "May I say no to feedback?"}


def of_question(name, /, **data):
    return lambda world, place, subject: (
        reverse(name, args=[AnonymousQuestion.objects.filter(space__community=world.community).earliest("pk").pk]),
        data,
    )


ADDRESS = {
    "forums:columnists": of_space("forums:columnists", submission=uuid.UUID(int=47), **ASKED),
    "forums:similar": of_space("forums:similar"),
    "forums:columnist-desk": of_community("forums:columnist-desk"),
    "forums:anonymous": of_question("forums:anonymous"),
    "forums:anonymous-take-back": of_question("forums:anonymous-take-back"),
    "forums:anonymous-publish": of_question("forums:anonymous-publish", **ASKED),
    "forums:anonymous-turn-down": of_question("forums:anonymous-turn-down", words="Please ask the ward."),
    "forums:anonymous-unmask": of_question("forums:anonymous-unmask", reason="Somebody has to call them today."),
}
