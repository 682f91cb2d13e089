"""What came of a survey: counted, never singly, and without names from five answers on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Avg, Count, Func, IntegerField, QuerySet
from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.models import Answer, Survey, SurveyQuestion

Kind = SurveyQuestion.Kind


@dataclass(frozen=True)
class Bar:
    """How many gave one answer, and their share of those who answered the question, in percent."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class Voice:
    """What one person said, of a survey with names."""

    name: str
    said: str


@dataclass(frozen=True)
class Outcome:
    """What came of one question; where too few have answered it without their names, nothing of it is here."""

    question: SurveyQuestion
    count: int
    is_shown: bool
    bars: list[Bar] = field(default_factory=list)
    mean: float | None = None
    texts: list[str] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)


def outcomes_of(survey: Survey, *, with_names: bool = False) -> list[Outcome]:
    """Of each question in its order; five queries, one more with names."""
    answers = Answer.objects.filter(question__survey=survey).order_by()
    counts = dict(answers.values_list("question").annotate(Count("pk")))
    steps = _counted(answers.filter(scale__isnull=False), "scale")
    unnested = Func("chosen", function="unnest", output_field=IntegerField())
    chosen = _counted(answers.exclude(chosen=[]).annotate(place=unnested), "place")
    texts: dict[int, list[str]] = {}
    # By keys that are made at random, and anew with each answer that comes.
    for asked, text in answers.exclude(text="").order_by("pk").values_list("question", "text"):
        texts.setdefault(asked, []).append(text)
    voices = _voices(survey) if with_names else {}
    found = []
    for question in survey.questions.all():
        count = counts.get(question.pk, 0)
        if survey.is_anonymous and count < Survey.FEWEST:
            found.append(Outcome(question, count, is_shown=False))
            continue
        found.append(
            Outcome(
                question,
                count,
                is_shown=True,
                bars=list(_bars(question, count, {**steps.get(question.pk, {}), **chosen.get(question.pk, {})})),
                mean=_mean(steps.get(question.pk, {})),
                texts=texts.get(question.pk, []),
                voices=voices.get(question.pk, []),
            )
        )
    return found


def _counted(answers: QuerySet[Answer], what: str) -> dict[int, dict[int, int]]:
    """{question: {step or place: how many}}."""
    found: dict[int, dict[int, int]] = {}
    for question, value, count in answers.values_list("question", what).annotate(number=Count("pk")):
        found.setdefault(question, {})[value] = count
    return found


def _bars(question: SurveyQuestion, count: int, numbers: dict[int, int]) -> Iterator[Bar]:
    if question.is_text:
        return
    for place, label in _labels(question):
        number = numbers.get(place, 0)
        yield Bar(label, number, round(100 * number / count) if count else 0)


def _labels(question: SurveyQuestion) -> Iterator[tuple[int, str]]:
    if not question.is_scale:
        yield from enumerate(question.choices)
        return
    ends = {SurveyQuestion.STEPS[0]: question.lowest, SurveyQuestion.STEPS[-1]: question.highest}
    for step in SurveyQuestion.STEPS:
        yield step, f"{step} – {ends[step]}" if ends.get(step) else str(step)


def _mean(steps: dict[int, int]) -> float | None:
    number = sum(steps.values())
    return sum(step * count for step, count in steps.items()) / number if number else None


def _voices(survey: Survey) -> dict[int, list[Voice]]:
    """Who said what; of those who were erased since, nobody's name."""
    answers = Answer.objects.filter(question__survey=survey, person__isnull=False)
    found: dict[int, list[Voice]] = {}
    for answer in answers.select_related("question", "person").order_by("person__display_name", "person"):
        person: Any = answer.person
        found.setdefault(answer.question_id, []).append(Voice(person.name, said_in(answer)))
    return found


def said_in(answer: Answer) -> str:
    """An answer in words."""
    if answer.scale is not None:
        return str(answer.scale)
    return answer.text or ", ".join(answer.question.choices[place] for place in answer.chosen)


@dataclass(frozen=True)
class Assessed:
    """How far its members see one expected result, from 1 to 5; and how far they saw it the time before."""

    survey: Survey
    mean: float
    count: int
    before: float | None = None
    survey_before: Survey | None = None


def assessed_by(reader: Any, community: Community) -> dict[int, Assessed]:
    """{expected result: what the last two self-assessments say}, of those that `reader` may see; two queries at most.

    Those whose results they may not read are for the caller to leave out: it shows them to members alone.
    """
    closed = Survey.objects.visible_to(reader).filter(space__community=community, state=Survey.State.CLOSED)
    surveys = list(closed.filter(kind=Survey.Kind.SELF_ASSESSMENT).order_by("-closed_at", "-pk")[:2])
    if not surveys:
        return {}
    means = _means(surveys)
    newest, before = surveys[0], surveys[1] if len(surveys) > 1 else None
    earlier = means.get(before.pk, {}) if before else {}
    return {
        result: Assessed(newest, mean, count, earlier.get(result, (None, 0))[0], before)
        for result, (mean, count) in means.get(newest.pk, {}).items()
    }


def _means(surveys: list[Survey]) -> dict[int, dict[int, tuple[float, int]]]:
    """{survey: {expected result: (mean, how many said so)}}, where enough did; one query."""
    answers = Answer.objects.filter(question__survey__in=surveys, question__result__isnull=False, scale__isnull=False)
    asked = answers.order_by().values_list("question__survey", "question__result")
    least = {survey.pk: Survey.FEWEST if survey.is_anonymous else 1 for survey in surveys}
    found: dict[int, dict[int, tuple[float, int]]] = {}
    for survey, result, mean, number in asked.annotate(mean=Avg("scale"), number=Count("pk")):
        if number >= least[survey]:
            found.setdefault(survey, {})[result] = (mean, number)
    return found


def table_of(outcomes: list[Outcome]) -> tuple[list[Any], list[tuple[Any, ...]]]:
    """(heads, rows) of what is shown, for a spreadsheet: how many gave which answer, then what was written."""
    heads = [_("Question"), _("Answer"), _("How many"), _("Of"), _("Who")]
    rows: list[tuple[Any, ...]] = []
    for outcome in outcomes:
        asked = outcome.question.text
        if not outcome.is_shown:
            rows.append((asked, _("fewer than five answers"), None, None, None))
        rows += [(asked, bar.label, bar.count, outcome.count, None) for bar in outcome.bars]
        if not outcome.voices:
            rows += [(asked, text, None, outcome.count, None) for text in outcome.texts]
        rows += [(asked, voice.said, None, outcome.count, voice.name) for voice in outcome.voices]
    return heads, rows
