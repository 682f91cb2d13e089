"""What is read elsewhere and later: feeds, for everybody or by a person's key, and what came since a page was made."""

from hashlib import sha256

from django.urls import reverse

from forums.models import FeedKey
from tests.access.addresses import of_community, of_space, person, plain
from tests.access.letters import EVERYONE, NOBODY, READ, same
from tests.access.rows.forums import discussion_at, of_discussion

OPEN = {
    "commons": (EVERYONE, NOBODY, NOBODY),
    **dict.fromkeys(("members", "team", "private"), same(NOBODY)),
}
#                           AOQPFMLXGS: whoever has no account is given the participant's key
GUARDED = {
    "commons": ("2222222222", "2442222444", "2442222444"),
    "members": same("2442222444"),
    "team": same("4444222444"),
    "private": same("4444444424"),
}
NO_POST = same("5555")

GET = {
    "forums:community-feed": {"site": (EVERYONE, NOBODY, NOBODY)},
    "forums:space-feed": OPEN,
    "forums:discussion-feed": OPEN | {"commons planned": same(NOBODY)},
    "forums:private-feed": {"site": same(EVERYONE)},
    "forums:private-community-feed": {"site": ("2222222222", "2442222444", "2442222444")},
    "forums:private-space-feed": GUARDED,
    "forums:private-discussion-feed": GUARDED | {"commons planned": same(NOBODY)},
    "forums:news": {
        # Nothing came since.
        "commons": ("4nnnnnnnnn", "444nnnn444", "444nnnn444"),
        "members": same("444nnnn444"),
        "team": same("4444nnn444"),
        "private": same("44444444n4"),
    },
    "forums:search": READ | {"commons planned": same(NOBODY)},
    "forums:feeds": {"site": same("3222222222")},
    "forums:feeds-make": {"site": same("3555555555")},
    "forums:feeds-end": {"site": same("3555555555")},
}
POST = {
    "forums:community-feed": {"site": NO_POST},
    "forums:space-feed": {"commons": NO_POST},
    "forums:discussion-feed": {"commons": NO_POST},
    "forums:private-feed": {"site": NO_POST},
    "forums:private-community-feed": {"site": NO_POST},
    "forums:private-space-feed": {"commons": NO_POST},
    "forums:private-discussion-feed": {"commons": NO_POST},
    "forums:news": {"commons": NO_POST},
    "forums:search": {"commons": NO_POST},
    "forums:feeds": {"site": same("F555")},
    "forums:feeds-make": {"site": same("F222")},
    "forums:feeds-end": {"site": same("F333")},
}


def key(world, subject):
    """A key of whoever asks."""
    whose = person(world, subject)
    token = f"key-of-{whose.pk}"
    FeedKey.objects.get_or_create(person=whose, defaults={"digest": sha256(token.encode()).hexdigest()})
    return token


ADDRESS = {
    "forums:community-feed": of_community("forums:community-feed"),
    "forums:space-feed": of_space("forums:space-feed"),
    "forums:discussion-feed": of_discussion("forums:discussion-feed"),
    "forums:private-feed": lambda world, place, subject: (
        reverse("forums:private-feed", args=[key(world, subject)]),
        {},
    ),
    "forums:private-community-feed": lambda world, place, subject: (
        reverse("forums:private-community-feed", args=[key(world, subject), world.community.slug]),
        {},
    ),
    "forums:private-space-feed": lambda world, place, subject: (
        reverse("forums:private-space-feed", args=[key(world, subject), world.community.slug, place]),
        {},
    ),
    "forums:private-discussion-feed": lambda world, place, subject: (
        reverse("forums:private-discussion-feed", args=[key(world, subject), discussion_at(world, place).pk]),
        {},
    ),
    "forums:news": lambda world, place, subject: (
        f"{reverse('forums:news', args=[discussion_at(world, place).pk])}?after=999",
        {},
    ),
    "forums:search": of_discussion("forums:search"),
    "forums:feeds": plain("forums:feeds"),
    "forums:feeds-make": plain("forums:feeds-make"),
    "forums:feeds-end": plain("forums:feeds-end"),
}
