"""Newcomers, introductions, and questions put to those who may know."""

import uuid

from django.urls import reverse

from tests.access.addresses import of_community
from tests.access.letters import EVERYONE, MEMBERS, POST_ONLY, same

GET = {
    "home:activity": {"site": (EVERYONE, MEMBERS, MEMBERS)},
    "forums:newcomers": {"site": same(MEMBERS)},
    "forums:introductions-begin": {"site": same(POST_ONLY)},
    "forums:hello": {"site": same(MEMBERS)},
    "forums:hello-aside": {"site": same(POST_ONLY)},
    # The moderator's question in the commons, which was put to the participant.
    #                        AOQPFMLXGS
    "forums:ask": {"site": ("FFF2222FFF", MEMBERS, MEMBERS)},
    "forums:not-me": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "home:activity": {"site": same("5555")},
    "forums:newcomers": {"site": same("5555")},
    "forums:introductions-begin": {"site": same("44F3")},
    "forums:hello": {"site": same("4433")},
    "forums:hello-aside": {"site": same("4433")},
    "forums:ask": {"site": ("FF33", "4433", "4433")},
    "forums:not-me": {"site": same("4434")},
}


def of_question(name):
    return lambda world, place, subject: (
        reverse(name, args=[world.question.pk]),
        {"people": world.people["participant"].pk},
    )


ADDRESS = {
    "home:activity": of_community("home:activity"),
    "forums:newcomers": of_community("forums:newcomers"),
    "forums:introductions-begin": of_community("forums:introductions-begin"),
    "forums:hello": of_community("forums:hello", who="I teach midwives.", submission=uuid.UUID(int=7)),
    "forums:hello-aside": of_community("forums:hello-aside"),
    "forums:ask": of_question("forums:ask"),
    "forums:not-me": of_question("forums:not-me"),
}
