"""How the communities of the demo world called for members, by the actions that people use."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from communities import actions
from communities.effects import send_due_lists
from communities.models import Community, Invitation, InvitationLine, InvitationLink
from home.demo_world import data, rhythm
from home.demo_world.events import Event
from home.demo_world.people import People, address

Verdict = InvitationLine.Verdict

_ADDRESS = re.compile(r"[\w.-]+@[\w.-]+\.[a-z]+")
_HEAD = 1  # the line of the file that names the columns


def called_into(slug: str) -> set[str]:
    """Who came into a community by a list or by a link."""
    facts = _facts(slug)
    found = {key for row in facts.get("lists", []) for key in row.get("accepted", "").split()}
    return found.union(*(row["used"] for row in facts.get("links", [])))


def answers_of(slug: str, key: str) -> dict[int, str]:
    """What somebody answers to what a community asks at that moment."""
    questions = Community.objects.get(slug=slug).registration_questions.asked()
    given = _facts(slug).get("answers", {}).get(key, [])
    return {question.pk: text for question, text in zip(questions, given, strict=False)}


def call_events(
    slug: str, people: People, ago: Callable[[float, str], datetime], first_words: dict[tuple[str, str], datetime]
) -> Iterator[Event]:
    """`ago` gives the moment so many days before now; whoever was called is in before they say something."""
    facts = _facts(slug)
    if "questions" in facts:
        asked_at = ago(facts["questions_days_ago"], facts["questions_by"])
        yield Event(asked_at, partial(_ask_questions, slug, people, facts))
    for row in facts.get("links", []):
        yield Event(ago(row["days_ago"], row["by"]), partial(_make_link, slug, people, row))
        for key, days in row["used"].items():
            yield Event(ago(days, key), partial(_use_link, slug, people, row["label"], key))
    for row in facts.get("lists", []):
        yield from _List(slug, people, row, ago(row["days_ago"], row["by"]), first_words).events()


def _facts(slug: str) -> dict[str, Any]:
    return data.read("calls.toml").get(slug, {})


def _ask_questions(slug: str, people: People, facts: dict[str, Any]) -> None:
    community = Community.objects.get(slug=slug)
    for question in facts["questions"]:
        actions.ask_question(community, actor=people[facts["questions_by"]], **question)


def _make_link(slug: str, people: People, row: dict[str, Any]) -> None:
    wish = {key: row[key] for key in ("label", "days", "use_limit")}
    actions.make_link(Community.objects.get(slug=slug), actor=people[row["by"]], **wish)


def _use_link(slug: str, people: People, label: str, key: str) -> None:
    link = InvitationLink.objects.select_related("community").get(community__slug=slug, label=label)
    actions.use_link(link, actor=people[key], answers=answers_of(slug, key))


@dataclass(frozen=True)
class _Line:
    number: int
    text: str
    verdict: Verdict

    @property
    def email(self) -> str:
        return self.text if self.verdict in (Verdict.READY, Verdict.DOUBLED) else ""


class _List:
    """One list, what it was sent for, and what each of those on it did with it."""

    def __init__(
        self,
        slug: str,
        people: People,
        row: dict[str, Any],
        at: datetime,
        first_words: dict[tuple[str, str], datetime],
    ) -> None:
        self.slug, self.people, self.row, self.at, self.first_words = slug, people, row, at, first_words
        self.accepted = row.get("accepted", "").split()
        self.strangers = [f"{name}@example.org" for name in row["strangers"].split()]

    def events(self) -> Iterator[Event]:
        yield Event(self.at, self.send)
        for key in self.accepted:
            latest = self.first_words.get((self.slug, key), self.at + timedelta(days=7)) - timedelta(hours=3)
            wanted = self.at + timedelta(days=0.1 + 6 * rhythm.chance("accepts", key) ** 2)
            accepts = min(wanted, latest)
            yield Event(accepts - timedelta(minutes=9), partial(self.open, address(key)))
            yield Event(accepts, partial(self.accept, key))
        opened = self.strangers[: self.row["opened"] + self.row["declined"]]
        for place, email in enumerate(opened):
            looks = self.at + timedelta(days=0.2 + 5 * rhythm.chance("opens", email) ** 2)
            yield Event(looks, partial(self.open, email))
            if place >= self.row["opened"]:
                yield Event(looks + timedelta(minutes=4), partial(self.decline, email))

    def send(self) -> None:
        by = self.people[self.row["by"]]
        for key in self.accepted:
            self.people[key]  # has an account by then
        lines = _lines([*map(address, self.accepted), *self.strangers], self.row["lines"])
        terms = {"message": self.row["message"], "days": self.row["days"], "file_name": self.row.get("file", "")}
        handed_in = actions.hand_in_list(Community.objects.get(slug=self.slug), lines=lines, actor=by, **terms)
        actions.send_list(handed_in, actor=by)
        send_due_lists()

    def open(self, email: str) -> None:
        self.invitation(email).mark_opened()

    def accept(self, key: str) -> None:
        given = answers_of(self.slug, key)
        actions.accept_invitation(self.invitation(address(key)), actor=self.people[key], answers=given)

    def decline(self, email: str) -> None:
        actions.decline_invitation(self.invitation(email), actor=AnonymousUser())

    def invitation(self, email: str) -> Invitation:
        sent = Invitation.objects.select_related("community", "invited_by").filter(community__slug=self.slug)
        return sent.get(email=email, sent_at__lte=timezone.now(), from_list__isnull=False)


def _lines(good: Sequence[str], odd: Sequence[str]) -> list[_Line]:
    """The odd ones stand here and there among the good ones."""
    texts = list(good)
    step = len(texts) // (len(odd) + 1)
    for place, text in enumerate(odd, 1):
        texts.insert(place * (step + 1), text)
    found, seen = [], set()
    for number, text in enumerate(texts, _HEAD + 1):
        verdict = Verdict.READY if _ADDRESS.fullmatch(text) else Verdict.BAD
        if text.count("@") > 1:
            verdict = Verdict.SEVERAL
        elif text in seen:
            verdict = Verdict.DOUBLED
        seen.add(text)
        found.append(_Line(number, text, verdict))
    return found
