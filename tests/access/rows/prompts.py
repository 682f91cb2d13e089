"""Forums: what waits to be asked in a discussion, and what the library has for it."""

import uuid

from django.urls import reverse

from tests.access.letters import POST_ONLY, same
from tests.access.rows.forums import of_discussion

_TEAM_PAGE = {
    #            AOQPFMLXGS
    "commons": ("4FFFF22FFF", "444FF22444", "444FF22444"),
    "members": same("444FF22444"),
    "team": same("4444F22444"),
    "private": same("44444444F4"),
}
_VISIBLE_PAGE = _TEAM_PAGE | {"commons": ("FFFFF22FFF", "444FF22444", "444FF22444")}
_DONE = {
    #            AOPM
    "commons": ("4FF3", "44F3", "44F3"),
    "members": same("44F3"),
    "team": same("4443"),
    "private": same("4444444F"),  # the guest reads there
}
_ALL_DONE = _DONE | {"commons": ("FFF3", "44F3", "44F3")}

GET = {
    "forums:prompts": _TEAM_PAGE,
    "forums:prompt": _TEAM_PAGE,
    "forums:prompt-put": {"commons": same(POST_ONLY)},
    "forums:prompt-move": {"commons": same(POST_ONLY)},
    "forums:prompt-drop": {"commons": same(POST_ONLY)},
    "forums:material": _VISIBLE_PAGE,
    "forums:material-explain": {"commons": same(POST_ONLY)},
    "forums:material-move": {"commons": same(POST_ONLY)},
    "forums:material-take-away": {"commons": same(POST_ONLY)},
}
POST = {
    "forums:prompts": _DONE,
    "forums:prompt": _DONE,
    "forums:prompt-put": _DONE,
    "forums:prompt-move": _DONE,
    "forums:prompt-drop": _DONE,
    "forums:material": _ALL_DONE,
    "forums:material-explain": _ALL_DONE,
    "forums:material-move": _ALL_DONE,
    "forums:material-take-away": _ALL_DONE,
}


def of_prompt(name, /, **data):
    def address(world, place, subject):
        prompt = world.prompts[place]
        return reverse(name, args=[prompt.discussion_id, prompt.pk]), data

    return address


def of_material(name, /, **data):
    def address(world, place, subject):
        row = world.material[place]
        return reverse(name, args=[row.discussion_id, row.pk]), data

    return address


def of_item(world, place, subject):
    address, _nothing = of_discussion("forums:material")(world, place, subject)
    return address, {"item": world.items[place, "published"].pk}


ADDRESS = {
    "forums:prompts": of_discussion("forums:prompts", text="And then?", submission=uuid.UUID(int=42)),
    "forums:prompt": of_prompt("forums:prompt", text="And then?", version=0),
    "forums:prompt-put": of_prompt("forums:prompt-put"),
    "forums:prompt-move": of_prompt("forums:prompt-move", place=0),
    "forums:prompt-drop": of_prompt("forums:prompt-drop"),
    "forums:material": of_item,
    "forums:material-explain": of_material("forums:material-explain", why="To begin with."),
    "forums:material-move": of_material("forums:material-move", place=0),
    "forums:material-take-away": of_material("forums:material-take-away"),
}
