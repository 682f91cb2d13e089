"""Short protocols for those who hold a space: texts by version, kept as data (H35)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

FOLDER = Path(__file__).resolve().parents[1] / "protocols"
NEWEST = "1"
_SPOKEN = "en"  # every version is told in this language at least


@dataclass(frozen=True)
class Deed:
    """One step: what to do, and perhaps words for it."""

    do: str
    say: str = ""


@dataclass(frozen=True)
class Protocol:
    key: str
    title: str
    good_for: str
    helps_at: tuple[str, ...]  # the places at which it is offered
    minutes: str
    people: str
    needs: tuple[str, ...]
    steps: tuple[Deed, ...]
    beware: tuple[str, ...]
    source: str

    def get_absolute_url(self) -> str:
        return reverse("communities:protocol", args=[self.key])


def protocols() -> tuple[Protocol, ...]:
    """All of them in the reader's language, or in English."""
    return _read(NEWEST, (get_language() or _SPOKEN).partition("-")[0])


def protocol(key: str) -> Protocol | None:
    return next((each for each in protocols() if each.key == key), None)


def protocols_at(place: str) -> list[Protocol]:
    """Those that help at a place, such as "plan" or "launch"."""
    return [each for each in protocols() if place in each.helps_at]


@cache
def _read(version: str, language: str) -> tuple[Protocol, ...]:
    path = FOLDER / f"{version}.{language}.toml"
    told = tomllib.loads((path if path.exists() else FOLDER / f"{version}.{_SPOKEN}.toml").read_text())
    return tuple(_protocol(**each) for each in told["protocols"])


def _protocol(steps: list[dict[str, str]], **facts: Any) -> Protocol:
    facts |= {name: tuple(facts[name]) for name in ("helps_at", "needs", "beware")}
    return Protocol(**facts, steps=tuple(Deed(**step) for step in steps))
