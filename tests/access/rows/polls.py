"""Forums: polls."""

import uuid

from django.urls import reverse

from tests.access.letters import LEAD_ON, READ, same
from tests.access.rows.forums import STEERED, STEERING, of_discussion

GET = {
    "forums:poll-new": STEERED,
    "forums:poll": READ,
    "forums:poll-vote": LEAD_ON,
    "forums:poll-end": {
        #            AOQPFMLXGS
        "commons": ("FFFFF22FFF", "444FF22444", "444FF22444"),
        "members": same("444FF22444"),
        "team": same("4444F22444"),
        "private": same("44444444F4"),
    },
}
POST = {
    "forums:poll-new": STEERING,
    "forums:poll": {"commons": same("5555")},
    "forums:poll-vote": {
        #            AOPM
        "commons": ("FF33", "4433", "4433"),
        "members": same("4433"),
        "team": same("4443"),
        "private": same("44444443"),
    },
    "forums:poll-end": {
        "commons": ("FFF3", "44F3", "44F3"),
        "members": same("44F3"),
        "team": same("4443"),
        "private": same("4444444F"),
    },
}


def of_poll(name, /, **data):
    return lambda world, place, subject: (reverse(name, args=[world.polls[place].pk]), data)


def of_vote(world, place, subject):
    poll = world.polls[place]
    return reverse("forums:poll-vote", args=[poll.pk]), {"chosen": poll.options.first().pk}


ADDRESS = {
    "forums:poll-new": of_discussion(
        "forums:poll-new",
        text="When shall we meet?",
        options="Monday\nTuesday",
        kind="single",
        purpose="decision",
        submission=uuid.UUID(int=6),
    ),
    "forums:poll": of_poll("forums:poll"),
    "forums:poll-vote": of_vote,
    "forums:poll-end": of_poll("forums:poll-end", outcome="We meet on Monday."),
}
