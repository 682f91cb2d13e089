"""Forums: tags, and discussions by month."""

from datetime import UTC, datetime

from django.urls import reverse

from forums.models import Tag
from tests.access.addresses import of_community
from tests.access.letters import EVERYONE, MEMBERS, READ, same
from tests.access.rows.forums import discussion_at
from tests.factories import DiscussionFactory

_INSIDE = {"site": (EVERYONE, MEMBERS, MEMBERS)}
GET = {
    "forums:tags": _INSIDE,
    "forums:tag": READ,
    "forums:tag-rename": {
        #            AOQPFMLXGS
        "commons": ("4FFFF22FFF", "444FF22444", "444FF22444"),
        "team": same("4444F22444"),
        "private": same("44444444F4"),
    },
    "forums:archive": _INSIDE,
    "forums:archive-month": _INSIDE,
}
_REFUSED = {"site": same("5555")}
POST = {
    "forums:tags": _REFUSED,
    "forums:tag": {"commons": same("5555")},
    "forums:tag-rename": {
        #            AOPM
        "commons": ("4FF3", "44F3", "44F3"),
        "team": same("4443"),
        "private": same("4444444F"),
    },
    "forums:archive": _REFUSED,
    "forums:archive-month": _REFUSED,
}


def of_tag(name, /, **data):
    def address(world, place, subject):
        tag, _is_new = Tag.objects.get_or_create(community=world.community, name=f"Only in {place}")
        tag.discussions.add(discussion_at(world, place))
        return reverse(name, args=[world.community.slug, tag.slug]), data

    return address


def in_june(world, place, subject):
    DiscussionFactory(space=world.spaces["commons"], opened_at=datetime(2026, 6, 15, tzinfo=UTC))
    return reverse("forums:archive-month", args=[world.community.slug, 2026, 6]), {}


ADDRESS = {
    "forums:tags": of_community("forums:tags"),
    "forums:tag": of_tag("forums:tag"),
    "forums:tag-rename": of_tag("forums:tag-rename", name="Stations"),
    "forums:archive": of_community("forums:archive"),
    "forums:archive-month": in_june,
}
