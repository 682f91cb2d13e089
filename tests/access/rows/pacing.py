"""Forums: slowing a discussion down, and pausing it."""

from tests.access.letters import POST_ONLY, same
from tests.access.rows.forums import of_discussion

GET = {
    "forums:pace": {
        #            AOQPFMLXGS
        "commons": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "commons closing": ("4FFFF33FFF", "444FF33444", "444FF33444"),
        "team": same("4444F22444"),
        "private": same("44444444F4"),
    },
    "forums:slow": {"commons": same(POST_ONLY)},
    "forums:pause": {"commons": same(POST_ONLY)},
    "forums:resume": {"commons": same(POST_ONLY)},
}
_DONE = {
    #            AOPM
    "commons": ("4FF3", "44F3", "44F3"),
    "commons closing": ("4FFc", "44Fc", "44Fc"),
    "team": same("4443"),
    "private": same("4444444F"),
}
POST = {
    "forums:pace": {"commons": same("5555")},
    "forums:slow": _DONE,
    "forums:pause": _DONE,
    "forums:resume": _DONE | {"commons closing": _DONE["commons"]},
}
ADDRESS = {
    "forums:pace": of_discussion("forums:pace"),
    "forums:slow": of_discussion("forums:slow", minutes=15),
    "forums:pause": of_discussion("forums:pause", hours=24, reason="Let us sleep on it."),
    "forums:resume": of_discussion("forums:resume"),
}
