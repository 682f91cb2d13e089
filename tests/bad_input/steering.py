"""The forms by which two discussions become one, somebody is invited to write, and a team keeps its texts."""

from dataclasses import replace

from django.urls import reverse

from forums.models import ReadingPosition, SavedReply
from tests.bad_input.kinds import (
    OPTIONAL_CHOICE,
    OPTIONAL_NUMBER,
    REASON,
    SENTENCES,
    TEXT,
    TWO_MEGABYTES,
    UNSEEN,
    WEB_ADDRESS,
    Form,
    Kind,
)
from tests.factories import DiscussionFactory, MembershipFactory

_TITLE = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 81])
_SAVED = Kind([*UNSEEN, TWO_MEGABYTES, "x" * 5_001], TEXT.odd[:3])
_VERSION = replace(OPTIONAL_NUMBER, is_shown=False)
_SEEN = Kind(["", TWO_MEGABYTES], is_typed=False, is_shown=False)


def _merging(world, client):
    target = DiscussionFactory(space=world.discussions["commons", "open"].space)
    return f"{reverse('forums:merge', args=[world.discussions['commons', 'open'].pk])}?into={target.pk}"


def _calling_in(world, client):
    discussion, quiet = world.discussions["commons", "open"], MembershipFactory(community=world.community).person
    ReadingPosition.objects.create(discussion=discussion, person=quiet, last_read=1)
    return reverse("forums:call-in", args=[discussion.pk, quiet.pk])


def _list(world, client):
    return reverse("forums:saved-replies", args=[world.community.slug])


def _saved(name):
    def address(world, client):
        said = {"markdown": "Hello.", "by": world.people["moderator"]}
        kept = {"community": world.community, "title": "Welcome"}
        saved, _is_new = SavedReply.objects.get_or_create(**kept, defaults=said)
        return reverse(name, args=[world.community.slug, saved.pk])

    return address


_WEB = replace(WEB_ADDRESS, refused=[each for each in WEB_ADDRESS.refused if each not in UNSEEN], odd=[""])
FORMS = {
    "forums:merge": Form({"reason": SENTENCES, "seen": _SEEN}, "commons", "moderator", address=_merging),
    "forums:call-in": Form(
        {"words": REASON, "item": OPTIONAL_CHOICE, "url": _WEB}, "commons", "moderator", address=_calling_in
    ),
    "forums:saved-replies": Form(
        {"title": _TITLE, "markdown": _SAVED, "version": _VERSION}, "commons", "moderator", address=_list
    ),
    "forums:saved-reply-change": Form(
        {"title": _TITLE, "markdown": _SAVED, "version": _VERSION},
        "commons",
        "moderator",
        address=_saved("forums:saved-reply-change"),
    ),
    "forums:saved-reply-discard": Form({}, "commons", "moderator", address=_saved("forums:saved-reply-discard")),
}
