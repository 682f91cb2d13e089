"""What is suggested to whoever plans a discussion: a template for each kind, by version, kept as data (P36)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from forums.models import Discussion, StagePlan

FOLDER = Path(__file__).resolve().parents[1] / "kinds"
_SPOKEN = "en"  # every version is told in this language at least


@dataclass(frozen=True)
class Template:
    """One version of what a kind of discussion is for and how it usually goes."""

    kind: str
    version: int
    purpose: str  # for whoever chooses among the kinds
    how: str  # for whoever takes part
    ask: str  # for whoever writes the opening question
    guidelines: str  # Markdown
    stages: tuple[StagePlan, ...]

    @property
    def label(self) -> str:
        return str(Discussion.Kind(self.kind).label)


def templates() -> list[Template]:
    """The newest one of each kind, in the reader's language or in English."""
    return [newest_template(kind) for kind in Discussion.Kind.values]


def newest_template(kind: str) -> Template:
    return _read(kind, newest_version(kind), _language())


def template_of(discussion: Discussion) -> Template | None:
    """The one with which it was planned; None for what was begun without one."""
    if not discussion.kind_version:
        return None
    return _read(discussion.kind, discussion.kind_version, _language())


@cache
def newest_version(kind: str) -> int:
    return max(int(path.name.split(".")[1]) for path in FOLDER.glob(f"{kind}.*.{_SPOKEN}.toml"))


def _language() -> str:
    return (get_language() or _SPOKEN).partition("-")[0]


@cache
def _read(kind: str, version: int, language: str) -> Template:
    path = FOLDER / f"{kind}.{version}.{language}.toml"
    told = tomllib.loads((path if path.exists() else FOLDER / f"{kind}.{version}.{_SPOKEN}.toml").read_text())
    return _template(kind, version, **told)


def _template(kind: str, version: int, *, stages: list[dict[str, Any]], guidelines: str, **texts: str) -> Template:
    suggested = tuple(StagePlan(**stage | {"types": tuple(stage["types"])}) for stage in stages)
    return Template(kind, version, guidelines=guidelines.strip(), stages=suggested, **texts)
