"""Forums: two discussions made one, quiet people invited, texts that a team uses again."""

from django.urls import reverse

from forums.models import ReadingPosition, SavedReply
from forums.queries.merging import seen_of
from tests.access.addresses import of_community
from tests.access.letters import same
from tests.access.rows.forums import discussion_at, of_discussion
from tests.factories import DiscussionFactory, MembershipFactory, PostFactory

_RUN = {
    #            AOQPFMLXGS
    "commons": ("4FFFF22FFF", "444FF22444", "444FF22444"),
    "team": same("4444F22444"),
    "private": same("44444444F4"),
}
_OPEN_ALONE = _RUN | {"commons closing": ("4FFFFFFFFF", "444FFFF444", "444FFFF444")}
_KEPT = {"site": ("4FFFF22FFF", "444FF22444", "444FF22444")}
GET = {
    "forums:merge": _RUN | {"commons closing": _RUN["commons"]},
    "forums:quiet": _OPEN_ALONE,
    "forums:call-in": {place: rows for place, rows in _OPEN_ALONE.items() if place.startswith("commons")},
    "forums:saved": _RUN,
    "forums:saved-replies": _KEPT,
    "forums:saved-reply-change": _KEPT,
    "forums:saved-reply-discard": _KEPT,
}
_DONE = {
    #            AOPM
    "commons": ("4FF3", "44F3", "44F3"),
    "team": same("4443"),
    "private": same("4444444F"),
}
_REFUSED = {"commons": same("5555")}
_CHANGED = {"site": ("4FF3", "44F3", "44F3")}
POST = {
    "forums:merge": _DONE | {"commons closing": ("4FFc", "44Fc", "44Fc")},
    "forums:quiet": _REFUSED,
    "forums:call-in": {"commons": _DONE["commons"], "commons closing": ("4FFF", "44FF", "44FF")},
    "forums:saved": _REFUSED,
    "forums:saved-replies": _CHANGED,
    "forums:saved-reply-change": _CHANGED,
    "forums:saved-reply-discard": _CHANGED,
}


def _merging(world, place, subject):
    source = discussion_at(world, place)
    target = DiscussionFactory(space=source.space)
    PostFactory(discussion=target, kind="prompt")
    sent = {"into": target.pk, "reason": "Both ask the same.", "seen": seen_of(source, target)}
    return reverse("forums:merge", args=[source.pk]), sent


def _calling_in(world, place, subject):
    discussion, quiet = discussion_at(world, place), MembershipFactory(community=world.community).person
    ReadingPosition.objects.create(discussion=discussion, person=quiet, last_read=1)
    return reverse("forums:call-in", args=[discussion.pk, quiet.pk]), {"words": "How did it go with you?"}


def _of_saved(name):
    def address(world, place, subject):
        kept = {"community": world.community, "title": "Welcome"}
        saved, _is_new = SavedReply.objects.get_or_create(
            **kept, defaults={"by": world.people["moderator"], "markdown": "Good to have you here."}
        )
        return reverse(name, args=[world.community.slug, saved.pk]), {"title": "Hello", "markdown": "Hi.", "version": 0}

    return address


ADDRESS = {
    "forums:merge": _merging,
    "forums:quiet": of_discussion("forums:quiet"),
    "forums:call-in": _calling_in,
    "forums:saved": of_discussion("forums:saved"),
    "forums:saved-replies": of_community("forums:saved-replies", title="Manners", markdown="Be kind."),
    "forums:saved-reply-change": _of_saved("forums:saved-reply-change"),
    "forums:saved-reply-discard": _of_saved("forums:saved-reply-discard"),
}
