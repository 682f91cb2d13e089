"""The questions that surveys begin with: by version and language, kept as data (M18, P7, P63)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from communities.models import Community
from evaluation.models import Survey, SurveyQuestion

FOLDER = Path(__file__).resolve().parents[1] / "questions"
NEWEST = "1"
LONGEST = 300  # signs of a question
_SPOKEN = "en"  # every version is told in this language at least


@dataclass(frozen=True)
class Beginning:
    """What a new survey is called, says and asks, until its team changes that; the questions are not saved."""

    title: str
    intro: str
    template: str
    questions: list[SurveyQuestion]


def beginning_of(kind: str, community: Community) -> Beginning:
    """In the reader's language, or in English. Two queries for a self-assessment, none else."""
    told = _read((get_language() or _SPOKEN).partition("-")[0])
    facts = told[kind]
    questions = _of_community(facts, community) if kind == Survey.Kind.SELF_ASSESSMENT else []
    questions += [SurveyQuestion(**asked) for asked in facts["questions"]]
    intro = facts.get(f"intro_in_{community.phase}", facts["intro"])
    return Beginning(facts["title"], intro, f"{kind}.{told['version']}", questions)


def _of_community(facts: dict[str, Any], community: Community) -> list[SurveyQuestion]:
    """Of each expected result, and of the action plan where something stands on it."""
    each = facts["each_result"]
    questions = [
        SurveyQuestion(**each | {"text": _fitting(each["text"], result.text), "result": result})
        for result in community.results.standing()
    ]
    if community.uses(Community.Tool.PLAN) and community.action_items.open().exists():
        questions.append(SurveyQuestion(**facts["plan"], is_of_plan=True))
    return questions


def _fitting(pattern: str, result: str) -> str:
    """The question with the result in it, which is shortened where it would be too long."""
    room = LONGEST - len(pattern.format(result=""))
    result = result.rstrip(".")
    return pattern.format(result=result if len(result) <= room else f"{result[: room - 1].rstrip()}…")


@cache
def _read(language: str) -> dict[str, Any]:
    path = FOLDER / f"{NEWEST}.{language}.toml"
    return tomllib.loads((path if path.exists() else FOLDER / f"{NEWEST}.{_SPOKEN}.toml").read_text())
