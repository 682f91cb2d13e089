"""The method by which communities are begun: texts and templates by version, kept as data (P63, G11)."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

FOLDER = Path(__file__).resolve().parents[1] / "methodology"
NEWEST = "6"
_SPOKEN = "en"  # every version is told in this language at least


@dataclass(frozen=True)
class Step:
    """One of the six steps of a guided start, and what helps with it."""

    key: str
    title: str
    question: str
    text: str
    good: tuple[str, ...] = ()
    poor: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A usual way to begin; `offers` are values of the forms' fields, each a suggestion until somebody saves it."""

    key: str
    title: str
    text: str
    visibility: str
    admission: str
    offers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Method:
    """One version of the method in one language."""

    version: str
    follows: str
    good_names: tuple[str, ...]
    poor_names: tuple[str, ...]
    steps: tuple[Step, ...]
    kinds: dict[str, str]  # what each of Charter.Kind is for
    duties: dict[str, tuple[str, ...]]  # by the name of the role, in small letters
    templates: tuple[Template, ...]

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def template(self, key: str) -> Template | None:
        return next((template for template in self.templates if template.key == key), None)


def method(version: str = NEWEST) -> Method:
    """The method in the reader's language, or in English; the newest where `version` is not kept."""
    known = {path.name.partition(".")[0] for path in FOLDER.glob("*.toml")}
    return _read(version if version in known else NEWEST, (get_language() or _SPOKEN).partition("-")[0])


@cache
def _read(version: str, language: str) -> Method:
    path = FOLDER / f"{version}.{language}.toml"
    told = tomllib.loads((path if path.exists() else FOLDER / f"{version}.{_SPOKEN}.toml").read_text())
    return Method(
        version=told["version"],
        follows=told["follows"],
        good_names=tuple(told["names"]["good"]),
        poor_names=tuple(told["names"]["poor"]),
        steps=tuple(Step(**_tuples(step)) for step in told["steps"]),
        kinds=told["kinds"],
        duties={role: tuple(duties) for role, duties in told["duties"].items()},
        templates=tuple(_template(facts) for facts in told["templates"]),
    )


def _tuples(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}


def _template(facts: dict[str, Any]) -> Template:
    plain = {key: facts.pop(key) for key in ("key", "title", "text", "visibility", "admission")}
    for place, result in enumerate(facts.pop("results", []), start=1):
        facts |= {f"text_{place}": result["text"], f"measure_{place}": result["measure"]}
    return Template(**plain, offers=facts)
