"""The forms by which a moderator says something of a line, or moves one."""

from django.urls import reverse

from tests.bad_input.kinds import LINE, MESSAGE, OPTIONAL_NUMBER, READERS, SENTENCES, TEXT, UUID, Form
from tests.factories import PostFactory


def of_line(name):
    """The address of a line that somebody began in the commons."""

    def address(world, client):
        discussion = world.discussions["commons", "open"]
        post = PostFactory(discussion=discussion, author=world.people["participant"])
        return reverse(name, args=[post.pk])

    return address


FORMS = {
    "forums:line-aside": Form({"words": SENTENCES}, "commons", "moderator", address=of_line("forums:line-aside")),
    "forums:line-on-topic": Form({}, "commons", "moderator", address=of_line("forums:line-on-topic")),
    "forums:line-close": Form(
        {"words": SENTENCES, "statement": MESSAGE, "readers": READERS},
        "commons",
        "moderator",
        address=of_line("forums:line-close"),
    ),
    "forums:line-move": Form({"beneath": OPTIONAL_NUMBER}, "commons", "moderator", address=of_line("forums:line-move")),
    "forums:line-split": Form(
        {"title": LINE, "question": TEXT, "submission": UUID, "found_in": OPTIONAL_NUMBER, "readers": READERS},
        "commons",
        "moderator",
        address=of_line("forums:line-split"),
    ),
    "forums:line-reopen": Form({}, "commons", "moderator", address=of_line("forums:line-reopen")),
}
