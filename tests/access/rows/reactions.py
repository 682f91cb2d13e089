"""Forums: what is said to a post without words, kept of it, and taken as an answer."""

from django.urls import reverse

from tests.access.addresses import plain
from tests.access.letters import POST_ONLY, READ, SIGNED_IN, same
from tests.access.rows.forums import discussion_at, of_post

VERBS = ("react", "unreact", "bookmark", "unbookmark", "accept", "unaccept")
#           AOPM
OWN = {"commons": ("F333", "4433", "4433"), "team": same("4443"), "private": same("44444443")}
REACTING = {"commons": ("FF3F", "443F", "443F"), "members": same("443F"), "private": same("44444443")}

GET = {
    "forums:bookmarks": {"site": same(SIGNED_IN)},
    "forums:post-reactions": READ,
    **{f"forums:post-{verb}": {"commons": same(POST_ONLY)} for verb in VERBS},
}
POST = {
    "forums:bookmarks": {"site": same("5555")},
    "forums:post-reactions": {"commons": same("5555")},
    "forums:post-react": REACTING,
    "forums:post-unreact": REACTING,
    "forums:post-bookmark": OWN,
    "forums:post-unbookmark": OWN,
    # No question: nobody takes an answer.
    "forums:post-accept": {"commons": ("FFFF", "44FF", "44FF"), "private": same("4444444F")},
    "forums:post-unaccept": {"commons": ("FFFF", "44FF", "44FF"), "private": same("4444444F")},
}


def _of_kind(name):
    def address(world, place, subject):
        post = discussion_at(world, place).posts.order_by("number").first()
        return reverse(name, args=[post.pk, "helpful"]), {}

    return address


ADDRESS = {
    "forums:bookmarks": plain("forums:bookmarks"),
    "forums:post-reactions": of_post("forums:post-reactions"),
    "forums:post-react": _of_kind("forums:post-react"),
    "forums:post-unreact": _of_kind("forums:post-unreact"),
    "forums:post-bookmark": of_post("forums:post-bookmark"),
    "forums:post-unbookmark": of_post("forums:post-unbookmark"),
    "forums:post-accept": of_post("forums:post-accept"),
    "forums:post-unaccept": of_post("forums:post-unaccept"),
}
