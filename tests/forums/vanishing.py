"""Two discussions of which everybody has heard, and every way by which anything of them comes to a reader's eyes."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, Role
from forums import actions
from forums.effects import draft_due
from forums.effects.drafts import Draft
from notifications.effects import make_due_digests, send_due_digests, send_due_mail, set_delivery
from notifications.effects.digests import next_digest_of
from notifications.models import MailRhythm
from tests.factories import CommunityFactory, MembershipFactory, UserFactory
from tests.forums.moving import follow
from tests.masking import body_of

TITLE, WORDS, LEARNED = "vanishingtitle", "vanishingwords", "vanishinglesson"
ALL = {TITLE, WORDS, LEARNED}
READERS = ("anonymous", "visitor", "member", "reader")


@dataclass
class World:
    """A commons in which both stand. The visitor and the member hear by mail at once, the reader by digest."""

    community: Community
    people: dict[str, Any]
    talk: Any = None  # open, with a question and an answer
    lesson: Any = None  # closed
    post: Any = None  # the answer in `talk`
    keys: dict[str, str] = field(default_factory=dict)  # of private feeds
    clients: dict[str, Any] = field(default_factory=dict)

    def space(self, slug):
        return self.community.spaces.get(slug=slug)


def build(visibility):
    community = CommunityFactory(visibility=visibility, slug="campus")
    people = {name: MembershipFactory(community=community).person for name in ("member", "reader")}
    for role in (Role.MODERATOR, Role.LEADER):
        people[role.name.lower()] = MembershipFactory(community=community, role=role).person
    people["visitor"] = UserFactory()
    world = World(community, people)
    make_due_digests()  # from now on the reader's digest has a beginning
    _say(world)
    _let_the_reader_s_hour_come(people["reader"])
    for name in READERS:
        world.clients[name] = Client(raise_request_exception=False)
        if name != "anonymous":
            world.keys[name] = actions.make_feed_key(actor=people[name])
            world.clients[name].force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
    return world


def _say(world):
    moderator, commons = world.people["moderator"], world.space("commons")
    world.talk, world.lesson = (_opened(commons, f"{TITLE} {number}", moderator) for number in (1, 2))
    for name in ("visitor", "member"):
        set_delivery(world.people[name], "posts", "mail")
    set_delivery(world.people["reader"], "closed", "digest")
    for name in ("visitor", "member", "reader"):
        for discussion in (world.talk, world.lesson):
            follow(world.people[name], discussion)
    world.post = actions.reply(world.talk, actor=moderator, markdown=WORDS, submission=uuid4())
    actions.edit_post(world.post, actor=moderator, markdown=f"{WORDS} ward", version=0)
    actions.keep_bookmark(world.post, actor=world.people["member"])
    actions.close_discussion(world.lesson, actor=moderator, reason="")
    draft_due()
    closing = world.lesson.closings.get()
    actions.publish_closing(closing, Draft(LEARNED, "lesson"), actor=moderator, version=closing.version)
    world.post.refresh_from_db()


def _opened(space, title, moderator):
    fields = {"title": title, "question": "And?", "tags": ("wards",), "submission": uuid4()}
    planned = actions.plan_discussion(space, actor=moderator, **fields)
    actions.open_discussion(planned, actor=moderator)
    return planned


def _let_the_reader_s_hour_come(person):
    row = MailRhythm.objects.get(person=person)
    row.next_digest_at = next_digest_of(row, timezone.now() - timedelta(days=8))
    row.save()
    make_due_digests()


def _of_the_community(name):
    return lambda world: reverse(name, args=[world.community.slug])


def _of_the_talk(name):
    return lambda world: reverse(name, args=[world.talk.pk])


def _of_the_post(name):
    return lambda world: reverse(name, args=[world.post.pk])


def _of_the_commons(name):
    return lambda world: reverse(name, args=[world.community.slug, "commons"])


def _month(world):
    now = timezone.now()
    return reverse("forums:archive-month", args=[world.community.slug, now.year, now.month])


# {way: (its address, who comes by it, what they find there at least)}
MEMBER, SIGNED_IN, EVERYBODY = {"member"}, {"visitor", "member"}, {"anonymous", "visitor", "member"}
PAGES = {
    "dashboard": (lambda world: "/", MEMBER, {TITLE}),
    "community": (_of_the_community("home:community"), EVERYBODY, {TITLE}),
    "its discussions": (_of_the_community("home:discussions"), EVERYBODY, {TITLE}),
    "its stream": (_of_the_community("home:activity"), MEMBER, {TITLE}),
    "its archive": (_month, MEMBER, {TITLE}),
    "one of its tags": (lambda world: reverse("forums:tag", args=[world.community.slug, "wards"]), MEMBER, {TITLE}),
    "what is similar": (_of_the_commons("forums:similar"), MEMBER, {TITLE}),
    "what one may link to": (lambda world: reverse("forums:links") + "?q=vanishingti", MEMBER, {TITLE}),
    "what it learned": (_of_the_community("forums:learned"), EVERYBODY, {TITLE, LEARNED}),
    "space": (_of_the_commons("home:space"), EVERYBODY, {TITLE}),
    "discussion": (lambda world: world.talk.get_absolute_url(), EVERYBODY, {TITLE, WORDS}),
    "its short address": (_of_the_talk("forums:discussion-short"), EVERYBODY, {TITLE}),
    "the address of a post": (_of_the_post("forums:post"), EVERYBODY, {TITLE}),
    "one that is closed": (lambda world: world.lesson.get_absolute_url(), EVERYBODY, {TITLE, LEARNED}),
    "search in it": (lambda world: _of_the_talk("forums:search")(world) + "?q=ward", EVERYBODY, {WORDS}),
    "on paper": (_of_the_talk("forums:print"), EVERYBODY, {TITLE, WORDS}),
    "live news": (lambda world: _of_the_talk("forums:news")(world) + "?after=1&show=1", SIGNED_IN, {WORDS}),
    "more about a post": (_of_the_post("forums:post-more"), MEMBER, {WORDS}),
    "who reacted": (_of_the_post("forums:post-reactions"), MEMBER, {WORDS}),
    "what it said before": (_of_the_post("forums:post-history"), MEMBER, {WORDS}),
    "bookmarks": (lambda world: reverse("forums:bookmarks"), MEMBER, {TITLE}),
    "notifications": (lambda world: reverse("notifications:list"), SIGNED_IN, {TITLE}),
}
TYPED = {"what is similar": "vanishingtite"}  # what is sent to an address instead of standing in it
FEEDS = {
    "community-feed": (lambda world: [world.community.slug], {TITLE, LEARNED}),
    "space-feed": (lambda world: [world.community.slug, "commons"], {TITLE, LEARNED}),
    "discussion-feed": (lambda world: [world.talk.pk], {TITLE, WORDS}),
}
MAILS = {
    "mail at once": (send_due_mail, SIGNED_IN, ALL),
    "digest": (send_due_digests, {"reader"}, ALL),
}


class Look:
    """What each reader finds by each way, {(reader, way): words}; what is looked at leaves no trace.

    A second look asks as a browser or a reader of feeds does that has kept the answer to the first.
    """

    def __init__(self, world):
        self.world, self.kept = world, {}

    def __call__(self):
        self.world.community.refresh_from_db()  # whose address changes when it is hidden
        found = {}
        with transaction.atomic():
            for reader, way, address in self._addresses():
                with transaction.atomic():
                    found[reader, way] = self._at(reader, way, address)
                    transaction.set_rollback(True)
            for way, (send, readers, _words) in MAILS.items():
                letters = self._sent_by(send)
                for reader in readers:
                    found[reader, way] = in_text(letters[self.world.people[reader].email])
        return found

    def _addresses(self):
        for way, (address, readers, _words) in PAGES.items():
            yield from ((reader, way, address(self.world)) for reader in sorted(readers))
        for name, (arguments, _words) in FEEDS.items():
            yield "anonymous", name, reverse(f"forums:{name}", args=arguments(self.world))
            for reader in ("visitor", "member"):
                own = [self.world.keys[reader], *arguments(self.world)]
                yield reader, name, reverse(f"forums:private-{name}", args=own)
        yield "member", "private-feed", reverse("forums:private-feed", args=[self.world.keys["member"]])

    def _at(self, reader, way, address):
        client = self.world.clients["anonymous" if "feed" in way else reader]
        etag, before = self.kept.get((reader, way), ("", set()))
        headers = {"HX-Request": "true"} if way == "live news" else {}
        if way in TYPED:
            answer = client.post(address, {"title": TYPED[way]})
        else:
            answer = client.get(address, headers=headers | ({"If-None-Match": etag} if etag else {}))
        assert answer.status_code < 500, way
        seen = (
            before
            if answer.status_code == 304
            else in_text(answer.get("Location", "") + body_of(answer).replace(address, ""))
        )
        self.kept[reader, way] = answer.get("ETag", ""), seen
        return seen

    def _sent_by(self, send):
        mail.outbox.clear()
        with transaction.atomic():
            send()
            transaction.set_rollback(True)
        letters = defaultdict(str)
        for letter in mail.outbox:
            letters[letter.to[0]] += letter.message().as_string()
        return letters


def in_text(text):
    return {word for word in ALL if word in text}


def told():
    """{(reader, way): words} that are there at least before anything vanishes."""
    ways = {(reader, way): words for way, (_how, some, words) in {**PAGES, **MAILS}.items() for reader in some}
    feeds = {(reader, name): words for name, (_how, words) in FEEDS.items() for reader in EVERYBODY}
    return {**ways, **feeds, ("member", "private-feed"): {TITLE, LEARNED}}
