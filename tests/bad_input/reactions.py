"""What is done to a post by one press: the address says all, and the form holds nothing."""

from tests.bad_input.kinds import Form

FORMS = {
    "forums:post-react": Form({}, "commons"),
    "forums:post-unreact": Form({}, "commons"),
    "forums:post-bookmark": Form({}, "commons"),
    "forums:post-unbookmark": Form({}, "commons"),
    "forums:post-accept": Form({}, "commons"),
    "forums:post-unaccept": Form({}, "commons"),
}
