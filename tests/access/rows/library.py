"""The library: what stands in it, drafts, and files, each at the address of what it hangs on."""

import uuid

from django.urls import reverse

from tests.access.addresses import of_community, person
from tests.access.letters import EVERYONE, LEAD_ON, MEMBERS, POST_ONLY, READ, same
from tests.factories import FileFactory

#          AOQPFMLXGS
EDITING = "444FF22444"

GET = {
    "library:items": {"site": (EVERYONE, MEMBERS, MEMBERS)},
    "library:add": {"site": ("FFF2222FFF", MEMBERS, MEMBERS)},
    "library:loose-file": {"site": same("4442444444")},
    "library:item": READ,
    "library:item-short": LEAD_ON,
    "library:file": READ,
    "library:version": {"members": same("4444422444"), "private": same("4444444444")},
    "library:versions": {"members": same(EDITING)},
    "library:edit": {"members": same(EDITING)},
    "library:take-down": {"members": same(EDITING)},
    "library:publish": {"site": same(POST_ONLY)},
    "library:discard": {"site": same(POST_ONLY)},
    "library:put-back": {"site": same(POST_ONLY)},
}

# anonymous, outsider, participant, moderator
POST = {
    "library:items": {"site": same("5555")},
    "library:add": {"site": ("FF33", "4433", "4433")},
    "library:loose-file": {"site": same("5555")},
    "library:item": {"members": same("5555")},
    "library:item-short": {"members": same("5555")},
    "library:file": {"members": same("5555")},
    "library:version": {"members": same("5555")},
    "library:versions": {"members": same("44F3")},
    "library:edit": {"members": same("44F3")},
    "library:take-down": {"members": same("44F3")},
    "library:publish": {"members": same("4443")},
    "library:discard": {"members": same("4443")},
    "library:put-back": {"members": same("4443")},
}

SAID = {
    "kind": "tip",
    "title": "Ask first",
    "markdown": "Ask before you tell.",
    "licence": "by",
    "language": "en",
}


def of_item(name, /, state="published", *more, **data):
    def address(world, place, subject):
        item = world.items["members" if place == "site" else place, state]
        return reverse(name, args=[item.pk, *more]), data

    return address


def whole_item(world, place, subject):
    return world.items[place, "published"].get_absolute_url(), {}


def of_form(world, place, subject):
    """What is sent holds the space, which each world has its own."""
    space = world.spaces["members"]
    return reverse("library:add", args=[world.community.slug]), SAID | {
        "space": space.pk,
        "submission": uuid.UUID(int=11),
    }


def of_file(world, place, subject):
    return reverse("library:loose-file", args=[FileFactory(uploaded_by=world.people["participant"]).pk]), {}


def of_newer_file(world, place, subject):
    sent = FileFactory(uploaded_by=person(world, subject))
    return reverse("library:versions", args=[world.items[place, "published"].pk]), {"kept": sent.pk, "note": "Shorter"}


ADDRESS = {
    "library:items": of_community("library:items"),
    "library:add": of_form,
    "library:loose-file": of_file,
    "library:item": whole_item,
    "library:item-short": of_item("library:item-short"),
    "library:file": of_item("library:file"),
    "library:version": of_item("library:version", "published", 1),
    "library:versions": of_newer_file,
    "library:edit": of_item("library:edit", **SAID, version=0),
    "library:take-down": of_item("library:take-down", reason="It names a patient."),
    "library:publish": of_item("library:publish", "draft"),
    "library:discard": of_item("library:discard", "draft"),
    "library:put-back": of_item("library:put-back", "taken down"),
}
