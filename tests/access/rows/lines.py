"""Forums: what a moderator does to the lines of a discussion."""

import uuid

from django.urls import reverse

from tests.access.letters import same
from tests.access.rows.forums import discussion_at

_PAGE = {
    #            AOQPFMLXGS
    "commons": ("4FFFF22FFF", "444FF22444", "444FF22444"),
    "commons closing": ("4FFFF22FFF", "444FF22444", "444FF22444"),
    "team": same("4444F22444"),
    "private": same("44444444F4"),
}
GET = dict.fromkeys(
    [
        *("forums:line-aside", "forums:line-on-topic", "forums:line-close", "forums:line-reopen"),
        *("forums:line-move", "forums:line-split"),
    ],
    _PAGE,
)
# In the open ones there is the question alone, which begins no line.
_MARKED = {
    #            AOPM
    "commons": ("4FFc", "44Fc", "44Fc"),
    "team": same("444c"),
    "private": same("4444444F"),
}
_TAKEN_BACK = {place: tuple(row.replace("c", "3") for row in rows) for place, rows in _MARKED.items()}
_CLOSED = ("4FFc", "44Fc", "44Fc")  # the whole discussion is being closed
POST = {
    "forums:line-aside": _MARKED | {"commons closing": ("4FF3", "44F3", "44F3")},
    "forums:line-on-topic": _TAKEN_BACK,
    "forums:line-close": _MARKED | {"commons closing": _CLOSED},
    "forums:line-reopen": _TAKEN_BACK,
    "forums:line-move": _MARKED | {"commons closing": _CLOSED},
    "forums:line-split": _MARKED | {"commons closing": _CLOSED},
}


def of_line(name, /, **data):
    def address(world, place, subject):
        return reverse(name, args=[discussion_at(world, place).posts.order_by("number").last().pk]), data

    return address


ADDRESS = {
    "forums:line-aside": of_line("forums:line-aside", words="It is about parking."),
    "forums:line-on-topic": of_line("forums:line-on-topic"),
    "forums:line-close": of_line("forums:line-close", words="It is answered.", statement="Ask first."),
    "forums:line-reopen": of_line("forums:line-reopen"),
    "forums:line-move": of_line("forums:line-move"),
    "forums:line-split": of_line(
        "forums:line-split", title="Where to park", question="Where do you park?", submission=uuid.UUID(int=9)
    ),
}
