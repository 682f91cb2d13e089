"""What communities of the demo world ask their people, say in their own name, and are told by their members."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from communities import actions
from communities.models import Community, Space, Statement, Suggestion
from evaluation.actions import answer_survey, change_survey, open_survey, prepare_survey
from evaluation.effects import close_due
from evaluation.models import Survey
from evaluation.queries.pages import mark_of
from home.demo_world import data
from home.demo_world.events import Event
from home.demo_world.people import People


def new_voices(people: People, now: datetime) -> Iterator[Event]:
    """The surveys, statements and suggestions of those communities that are not in the database yet."""
    known = set(Community.objects.values_list("slug", flat=True))
    for slug, facts in data.read("voices.toml").items():
        if slug not in known:
            voices = _Voices(slug, people, now)
            for survey in facts.get("surveys", []):
                yield from voices.of_survey(survey)
            for statement in facts.get("statements", []):
                yield from voices.of_statement(statement)
            for suggestion in facts.get("suggestions", []):
                yield from voices.of_suggestion(suggestion)


class _Voices:
    def __init__(self, slug: str, people: People, now: datetime) -> None:
        self.slug, self.people, self.now = slug, people, now

    def of_survey(self, facts: dict[str, Any]) -> Iterator[Event]:
        opened = facts["opened_days_ago"]
        closes = self.ago(-facts["closes_in"] if "closes_in" in facts else facts["closed_days_ago"])
        yield Event(self.ago(facts["days_ago"]), partial(self.prepare, facts))
        yield Event(self.ago(opened), partial(self.open, facts, closes))
        for number, (key, *answers) in enumerate(facts["answers"], 1):
            lasting = min(closes, self.now) - self.ago(opened)
            at = self.ago(opened) + lasting * number / (len(facts["answers"]) + 1)
            yield Event(at, partial(self.answer, facts, key, answers))
        if closes < self.now:
            yield Event(closes, close_due)

    def prepare(self, facts: dict[str, Any]) -> None:
        room = Space.objects.select_related("community").get(community__slug=self.slug, slug="members")
        actor = self.people[facts["by"]]
        survey = prepare_survey(room, actor=actor, kind=facts["kind"], submission=self.submission(facts["title"]))
        said = {"title": facts["title"], "intro": facts["intro"], "is_anonymous": True}
        change_survey(survey, actor=actor, version=survey.version, space=room, **said)

    def open(self, facts: dict[str, Any], closes: datetime) -> None:
        survey = self.survey(facts)
        open_survey(survey, actor=self.people[facts["by"]], seen=mark_of(survey), closes_at=closes)

    def answer(self, facts: dict[str, Any], key: str, answers: list[Any]) -> None:
        survey = self.survey(facts)
        questions = survey.questions.values_list("pk", flat=True)
        answer_survey(survey, actor=self.people[key], answers=dict(zip(questions, answers, strict=True)))

    def of_statement(self, facts: dict[str, Any]) -> Iterator[Event]:
        yield Event(self.ago(facts["days_ago"]), partial(self.draft, facts))
        if "published_by" in facts:
            yield Event(self.ago(facts["published_days_ago"]), partial(self.publish, facts))
        if "corrected" in facts:
            yield Event(self.ago(facts["corrected"]["days_ago"]), partial(self.correct, facts))

    def draft(self, facts: dict[str, Any]) -> None:
        actions.draft_statement(
            Community.objects.get(slug=self.slug),
            actor=self.people[facts["by"]],
            submission=self.submission(facts["title"]),
            title=facts["title"],
            markdown=_unwrapped(facts["text"]),
        )

    def publish(self, facts: dict[str, Any]) -> None:
        statement = self.statement(facts)
        actions.publish_statement(statement, actor=self.people[facts["published_by"]], version=statement.version)

    def correct(self, facts: dict[str, Any]) -> None:
        statement, wrong = self.statement(facts), facts["corrected"]
        actions.correct_statement(
            statement,
            actor=self.people[wrong["by"]],
            version=statement.version,
            title=statement.title,
            markdown=statement.markdown.replace(wrong["from"], wrong["to"]),
            reason=wrong["reason"],
        )

    def of_suggestion(self, facts: dict[str, Any]) -> Iterator[Event]:
        yield Event(self.ago(facts["days_ago"]), partial(self.suggest, facts))
        if "answer" in facts:
            yield Event(self.ago(facts["answer"]["days_ago"]), partial(self.reply, facts))

    def suggest(self, facts: dict[str, Any]) -> None:
        actions.suggest(
            Community.objects.get(slug=self.slug),
            actor=self.people[facts["by"]],
            submission=self.submission(facts["text"]),
            text=facts["text"],
            is_signed=facts.get("is_signed", True),
        )

    def reply(self, facts: dict[str, Any]) -> None:
        suggestion = Suggestion.objects.select_related("community").get(submission=self.submission(facts["text"]))
        said = facts["answer"]
        actions.answer_suggestion(
            suggestion, actor=self.people[said["by"]], state=said["state"], answer=said.get("words", "")
        )

    def survey(self, facts: dict[str, Any]) -> Survey:
        found = Survey.objects.select_related("space__community")
        return found.get(submission=self.submission(facts["title"]))

    def statement(self, facts: dict[str, Any]) -> Statement:
        found = Statement.objects.select_related("community")
        return found.get(submission=self.submission(facts["title"]))

    def submission(self, words: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"{self.slug} {words}")

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)


def _unwrapped(text: str) -> str:
    """A text of the data files, whose lines are broken for whoever reads the file; paragraphs and lists stay."""
    parts = text.strip().split("\n\n")
    return "\n\n".join(part if part.startswith("- ") else part.replace("\n", " ") for part in parts)
