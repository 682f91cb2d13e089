"""What people in the demo world asked the columnists without their name."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from communities.models import Space
from forums import actions
from forums.models import AnonymousQuestion, Asker
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def new_questions(people: People, now: datetime) -> Iterator[Event]:
    """Those that nobody has asked yet, with what became of them."""
    known = set(Asker.objects.values_list("submission", flat=True))
    for slug, asked in data.read("questions.toml").items():
        for facts in asked:
            question = _Question(slug, facts, people)
            if question.submission not in known:
                yield from question.events(now)


class _Question:
    def __init__(self, slug: str, facts: dict[str, Any], people: People) -> None:
        self.slug, self.facts, self.people = slug, facts, people

    @property
    def submission(self) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.slug} {self.facts['title']}")

    def events(self, now: datetime) -> Iterator[Event]:
        facts = self.facts
        yield Event(now - timedelta(days=facts["days_ago"]), self.ask)
        if "published_by" in facts:
            yield Event(now - timedelta(days=facts["published_days_ago"]), self.publish)
        for answer in facts.get("answers", ()):
            yield Event(now - timedelta(days=answer["days_ago"]), partial(self.answer, answer))

    def ask(self) -> None:
        space = Space.objects.select_related("community").get(community__slug=self.slug, slug="commons")
        asker, said = self.people[self.facts["by"]], {"title": self.facts["title"], "markdown": self.text}
        actions.ask_columnists(space, actor=asker, submission=self.submission, **said)

    def publish(self) -> None:
        columnist = self.people[self.facts["published_by"]]
        actions.publish_question(self.question(), actor=columnist, title=self.facts["title"], markdown=self.text)

    def answer(self, said: dict[str, Any]) -> None:
        discussion = self.question().discussion
        assert discussion
        sent = uuid5(self.submission, said["by"])
        text, kind = _unwrapped(said["text"]), said["type"]
        actions.reply(discussion, actor=self.people[said["by"]], markdown=text, message_type=kind, submission=sent)

    def question(self) -> AnonymousQuestion:
        asked = Asker.objects.filter(submission=self.submission).values("question")
        found = AnonymousQuestion.objects.select_related("space__community", "discussion__space__community")
        return found.get(pk__in=asked)

    @property
    def text(self) -> str:
        return _unwrapped(self.facts["text"])


def _unwrapped(text: str) -> str:
    """Paragraphs without the line breaks of the data file."""
    return "\n\n".join(part.replace("\n", " ") for part in text.strip().split("\n\n"))
