"""Order in a community: first posts that wait for the team, whom people blocked, and who changed what."""

from django.urls import reverse

from forums.models import HeldPost
from tests.access.addresses import of_community, plain
from tests.access.letters import POST_ONLY, SIGNED_IN, same
from tests.access.rows.forums import of_post

#              AOQPFMLXGS
GET = {
    # The participant wrote it.
    "forums:held": {"site": same("4442422444")},
    "forums:held-edit": {"site": same("44424FF444")},
    "forums:held-take-back": {"site": same(POST_ONLY)},
    "forums:held-let-through": {"site": same(POST_ONLY)},
    "forums:held-turn-down": {"site": same(POST_ONLY)},
    # The moderator wrote the posts, and shows their page to fellows.
    "communities:block": {"site": same("44422F2444")},
    "forums:post-block": {
        #            AOQPFMLXGS
        "commons": ("42222F2222", "44422F2444", "44422F2444"),
        "members": same("44422F2444"),
        "team": same("44442F2444"),
        "private": same("4444444424"),
    },
    "accounts:blocked": {"site": same(SIGNED_IN)},
    "accounts:unblock": {"site": same(POST_ONLY)},
    "communities:audit": {"site": same("444FFF2444")},
    "communities:audit-table": {"site": same("444FFF2444")},
}

# anonymous, outsider, participant, moderator
POST = {
    "forums:held": {"site": same("5555")},
    "forums:held-edit": {"site": same("443F")},
    "forums:held-take-back": {"site": same("443F")},
    "forums:held-let-through": {"site": same("44F3")},
    "forums:held-turn-down": {"site": same("44F3")},
    "communities:block": {"site": same("443F")},
    "forums:post-block": {
        "commons": ("433F", "443F", "443F"),
        "members": same("443F"),
        "team": same("444F"),
        "private": same("44444443"),
    },
    "accounts:blocked": {"site": same("5555")},
    "accounts:unblock": {"site": same("F333")},
    "communities:audit": {"site": same("5555")},
    "communities:audit-table": {"site": same("5555")},
}


def of_held(name, /, **data):
    return lambda world, place, subject: (
        reverse(name, args=[HeldPost.objects.get(discussion__space__community=world.community).pk]),
        data,
    )


ADDRESS = {
    "forums:held": of_held("forums:held"),
    "forums:held-edit": of_held("forums:held-edit", text="I ask, then I tell.", version="0"),
    "forums:held-take-back": of_held("forums:held-take-back"),
    "forums:held-let-through": of_held("forums:held-let-through", version="0"),
    "forums:held-turn-down": of_held("forums:held-turn-down", words="Please leave the advertising out."),
    "communities:block": lambda world, place, subject: (
        reverse("communities:block", args=[world.people["moderator"].handle]),
        {},
    ),
    "forums:post-block": of_post("forums:post-block"),
    "accounts:blocked": plain("accounts:blocked"),
    "accounts:unblock": plain("accounts:unblock", 1),
    "communities:audit": of_community("communities:audit"),
    "communities:audit-table": of_community("communities:audit-table"),
}
