"""The action plan and what a community wants to learn."""

import uuid

from django.urls import reverse

from tests.access.addresses import of_community
from tests.access.letters import EVERYONE, MEMBERS, POST_ONLY, same

INSIDE = (EVERYONE, MEMBERS, MEMBERS)
#             AOQPFMLXGS    AOQPFMLXGS    AOQPFMLXGS
PLANNERS = ("FFFFF22FFF", "444FF22444", "444FF22444")
TEAM = ("FFFF222FFF", "444F222444", "444F222444")
ITEM = {"title": "Collect examples", "submission": uuid.UUID(int=3), "version": 0}
TOPIC = {"title": "Feedback in haste", "submission": uuid.UUID(int=4)}

GET = {
    "communities:plan": {"site": INSIDE},
    "communities:plan-new": {"site": PLANNERS},
    "communities:plan-item": {"site": INSIDE},
    "communities:plan-change": {"site": PLANNERS},
    "communities:plan-move": {"site": same(POST_ONLY)},
    "communities:plan-take": {"site": same(POST_ONLY)},
    "communities:plan-give-back": {"site": same(POST_ONLY)},
    "communities:plan-comment": {"site": same(POST_ONLY)},
    "communities:plan-propose": {"site": PLANNERS},
    "communities:plan-take-back": {"site": same(POST_ONLY)},
    "communities:plan-answer": {"site": same(POST_ONLY)},
    "communities:plan-adopt": {"site": ("FFFFFF3FFF", "444FFF3444", "444FFF3444")},  # nothing is before the members
    "communities:topics": {"site": INSIDE},
    "communities:topic-vote": {"site": same(POST_ONLY)},
    "communities:topic-vote-back": {"site": same(POST_ONLY)},
    "communities:topic-answer": {"site": TEAM},
    "forums:take-up": {"site": TEAM},
    "communities:members-found": {"site": same(MEMBERS)},
}

# anonymous, outsider, participant, moderator
POST = {
    "communities:plan": {"site": ("5555", "5555", "5555")},
    "communities:plan-new": {"site": ("FFF3", "44F3", "44F3")},
    "communities:plan-item": {"site": same("5555")},
    "communities:plan-change": {"site": ("FFF3", "44F3", "44F3")},
    "communities:plan-move": {"site": ("FFF3", "44F3", "44F3")},
    "communities:plan-take": {"site": ("FF33", "4433", "4433")},
    "communities:plan-give-back": {"site": ("FF33", "4433", "4433")},
    "communities:plan-comment": {"site": ("FF33", "4433", "4433")},
    "communities:plan-propose": {"site": ("FFF3", "44F3", "44F3")},
    "communities:plan-take-back": {"site": ("FFF3", "44F3", "44F3")},
    "communities:plan-answer": {"site": ("FF33", "4433", "4433")},
    "communities:plan-adopt": {"site": ("FFFF", "44FF", "44FF")},
    "communities:topics": {"site": ("FF33", "4433", "4433")},
    "communities:topic-vote": {"site": ("FF33", "4433", "4433")},
    "communities:topic-vote-back": {"site": ("FF33", "4433", "4433")},
    "communities:topic-answer": {"site": ("FFF3", "44F3", "44F3")},
    "forums:take-up": {"site": same("5555")},
    "communities:members-found": {"site": same("5555")},
}


def of_item(name, /, **data):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.action_items.get().pk]),
        data,
    )


def of_topic(name, /, **data):
    return lambda world, place, subject: (
        reverse(name, args=[world.community.slug, world.community.topics.get().pk]),
        data,
    )


ADDRESS = {
    "communities:plan": of_community("communities:plan"),
    "communities:plan-new": of_community("communities:plan-new", **ITEM),
    "communities:plan-item": of_item("communities:plan-item"),
    "communities:plan-change": of_item("communities:plan-change", **ITEM),
    "communities:plan-move": of_item("communities:plan-move", state="doing"),
    "communities:plan-take": of_item("communities:plan-take"),
    "communities:plan-give-back": of_item("communities:plan-give-back"),
    "communities:plan-comment": of_item("communities:plan-comment", text="I can help.", submission=uuid.UUID(int=5)),
    "communities:plan-propose": of_community("communities:plan-propose"),
    "communities:plan-take-back": of_community("communities:plan-take-back"),
    "communities:plan-answer": of_community("communities:plan-answer", agrees="yes"),
    "communities:plan-adopt": of_community("communities:plan-adopt", round=1),
    "communities:topics": of_community("communities:topics", **TOPIC),
    "communities:topic-vote": of_topic("communities:topic-vote"),
    "communities:topic-vote-back": of_topic("communities:topic-vote-back"),
    "forums:take-up": of_topic("forums:take-up"),
    "communities:topic-answer": of_topic("communities:topic-answer", state="done"),
    "communities:members-found": of_community("communities:members-found"),
}
