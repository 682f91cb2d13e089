"""Forums: taking a discussion from one space to another."""

from django.urls import reverse

from tests.access.letters import same
from tests.access.rows.forums import discussion_at

GET = {
    "forums:move": {
        #            AOQPFMLXGS
        "commons": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "commons planned": same("4444422444"),
        "commons closed": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "team": same("4444F22444"),
        "private": same("44444444F4"),
    },
}
POST = {
    "forums:move": {
        #            AOPM
        "commons": ("4FF3", "44F3", "44F3"),
        "commons closed": ("4FF3", "44F3", "44F3"),
        "team": same("444F"),  # to more people a leader moves it
        "private": same("4444444F"),
    },
}


def _to_the_members(world, place, subject):
    discussion = discussion_at(world, place)
    sent = {"to": world.spaces["members"].pk, "found_in": discussion.space_id}
    return reverse("forums:move", args=[discussion.pk]), sent


ADDRESS = {"forums:move": _to_the_members}
