"""What communities of the demo world keep in their libraries, and the small files that hang there."""

import wave
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from math import exp, pi, sin
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from communities.models import Community, Space, Subject
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People
from library.actions import add_item, add_version, keep_file, publish_item, take_down
from library.models import File, Item

PAPER, INK, GREEN = "#faf8f1", "#26332b", "#2c5a41"
RATE = 8000  # samples a second


def new_items(people: People, now: datetime) -> Iterator[Event]:
    """What is kept by those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, items in data.read("library.toml").items():
        if slug not in known:
            for facts in items:
                yield from _Kept(slug, facts, people, now).events()


class _Kept:
    """One item, by the actions that people use."""

    def __init__(self, slug: str, facts: dict[str, Any], people: People, now: datetime) -> None:
        self.slug, self.facts, self.people, self.now = slug, facts, people, now

    def events(self) -> Iterator[Event]:
        yield Event(self.ago(self.facts["days_ago"]), self.add)
        if "published_days_ago" in self.facts:
            # A moment later, where both are on one day.
            at = self.ago(self.facts["published_days_ago"]) + timedelta(minutes=20)
            yield Event(at, self.publish)
        if newer := self.facts.get("newer"):
            yield Event(self.ago(newer["days_ago"]), partial(self.renew, newer))
        if gone := self.facts.get("taken_down"):
            yield Event(self.ago(gone["days_ago"]), partial(self.remove, gone))

    def add(self) -> None:
        facts, actor = self.facts, self.person(self.facts["by"])
        spaces = Space.objects.select_related("community").filter(community__slug=self.slug)
        space = spaces.get(slug=facts.get("in", "members"))
        result = space.community.results.get(position=facts["result"]) if "result" in facts else None
        add_item(
            space,
            actor=actor,
            submission=uuid5(NAMESPACE_URL, f"{self.slug} {facts['title']}"),
            authors=[self.author(name) for name in facts.get("authors", [])],
            subjects=list(Subject.objects.filter(slug__in=facts.get("subjects", []))),
            file=self.sent(facts["file"], actor) if "file" in facts else None,
            kind=facts["kind"],
            title=facts["title"],
            markdown=facts["text"].strip(),
            url=facts.get("url", ""),
            transcript=facts.get("transcript", "").strip(),
            licence=facts["licence"],
            language=space.community.language,
            result=result,
        )

    def publish(self) -> None:
        publish_item(self.item(), actor=self.person(self.facts["by"]))

    def renew(self, newer: dict[str, Any]) -> None:
        actor = self.person(newer["by"])
        add_version(self.item(), actor=actor, file=self.sent(newer["file"], actor), note=newer["note"])

    def remove(self, gone: dict[str, Any]) -> None:
        take_down(self.item(), actor=self.person(gone["by"]), reason=gone["reason"])

    def sent(self, facts: dict[str, Any], actor: User) -> File:
        return keep_file(SimpleUploadedFile(facts["name"], _made(facts)), actor=actor)

    def author(self, name: str) -> User | str:
        """A person of the demo world by their key; anybody else is only named."""
        return name if " " in name else self.person(name)

    def person(self, key: str) -> User:
        return self.people[key]

    def item(self) -> Item:
        submission = uuid5(NAMESPACE_URL, f"{self.slug} {self.facts['title']}")
        return Item.objects.select_related("space__community").get(submission=submission)

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)


def _made(facts: dict[str, Any]) -> bytes:
    if "card" in facts:
        return _card(facts["card"])
    return bell(facts["bell"]) if "bell" in facts else facts["words"].encode()


def _card(lines: list[str]) -> bytes:
    """A card to print: a word, and beneath it what it means."""
    image = Image.new("RGB", (1000, 120 + 95 * len(lines)), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((20, 20, 980, image.height - 20), radius=24, outline=GREEN, width=3)
    for place, line in enumerate(lines):
        is_word = place % 2 == 0
        font = ImageFont.load_default(64 if is_word else 36)
        draw.text((80, 70 + 95 * place + (0 if is_word else -8)), line, fill=GREEN if is_word else INK, font=font)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def bell(strokes: int) -> bytes:
    """Strokes of a small bell, two seconds each, as WAV."""
    stroke = bytes(round(128 + 90 * exp(-3 * n / RATE) * sin(2 * pi * 880 * n / RATE)) for n in range(2 * RATE))
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(stroke * strokes)
    return out.getvalue()
