"""Posts from mailing lists that people take over: each is asked about what they sent themselves."""

from django.urls import reverse
from django.utils import timezone

from forums.models import ImportedSender
from forums.models.imports import address_key
from tests.access.addresses import person, plain
from tests.access.letters import POST_ONLY, SIGNED_IN, same

READ = {
    #            AOPMURIG
    "commons": ("4333", "4433", "4433"),
    "members": same("4433"),
    "team": same("4443"),
    "private": same("44444443"),
}

GET = {
    "forums:claims": {"site": same(SIGNED_IN)},
    "forums:claim": {"commons": same(POST_ONLY)},
    "forums:give-back": {"commons": same(POST_ONLY)},
}
POST = {
    "forums:claims": {"site": same("5555")},
    "forums:claim": READ,
    "forums:give-back": READ,
}


def _sent_by_whoever_asks(name, *, is_claimed):
    def address(world, place, subject):
        asks = person(world, subject)
        claim = {"claimed_by": asks, "claimed_at": timezone.now()} if is_claimed else {}
        sender, _is_new = ImportedSender.objects.update_or_create(
            space=world.spaces[place],
            address_hash=address_key(asks.email),
            defaults={"name": "Somebody", "claimed_by": None, "claimed_at": None} | claim,
        )
        return reverse(name, args=[sender.pk]), {}

    return address


ADDRESS = {
    "forums:claims": plain("forums:claims"),
    "forums:claim": _sent_by_whoever_asks("forums:claim", is_claimed=False),
    "forums:give-back": _sent_by_whoever_asks("forums:give-back", is_claimed=True),
}
