"""Forums: the archive of a mailing list, sent and brought in by leaders."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums.models import ListArchive
from tests.access.letters import POST_ONLY, same
from tests.factories.archives import message

GET = {
    #                              AOQPFMLXGS
    "forums:list-archive": {"site": ("4FFFFF2FFF", "444FFF2444", "444FFF2444")},
    "forums:list-archive-bring-in": {"site": same(POST_ONLY)},
    "forums:list-archive-throw-away": {"site": same(POST_ONLY)},
}
#                AOPM
_LED = {"site": ("4FFF", "44FF", "44FF")}
POST = {
    "forums:list-archive": _LED,
    "forums:list-archive-bring-in": _LED,
    "forums:list-archive-throw-away": _LED,
}


def _sending(world, place, subject):
    space = world.community.spaces.get(slug="commons")
    file = SimpleUploadedFile("trainers.mbox", message())
    return reverse("forums:list-archive", args=[world.community.slug]), {"archive": file, "space": space.pk}


def checked(world):
    """One that waits for a decision."""
    space = world.community.spaces.get(slug="commons")
    facts = {"space": space, "by": world.people["leader"], "key": "aa/none", "size": 1}
    sent, _is_new = ListArchive.objects.get_or_create(community=world.community, state="checked", defaults=facts)
    return sent


def _deciding(name):
    return lambda world, place, subject: (reverse(name, args=[world.community.slug, checked(world).pk]), {})


ADDRESS = {
    "forums:list-archive": _sending,
    "forums:list-archive-bring-in": _deciding("forums:list-archive-bring-in"),
    "forums:list-archive-throw-away": _deciding("forums:list-archive-throw-away"),
}
